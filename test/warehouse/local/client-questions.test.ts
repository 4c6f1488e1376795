import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCatalogue, type CatalogueAsker, type Catalogue } from "../../src/serve/catalogue/catalogue.ts";
import { catalogueQuestion } from "../../src/serve/catalogue/question.ts";
import type { Result } from "../../src/warehouse/warehouse.ts";
import { statementOf } from "../dialect/statement.ts";

const question = (sql: string): string | undefined => catalogueQuestion(statementOf(sql));

const RELATIONS = [
  ["public", "songs", "r", null, "1", "song_id", "t", "1043", "-1", "22"],
  ["public", "songs", "r", null, "2", "duration", "f", "1700", "-1", "589833"],
  ["public", "plays", "r", null, "1", "started", "t", "1114", "8", "-1"],
  ["other", "notes", "r", null, "1", "text", "f", "1043", "-1", "260"],
];

/** A warehouse's session that has said everything when it has told its tables and its version. */
const asker: CatalogueAsker = {
  processId: 7,
  accounts: {
    userInfos: [{ name: "dwh", superuser: true, syslogAccess: "RESTRICTED" }],
    groupNames: [],
    sessionUser: (name) => ({ name, seesOthers: () => true }),
  },
  user: "dwh",
  database: "sparkify",
  session: {
    execute: async (sql) => {
      const rows = sql.includes("pg_attribute") ? RELATIONS : [["PostgreSQL 8.0.2, a test"]];
      return { command: "SELECT", rowCount: rows.length, columns: [], rows, notices: [] };
    },
    cancel: async () => {},
  },
};

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await openCatalogue();
});
afterAll(() => {
  catalogue.close();
});

const ask = (sql: string): Promise<Result> =>
  catalogue.answer(question(sql) ?? `not a question: ${sql}`, asker);
const rows = async (sql: string) => (await ask(sql)).rows;

describe("a question about the catalogue", () => {
  it.each([
    "select * from songs",
    "select c.relname from pg_class c join songs s on s.song_id = c.relname",
    "select * from pg_table_def",
    "select * from svv_columns",
    "select count(*), version from songs group by 2",
    "select 1",
    "select pg_catalog.version(), 'a ' = 'a'",
    "select current_schemas(true), current_schema(), current_database(), pg_backend_pid(), '2.5'::int",
    "insert into pg_class values (1)",
    "show server_version",
    "select * from other.pg_class",
  ])("is not: %s", (sql) => {
    expect(question(sql)).toBeUndefined();
  });

  it("is put in DuckDB's words, and strings are left alone", () => {
    expect(
      question(
        "select pg_catalog.format_type(a.atttypid, null), E'it\\'s pg_catalog.x' from pg_catalog.pg_attribute a " +
          "where a.attname operator(pg_catalog.~) '^a' collate pg_catalog.default and 'songs'::regclass = a.attrelid",
      ),
    ).toBe(
      "select format_type(a.atttypid, null), 'it''s pg_catalog.x' from pg_attribute a " +
        "where a.attname  ~  '^a.*' and to_regclass('songs') = a.attrelid",
    );
  });

  it("matches a part of a text, as in Postgres", async () => {
    expect(
      await rows(
        "select relname from pg_class where relname ~ 'ay' or relname ~ '^so' or relname ~ 'es$' order by 1",
      ),
    ).toEqual([["notes"], ["plays"], ["songs"]]);
  });
});

describe("the catalogue", () => {
  it("knows the session", async () => {
    expect(
      await ask(
        "select version(), current_database(), current_user, current_schema(), pg_backend_pid(), current_setting('server_version')",
      ),
    ).toMatchObject({
      columns: [
        "version",
        "current_database",
        "current_user",
        "current_schema",
        "pg_backend_pid",
        "current_setting",
      ].map((name) => ({ name })),
      rows: [["PostgreSQL 8.0.2, a test", "sparkify", "dwh", "public", "7", "8.0.2"]],
    });
  });

  it("tells the search path as Redshift does (Developer Guide, CURRENT_SCHEMAS)", async () => {
    expect(
      await rows("select current_schemas(false), current_schemas(true) from pg_namespace limit 1"),
    ).toEqual([["{public}", "{pg_catalog,public}"]]);
  });

  it("keeps nothing of a question for the next one", async () => {
    expect(await rows("select count(*) from pg_class")).toEqual([["3"]]);
    expect(await rows("select count(*) from pg_class")).toEqual([["3"]]);
  });

  it("tells the columns of an answer without one", async () => {
    expect(await catalogue.describe(question("select relname, relnatts from pg_class") as string)).toEqual([
      { name: "relname", type: "character varying" },
      { name: "relnatts", type: "smallint" },
    ]);
  });

  it("gives lengths, precisions and what may not be null", async () => {
    expect(
      await rows(
        `select attname, pg_catalog.format_type(atttypid, atttypmod), attnotnull, attnum from pg_catalog.pg_attribute
         where attrelid = 'songs'::regclass order by attnum`,
      ),
    ).toEqual([
      ["song_id", "character varying(18)", "t", "1"],
      ["duration", "numeric(9,5)", "f", "2"],
    ]);
    expect(
      await rows(
        `select column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable
         from information_schema.columns where table_name = 'songs' order by ordinal_position`,
      ),
    ).toEqual([
      ["song_id", "character varying", "18", null, null, "NO"],
      ["duration", "numeric", null, "9", "5", "YES"],
    ]);
  });

  it.each([
    ["select pg_catalog.no_such_function(oid) from pg_class", ": it has no function no_such_function"],
    ["select no_such_column from pg_class", ": it has no column no_such_column"],
    ["select c.no_such_column from pg_class as c", ": it has no column no_such_column"],
    ["select other.relname from pg_class as c", ": it has no table other"],
    ["select relname::no_such_type from pg_class", ": it has no type no_such_type"],
    ["select sum(relname) from pg_class", ""],
    ["select relname::int from pg_class", ""],
    ["select relname from pg_class order by 99", ""],
    ["select relname from pg_class limit -1", ""],
    ["select relname from pg_class where relname ~ '('", ""],
    ["select obj_description()", ""],
  ])("says in words of its own that it cannot answer %s", async (sql, lack) => {
    await expect(ask(sql)).rejects.toMatchObject({
      sqlState: "0A000",
      message: `the catalogue of dwh serve cannot answer this${lack}`,
      hint: "it has a part of Postgres' pg_catalog; pg_table_def and svv_tables are the warehouse's own",
    });
  });

  it("reads no file of this machine", async () => {
    await expect(
      ask("select pg_is_in_recovery(), (select content from read_text('/etc/hostname'))"),
    ).rejects.toMatchObject({
      sqlState: "0A000",
      cause: expect.objectContaining({
        message: expect.stringMatching(/disabled by configuration/) as string,
      }) as Error,
    });
  });
});

// What drivers and tools send before a person has typed anything, shortened where lists repeat.
describe("the first query of", () => {
  it("the Postgres JDBC driver, for tables, has its answer", async () => {
    expect(
      await rows(`SELECT NULL AS TABLE_CAT, n.nspname AS TABLE_SCHEM, c.relname AS TABLE_NAME,
        CASE n.nspname ~ '^pg_' OR n.nspname = 'information_schema' WHEN true THEN 'SYSTEM TABLE' WHEN false THEN
        CASE c.relkind WHEN 'r' THEN 'TABLE' WHEN 'v' THEN 'VIEW' ELSE NULL END ELSE NULL END AS TABLE_TYPE,
        d.description AS REMARKS FROM pg_catalog.pg_namespace n, pg_catalog.pg_class c
        LEFT JOIN pg_catalog.pg_description d ON (c.oid = d.objoid AND d.objsubid = 0 and d.classoid = 'pg_class'::regclass)
        WHERE c.relnamespace = n.oid AND n.nspname LIKE 'public' AND (false OR ( c.relkind = 'r' AND n.nspname !~ '^pg_' AND
        n.nspname <> 'information_schema' ) ) ORDER BY TABLE_TYPE,TABLE_SCHEM,TABLE_NAME`),
    ).toEqual([
      [null, "public", "plays", "TABLE", null],
      [null, "public", "songs", "TABLE", null],
    ]);
  });

  it("the Postgres JDBC driver, for columns, has its answer", async () => {
    expect(
      await rows(`SELECT * FROM (SELECT n.nspname,c.relname,a.attname,a.atttypid,a.attnotnull OR (t.typtype = 'd' AND
        t.typnotnull) AS attnotnull,a.atttypmod,row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum) AS attnum,
        nullif(a.attidentity, '') as attidentity,pg_catalog.pg_get_expr(def.adbin, def.adrelid) AS adsrc,dsc.description
        FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON (c.relnamespace = n.oid)
        JOIN pg_catalog.pg_attribute a ON (a.attrelid=c.oid) JOIN pg_catalog.pg_type t ON (a.atttypid = t.oid)
        LEFT JOIN pg_catalog.pg_attrdef def ON (a.attrelid=def.adrelid AND a.attnum = def.adnum)
        LEFT JOIN pg_catalog.pg_description dsc ON (c.oid=dsc.objoid AND a.attnum = dsc.objsubid)
        LEFT JOIN pg_catalog.pg_class dc ON (dc.oid=dsc.classoid AND dc.relname='pg_class')
        WHERE c.relkind in ('r','p','v','f','m') and a.attnum > 0 AND NOT a.attisdropped AND c.relname LIKE 'plays') c
        WHERE true ORDER BY nspname,c.relname,attnum`),
    ).toEqual([["public", "plays", "started", "1114", "t", "-1", "1", null, null, null]]);
  });

  it("the Postgres JDBC driver, for primary keys, has its answer", async () => {
    expect(
      await rows(`SELECT result.TABLE_NAME, result.COLUMN_NAME, result.KEY_SEQ FROM (SELECT ct.relname AS TABLE_NAME, a.attname AS
        COLUMN_NAME, (information_schema._pg_expandarray(i.indkey)).n AS KEY_SEQ, information_schema._pg_expandarray(i.indkey)
        AS KEYS, a.attnum AS A_ATTNUM FROM pg_catalog.pg_class ct JOIN pg_catalog.pg_attribute a ON (ct.oid = a.attrelid)
        JOIN pg_catalog.pg_index i ON (a.attrelid = i.indrelid) WHERE i.indisprimary ) result
        where result.A_ATTNUM = (result.KEYS).x ORDER BY result.table_name`),
    ).toEqual([]);
  });

  it("DBeaver has its answer", async () => {
    expect(
      await rows(`SELECT db.oid,db.datname FROM pg_catalog.pg_database db WHERE datallowconn AND NOT datistemplate
        OR db.datname = 'sparkify' ORDER BY db.datname`),
    ).toEqual([["100000", "sparkify"]]);
    const schemas = await rows(`SELECT n.oid,n.*,d.description FROM pg_catalog.pg_namespace n LEFT OUTER JOIN
      pg_catalog.pg_description d ON d.objoid=n.oid AND d.objsubid=0 AND d.classoid='pg_namespace'::regclass ORDER BY nspname`);
    expect(schemas.map((row) => row[2])).toEqual(["information_schema", "other", "pg_catalog", "public"]);
    expect(await rows("select * from pg_catalog.pg_settings where name = 'no_such_setting'")).toEqual([]);
  });

  it("SQLAlchemy has its answer", async () => {
    expect(
      await rows("select nspname from pg_namespace where nspname not like 'pg_%' order by nspname"),
    ).toEqual([["information_schema"], ["other"], ["public"]]);
    expect(
      await rows(`select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where
        pg_catalog.pg_table_is_visible(c.oid) and relname = 'songs'`),
    ).toEqual([["songs"]]);
  });

  it("Grafana, and of Metabase, has its answer", async () => {
    expect(await rows("SELECT current_setting('server_version_num')::int/100 as version")).toEqual([["800"]]);
    expect(
      await rows(
        "select table_schema, table_name from information_schema.tables where table_schema not in ('other') order by 2",
      ),
    ).toEqual([
      ["public", "plays"],
      ["public", "songs"],
    ]);
    expect(
      await rows("select has_schema_privilege('public', 'USAGE'), 'public' = any(current_schemas(true))"),
    ).toEqual([["t", "t"]]);
  });
});
