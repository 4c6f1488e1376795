/**
 * What drivers and tools ask the catalogue before a person has typed anything, shortened where lists repeat. The catalogue is PostgreSQL
 * 8.0's ("System Catalogs", "Object Identifier Types", "Arrays"): the guide refers to it ("System catalog tables").
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../src/warehouse/local/open.ts";
import type { LocalSession } from "../../../src/warehouse/local/session.ts";
import type { SessionUser } from "../../../src/warehouse/local/session-user.ts";
import type { Result } from "../../../src/warehouse/warehouse.ts";
import { openBound, type BoundDatabase } from "../../support/bound.ts";

const TABLES = [
  "create schema other",
  "create table songs (song_id varchar(18) primary key, duration numeric(9,5) default 1.5)",
  "create table plays (started timestamp not null, song varchar(18) references songs (song_id), unique (started, song))",
  "create table other.notes (text varchar(256))",
  "create view long as select song_id from songs where duration > 300",
];

let warehouse: LocalWarehouse;
let database: BoundDatabase;
beforeAll(async () => {
  warehouse = await openLocalWarehouse({
    path: ":memory:",
    database: "sparkify",
    store: {} as Store,
    now: () => new Date(0),
    threads: 1,
  });
  await within(async (session) => {
    for (const sql of TABLES) await session.execute(sql);
  });
  database = await openBound();
});
afterAll(() => {
  warehouse.close();
  database.close();
});

const within = <T>(use: (session: LocalSession) => Promise<T>, user?: SessionUser): Promise<T> =>
  warehouse.withSession(use, user);
const ask = (sql: string): Promise<Result> => within((session) => session.execute(sql));
const rows = async (sql: string) => (await ask(sql)).rows;
const values = async (sql: string) => (await rows(sql)).map(([value]) => value);

const NAMES_OF_SYSTEM = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/** The questions, by who sends them, and the rows of their answers. */
const QUESTIONS: readonly (readonly [client: string, sql: string, answer: Result["rows"]])[] = [
  [
    "the Postgres JDBC driver, for tables",
    `SELECT NULL AS TABLE_CAT, n.nspname AS TABLE_SCHEM, c.relname AS TABLE_NAME,
      CASE n.nspname ~ '^pg_' OR n.nspname = 'information_schema' WHEN true THEN 'SYSTEM TABLE' WHEN false THEN
      CASE c.relkind WHEN 'r' THEN 'TABLE' WHEN 'v' THEN 'VIEW' ELSE NULL END ELSE NULL END AS TABLE_TYPE,
      d.description AS REMARKS FROM pg_catalog.pg_namespace n, pg_catalog.pg_class c
      LEFT JOIN pg_catalog.pg_description d ON (c.oid = d.objoid AND d.objsubid = 0 and d.classoid = 'pg_class'::regclass)
      WHERE c.relnamespace = n.oid AND n.nspname LIKE 'public' AND (false OR ( c.relkind = 'r' AND n.nspname !~ '^pg_' AND
      n.nspname <> 'information_schema' ) ) ORDER BY TABLE_TYPE,TABLE_SCHEM,TABLE_NAME`,
    [
      [null, "public", "plays", "TABLE", null],
      [null, "public", "songs", "TABLE", null],
    ],
  ],
  [
    "the Postgres JDBC driver, for columns",
    `SELECT * FROM (SELECT n.nspname,c.relname,a.attname,a.atttypid,a.attnotnull OR (t.typtype = 'd' AND
      t.typnotnull) AS attnotnull,a.atttypmod,row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum) AS attnum,
      nullif(a.attidentity, '') as attidentity,pg_catalog.pg_get_expr(def.adbin, def.adrelid) AS adsrc,dsc.description
      FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON (c.relnamespace = n.oid)
      JOIN pg_catalog.pg_attribute a ON (a.attrelid=c.oid) JOIN pg_catalog.pg_type t ON (a.atttypid = t.oid)
      LEFT JOIN pg_catalog.pg_attrdef def ON (a.attrelid=def.adrelid AND a.attnum = def.adnum)
      LEFT JOIN pg_catalog.pg_description dsc ON (c.oid=dsc.objoid AND a.attnum = dsc.objsubid)
      LEFT JOIN pg_catalog.pg_class dc ON (dc.oid=dsc.classoid AND dc.relname='pg_class')
      WHERE c.relkind in ('r','p','v','f','m') and a.attnum > 0 AND NOT a.attisdropped AND c.relname LIKE 'songs') c
      WHERE true ORDER BY nspname,c.relname,attnum`,
    [
      ["public", "songs", "song_id", "1043", "t", "22", "1", null, null, null],
      ["public", "songs", "duration", "1700", "f", "589833", "2", null, "1.5", null],
    ],
  ],
  [
    "the Postgres JDBC driver, for primary keys",
    `SELECT result.TABLE_NAME, result.COLUMN_NAME, result.KEY_SEQ FROM (SELECT ct.relname AS TABLE_NAME, a.attname AS
      COLUMN_NAME, (information_schema._pg_expandarray(i.indkey)).n AS KEY_SEQ, information_schema._pg_expandarray(i.indkey)
      AS KEYS, a.attnum AS A_ATTNUM FROM pg_catalog.pg_class ct JOIN pg_catalog.pg_attribute a ON (ct.oid = a.attrelid)
      JOIN pg_catalog.pg_index i ON (a.attrelid = i.indrelid) WHERE i.indisprimary ) result
      where result.A_ATTNUM = (result.KEYS).x ORDER BY result.table_name`,
    [],
  ],
  [
    "the Postgres JDBC driver, for a type that it does not know",
    `SELECT typinput='pg_catalog.array_in'::regproc as is_array, typtype, typname, pg_type.oid FROM pg_catalog.pg_type LEFT JOIN
      (select ns.oid as nspoid, ns.nspname, r.r from pg_namespace as ns join ( select s.r, (current_schemas(false))[s.r] as nspname
      from generate_series(1, array_upper(current_schemas(false), 1)) as s(r) ) as r using ( nspname )) as sp ON
      sp.nspoid = typnamespace WHERE pg_type.oid = '4000' ORDER BY sp.r, pg_type.oid DESC`,
    [["f", "b", "super", "4000"]],
  ],
  [
    "DBeaver, for databases",
    `SELECT db.oid,db.datname FROM pg_catalog.pg_database db WHERE datallowconn AND NOT datistemplate
      OR db.datname = 'sparkify' ORDER BY db.datname`,
    [["100000", "sparkify"]],
  ],
  [
    "DBeaver, for schemas",
    `SELECT n.nspname,d.description FROM pg_catalog.pg_namespace n LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid=n.oid AND
      d.objsubid=0 AND d.classoid='pg_namespace'::regclass ORDER BY nspname`,
    ["information_schema", "other", "pg_catalog", "public"].map((name) => [name, null]),
  ],
  ["DBeaver, for settings", "select * from pg_catalog.pg_settings where name = 'no_such_setting'", []],
  [
    "SQLAlchemy, for schemas",
    "select nspname from pg_namespace where nspname not like 'pg_%' order by nspname",
    [["information_schema"], ["other"], ["public"]],
  ],
  [
    "SQLAlchemy, for a table",
    `select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where
      pg_catalog.pg_table_is_visible(c.oid) and relname = 'songs'`,
    [["songs"]],
  ],
  // sqlalchemy-redshift, dialect.py, _get_all_constraint_info.
  [
    "SQLAlchemy, for keys",
    `SELECT n.nspname as "schema", c.relname as "table_name", t.contype, t.conname, t.conkey, a.attname,
      pg_catalog.pg_get_constraintdef(t.oid, true)::varchar(512) as condef FROM pg_catalog.pg_class c
      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_constraint t ON t.conrelid = c.oid
      JOIN pg_catalog.pg_attribute a ON t.conrelid = a.attrelid AND a.attnum = ANY(t.conkey)
      WHERE ${NAMES_OF_SYSTEM} ORDER BY n.nspname, c.relname, t.contype, a.attnum`,
    [
      [
        "public",
        "plays",
        "f",
        "plays_song_fkey",
        "{2}",
        "song",
        "FOREIGN KEY (song) REFERENCES songs(song_id)",
      ],
      ["public", "plays", "u", "plays_started_key", "{1,2}", "started", "UNIQUE (started, song)"],
      ["public", "plays", "u", "plays_started_key", "{1,2}", "song", "UNIQUE (started, song)"],
      ["public", "songs", "p", "songs_pkey", "{1}", "song_id", "PRIMARY KEY (song_id)"],
    ],
  ],
  ["Grafana", "SELECT current_setting('server_version_num')::int/100 as version", [["800"]]],
  [
    "Metabase, for tables",
    `select table_schema, table_name from information_schema.tables where table_schema not in ('other')
      and table_type = 'BASE TABLE' order by 2`,
    [
      ["public", "plays"],
      ["public", "songs"],
    ],
  ],
  [
    "Metabase, for rights",
    "select has_schema_privilege('public', 'USAGE'), 'public' = any(current_schemas(true))",
    [["t", "t"]],
  ],
  [
    "psql, \\dt",
    `SELECT n.nspname as "Schema", c.relname as "Name", CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' END as "Type",
      pg_catalog.pg_get_userbyid(c.relowner) as "Owner" FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON
      n.oid = c.relnamespace WHERE c.relkind IN ('r','p','') AND n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_toast' AND
      n.nspname <> 'information_schema' AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 1,2`,
    [
      ["public", "plays", "table", "dwh"],
      ["public", "songs", "table", "dwh"],
    ],
  ],
  [
    "psql, \\d songs",
    `SELECT n.nspname, c.relname FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname OPERATOR(pg_catalog.~) '^(songs)$' COLLATE pg_catalog.default AND pg_catalog.pg_table_is_visible(c.oid)
      ORDER BY 1, 2`,
    [["public", "songs"]],
  ],
  [
    "psql, \\d songs, for the table",
    `SELECT c.relchecks, c.relkind, c.relhasindex, c.relhastriggers, c.relrowsecurity, false AS relhasoids, '', c.reltablespace,
      CASE WHEN c.reloftype = 0 THEN '' ELSE c.reloftype::pg_catalog.regtype::pg_catalog.text END, c.relpersistence, c.relreplident
      FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_class tc ON (c.reltoastrelid = tc.oid) WHERE c.relname = 'songs'`,
    [["0", "r", "f", "f", "f", "f", "", "0", "", "p", "d"]],
  ],
  [
    "psql, \\d songs, for the columns",
    `SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid, true)
      FROM pg_catalog.pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef), a.attnotnull,
      (SELECT c.collname FROM pg_catalog.pg_collation c, pg_catalog.pg_type t WHERE c.oid = a.attcollation AND t.oid = a.atttypid AND
      a.attcollation <> t.typcollation) AS attcollation, ''::pg_catalog.char AS attidentity FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = 'songs'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    [
      ["song_id", "character varying(18)", null, "t", null, ""],
      ["duration", "numeric(9,5)", "1.5", "f", null, ""],
    ],
  ],
  [
    "psql, \\d songs, for tables that inherit",
    `SELECT c.oid::pg_catalog.regclass FROM pg_catalog.pg_class c, pg_catalog.pg_inherits i WHERE c.oid = i.inhparent AND
      i.inhrelid = '16384' AND c.relkind != 'p' ORDER BY inhseqno`,
    [],
  ],
  [
    "psql, \\dn",
    `SELECT n.nspname AS "Name", pg_catalog.pg_get_userbyid(n.nspowner) AS "Owner" FROM pg_catalog.pg_namespace n
      WHERE ${NAMES_OF_SYSTEM} ORDER BY 1`,
    [
      ["other", "dwh"],
      ["public", "dwh"],
    ],
  ],
  [
    "psql, \\l",
    `SELECT d.datname as "Name", pg_catalog.pg_get_userbyid(d.datdba) as "Owner", pg_catalog.pg_encoding_to_char(d.encoding) as
      "Encoding", d.datcollate as "Collate", pg_catalog.array_to_string(d.datacl, E'\\n') AS "Access privileges" FROM
      pg_catalog.pg_database d ORDER BY 1`,
    [["sparkify", "dwh", "UTF8", "C", null]],
  ],
  [
    "psql, \\du",
    `SELECT r.rolname, r.rolsuper, r.rolinherit, r.rolcanlogin, r.rolconnlimit, r.rolvaliduntil FROM pg_catalog.pg_roles r
      WHERE r.rolname !~ '^pg_' ORDER BY 1`,
    [["dwh", "t", "t", "t", "-1", null]],
  ],
  [
    "psql, \\d+ songs",
    `SELECT pg_catalog.array_to_string(c.reloptions || array(select 'toast.' || x from pg_catalog.unnest(tc.reloptions) x), ', ')
      FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_class tc ON (c.reltoastrelid = tc.oid) WHERE c.relname = 'songs'`,
    [[""]],
  ],
  [
    "psql, \\dg",
    `SELECT r.rolname, ARRAY(SELECT b.rolname FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles b ON (m.roleid = b.oid)
      WHERE m.member = r.oid) as memberof FROM pg_catalog.pg_roles r WHERE r.rolname !~ '^pg_' ORDER BY 1`,
    [["dwh", "{}"]],
  ],
  [
    "psql, \\df",
    `SELECT p.proname, pg_catalog.pg_get_function_result(p.oid), CASE WHEN p.proisagg THEN 'agg' WHEN p.prorettype =
      'pg_catalog.trigger'::pg_catalog.regtype THEN 'trigger' ELSE 'func' END FROM pg_catalog.pg_proc p LEFT JOIN
      pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE pg_catalog.pg_function_is_visible(p.oid) ORDER BY 1`,
    [],
  ],
  [
    "psql, \\dp",
    `SELECT c.relname, pg_catalog.array_to_string(c.relacl, E'\\n'), pg_catalog.array_to_string(ARRAY(SELECT attname || E':\\n  ' ||
      pg_catalog.array_to_string(attacl, E'\\n  ') FROM pg_catalog.pg_attribute a WHERE attrelid = c.oid AND NOT attisdropped AND
      attacl IS NOT NULL), E'\\n') FROM pg_catalog.pg_class c WHERE c.relkind IN ('r','v') AND pg_catalog.pg_table_is_visible(c.oid)
      ORDER BY 1`,
    [
      ["long", null, ""],
      ["plays", null, ""],
      ["songs", null, ""],
    ],
  ],
  [
    "psql, \\dT",
    `SELECT pg_catalog.format_type(t.oid, NULL) FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
      WHERE (t.typrelid = 0 OR (SELECT c.relkind = 'c' FROM pg_catalog.pg_class c WHERE c.oid = t.typrelid)) AND NOT EXISTS(SELECT 1
      FROM pg_catalog.pg_type el WHERE el.oid = t.typelem AND el.typarray = t.oid) AND n.nspname <> 'pg_catalog' ORDER BY 1`,
    [],
  ],
  [
    "whoever wants the columns of keys",
    `select k.table_name, k.column_name, k.ordinal_position, t.constraint_type from information_schema.table_constraints as t
      join information_schema.key_column_usage as k on t.constraint_name = k.constraint_name order by 4, 1, 3`,
    [
      ["plays", "song", "1", "FOREIGN KEY"],
      ["songs", "song_id", "1", "PRIMARY KEY"],
      ["plays", "started", "1", "UNIQUE"],
      ["plays", "song", "2", "UNIQUE"],
    ],
  ],
  [
    "whoever wants lengths and precisions",
    `select column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable, udt_name
      from information_schema.columns where table_name = 'songs' order by ordinal_position`,
    [
      ["song_id", "character varying", "18", null, null, "NO", "varchar"],
      ["duration", "numeric", null, "9", "5", "YES", "numeric"],
    ],
  ],
];

describe("the question of", () => {
  it.each(QUESTIONS)("%s has its answer", async (_, sql, answer) => {
    expect(await rows(sql)).toEqual(answer);
  });

  it.each(QUESTIONS)("%s reaches DuckDB with every cast written", async (_, sql) => {
    expect(await database.faultsOf(sql)).toEqual([]);
  });
});

describe("the catalogue", () => {
  it("knows the session", async () => {
    const answer = await ask(
      "select current_database(), current_user, current_schema(), current_setting('search_path'), current_schemas(false), current_schemas(true)",
    );
    expect(answer.rows).toEqual([["sparkify", "dwh", "public", "public", "{public}", "{pg_catalog,public}"]]);
    expect(answer.columns.map(({ type }) => type)).toEqual([
      "name",
      "name",
      "name",
      "character varying(65535)",
      "name[]",
      "name[]",
    ]);
  });

  it("follows the settings of its session", () =>
    within(async (session) => {
      const value = async (sql: string) => (await session.execute(sql)).rows[0]?.[0];
      await session.execute("set search_path to other");
      expect(await value("select setting from pg_settings where name = 'search_path'")).toBe("other");
      expect(await value("select 'notes'::regclass")).toBe("notes");
      expect(await value("select oid::regclass from pg_class where relname = 'songs'")).toBe("public.songs");
      expect(await value("select count(*) from pg_class where pg_table_is_visible(oid)")).toBe("1");
    }));

  it("tells the parameters that nobody sets", async () => {
    expect(await rows("show server_version")).toEqual([["8.0.2"]]);
    await expect(ask("set server_version to 9")).rejects.toMatchObject({ sqlState: "42704" });
  });

  it("tells the types of PostgreSQL's columns, before a question is answered and with its answer", async () => {
    const sql = "select oid, relname, relkind, relnatts, relowner, relacl, oid::regclass from pg_class";
    const types = ["oid", "name", '"char"', "smallint", "integer", "character varying[]", "regclass"];
    expect((await within((session) => session.describe(sql))).columns.map(({ type }) => type)).toEqual(types);
    expect((await ask(sql)).columns.map(({ type }) => type)).toEqual(types);
  });

  it("tells users and groups, and each of them what it may see (DG SVV_USER_INFO)", async () => {
    const reader: SessionUser = {
      name: "reader",
      seesOthers: () => false,
      users: () => [
        { name: "dwh", superuser: true, syslogAccess: "RESTRICTED" },
        { name: "reader", superuser: false, syslogAccess: "UNRESTRICTED" },
      ],
      groups: () => ["readers"],
    };
    await within(async (session) => {
      const told = async (sql: string) => (await session.execute(sql)).rows;
      expect(await told("select usename, usesuper from pg_user order by 1")).toEqual([
        ["dwh", "t"],
        ["reader", "f"],
      ]);
      expect(await told("select user_name, superuser, syslog_access from svv_user_info")).toEqual([
        ["reader", "f", "UNRESTRICTED"],
      ]);
      expect(await told("select groname from pg_group")).toEqual([["readers"]]);
      expect(
        await told("select usename from pg_user_info where usesuper and usename = current_user"),
      ).toEqual([]);
    }, reader);
  });

  it("is told of who is connected beside it", async () => {
    expect(
      await rows(
        "select s.user_name, u.usesuper from stv_sessions as s join pg_user as u on u.usename = s.user_name",
      ),
    ).toEqual([["dwh", "t"]]);
  });

  it("tells the query of a view by its number", async () => {
    expect(await values("select pg_get_viewdef(oid) from pg_class where relname = 'long'")).toEqual([
      "select song_id from songs where duration > 300;",
    ]);
  });
});

// PostgreSQL 8.0, "Object Identifier Types".
describe("the number of an object", () => {
  it.each([
    ["select 'songs'::regclass", "songs"],
    ["select 'public.songs'::regclass", "songs"],
    [`select '"songs"'::regclass`, "songs"],
    ["select 'other.notes'::regclass", "other.notes"],
    ["select 'pg_catalog.pg_user'::regclass", "pg_user"],
    ["select 1259::regclass", "pg_class"],
    ["select '1259'::regclass", "pg_class"],
    ["select 7::regclass", "7"],
    ["select '-'::regclass", "-"],
    ["select 'pg_class'::regclass::oid", "1259"],
    ["select 'pg_class'::regclass::varchar || '!'", "pg_class!"],
    ["select 'int'::regtype", "integer"],
    ["select 'pg_catalog.varchar'::regtype::oid", "1043"],
    ["select 1700::regtype", "numeric"],
    ["select 'array_in'::regproc::oid", "750"],
    ["select 750::regproc", "array_in"],
    ["select null::regclass", null],
    ["select relname from pg_class where oid = 'songs'::regclass", "songs"],
    ["select relname from pg_class where oid::regclass = 'songs'::regclass", "songs"],
    ["select relname from pg_class where oid in ('songs'::regclass, 7)", "songs"],
    ["select max(oid) = min(oid) from pg_class where relname = 'songs'", "t"],
    ["select count(*) from pg_class where oid = 16384", "0"],
    ["select count(*) from pg_class where oid = '16384'", "0"],
    ["select count(*) from pg_class where oid = 16384::bigint", "0"],
    ["select oid::bigint > 0 from pg_class where relname = 'songs'", "t"],
  ])("%s", async (sql, value) => {
    expect(await values(sql)).toEqual([value]);
  });
});

describe("an array", () => {
  it.each([
    ["select (current_schemas(true))[1]", "pg_catalog"],
    ["select (current_schemas(true))[3]", null],
    // pgcli's completion, and its \\d (dbcommands.py of pgspecial: `reltriggers` is PostgreSQL 8.0's).
    ["select array_to_string(current_schemas, '/') from current_schemas(true)", "pg_catalog/public"],
    ["select reltriggers > 0 as relhastriggers from pg_catalog.pg_class where relname = 'songs'", "f"],
    ["select array_to_string(current_schemas(true), '/')", "pg_catalog/public"],
    ["select array_upper(current_schemas(true), 1)", "2"],
    ["select array_lower(current_schemas(true), 1)", "1"],
    ["select array_upper(current_schemas(true), 2)", null],
    ["select conkey::varchar from pg_constraint where contype = 'u'", "{1,2}"],
    ["select 'public' <> all(current_schemas(true))", "f"],
    ["select conkey || conkey from pg_constraint where contype = 'u'", "{1,2,1,2}"],
    ["select conkey || array(select 70000) from pg_constraint where contype = 'u'", "{1,2,70000}"],
    ["select array(select attnum from pg_attribute where attrelid = 'plays'::regclass order by 1)", "{1,2}"],
    ["select array_to_string(array(select relname from pg_class where relkind = 'v'), ',')", "long"],
    [
      "select sum(n) from pg_catalog.unnest((select conkey from pg_constraint where contype = 'u')) as u (n)",
      "3",
    ],
    ["select 3 = any(conkey) from pg_constraint where contype = 'u'", "f"],
    ["select relname from pg_class where relkind = any('{v,m}')", "long"],
    ["select count(*) from pg_class where relname = any('{}')", "0"],
    ["select relname = any('{songs,null}') from pg_class where relname = 'plays'", null],
    ["select relname = any('{plays,null}') from pg_class where relname = 'plays'", "t"],
    ["select relname <> all('{songs,notes}') from pg_class where relname = 'plays'", "t"],
    ["select relname <> all('{songs,null}') from pg_class where relname = 'plays'", null],
    ["select relname <> all('{plays,null}') from pg_class where relname = 'plays'", "f"],
    ["select relname = all('{plays,songs}') from pg_class where relname = 'plays'", "f"],
    ["select relnatts >= all('{1,200}') from pg_class where relname = 'plays'", "f"],
    ["select relname <> any('{plays,songs}') from pg_class where relname = 'plays'", "t"],
    ["select relnatts = any('{2,3}') from pg_class where relname = 'plays'", "t"],
    [
      `select relname = any('{${Array.from({ length: 50_000 }, (_, at) => `t${at}`).join()},songs}') from pg_class where relname = 'songs'`,
      "t",
    ],
    [`select count(*) from pg_class where relname <> all('{"songs",plays,notes}')`, "1"],
  ])("%s", async (sql, value) => {
    expect(await values(sql)).toEqual([value]);
  });

  it("is shown with quotes where it has to be", async () => {
    await within(async (session) => {
      await session.execute("set search_path to ''");
      expect((await session.execute("select current_schemas(true), current_schemas(false)")).rows).toEqual([
        ["{pg_catalog}", "{}"],
      ]);
      await session.execute('set search_path to "a b", "null", other');
      expect((await session.execute("select current_schemas(false)")).rows).toEqual([
        ['{"a b","null",other}'],
      ]);
    });
  });
});

describe("what types decide", () => {
  it.each([
    ["select 1 from pg_class where oid = relname", "42883", "operator does not exist: oid = name"],
    ["select 1 from pg_class where oid = 'songs'", "22P02", 'invalid input syntax for type oid: "songs"'],
    ["select 1 from pg_class where oid in ('songs')", "22P02", 'invalid input syntax for type oid: "songs"'],
    ["select 1 from pg_class where oid = '4294967296'", "22003", "out of range for type oid"],
    ["select 1 from pg_class where oid = 1.5", "42883", "operator does not exist: oid = numeric"],
    ["select oid + 1 from pg_class", "42883", "operator does not exist: oid + integer"],
    ["select relname::int from pg_class", "22P02", "invalid input syntax for integer"],
    ["select 1 from pg_class c join pg_attribute a on a.attname = c.oid", "42883", "name = oid"],
    ["select case when true then oid else relname end from pg_class", "42804", "oid and name"],
    ["select oid from pg_class union select relname from pg_class", "42804", "oid and name"],
    ["select sum(relname) from pg_class", "42883", "sum(name)"],
    ["select sum(oid) from pg_class", "42883", "sum(oid)"],
    ["select 1 from pg_class where relkind", "42804", 'not type "char"'],
    ["select pg_table_is_visible(relname) from pg_class", "42883", "pg_table_is_visible(name)"],
    ["select 'x' = any(conkey) from pg_constraint", "22P02", "invalid input syntax for integer"],
    ["select relname = any(oid) from pg_class", "42809", "requires a query"],
    ["select conkey || current_schemas(true) from pg_constraint", "42883", "smallint[] || name[]"],
    ["select array(select oid, relname from pg_class)", "42601", "only one column"],
    ["select n from pg_catalog.unnest(1) as g (n)", "42883", "unnest(integer)"],
    ["select relname[1] from pg_class", "42809", "navigation"],
    ["select 'nope'::regclass", "42P01", 'relation "nope" does not exist'],
    ["select 'a b'::regclass", "42602", "invalid name syntax"],
    ["select 'nope'::regtype", "42704", 'type "nope" does not exist'],
    ["select 'nope'::regproc", "42883", 'function "nope" does not exist'],
    ["select relname::regclass from pg_class", "42846", "cannot cast type name to regclass"],
    ["select current_setting('nope')", "42704", "unrecognized configuration parameter"],
    ["select current_setting(relname) from pg_class", "0A000", "literal"],
    ["select pg_catalog.no_such_function(oid) from pg_class", "42883", "no_such_function(oid)"],
    ["select no_such_column from pg_class", "42703", "no_such_column"],
    ["select c.no_such_column from pg_class as c", "42703", "no_such_column"],
    ["select other.relname from pg_class as c", "42P01", "other"],
    ["select relname::no_such_type from pg_class", "42704", "no_such_type"],
    ["select relname from pg_class order by 99", "42P10", "99"],
    ["select relname from pg_class limit -1", "22023", "negative"],
    ["select relname from pg_class where relname ~ '('", "2201B", "regular expression"],
    ["select obj_description()", "42883", "obj_description()"],
    ["select * from pg_catalog.songs", "42P01", "songs"],
    ["select n from generate_series('a', 2) as g (n)", "22P02", "integer"],
    ["select n from generate_series(true, false) as g (n)", "42883", "generate_series(boolean, boolean)"],
    ["select n from generate_series(1, 3) as g (n), songs", "0A000", "not supported on Redshift tables"],
    ["select pg_is_in_recovery(), (select content from read_text('/etc/hostname'))", "42883", "read_text"],
  ])("%s", async (sql, sqlState, says) => {
    await expect(ask(sql)).rejects.toMatchObject({
      sqlState,
      message: expect.stringContaining(says) as string,
    });
  });

  // PostgreSQL 8.0 casts both to text by itself; the guide is silent about names.
  it("compares a name with a number as texts", async () => {
    expect(await values("select count(*) from pg_class where relname = 5")).toEqual(["0"]);
  });

  it.each([
    ["create table x as select oid from pg_class", 'column "oid" has unsupported type "oid"'],
    ["create table x as select relname from pg_class", 'column "relname" has unsupported type "name"'],
    ["create table x (a oid)", "a column of a table cannot be of type oid"],
    ["create table x (a name)", "a column of a table cannot be of type name"],
    ["alter table other.notes add column a regclass", "a column of a table cannot be of type regclass"],
  ])('of a table they are none (DG "Unsupported PostgreSQL data types"): %s', async (sql, message) => {
    await expect(ask(sql)).rejects.toMatchObject({ sqlState: "0A000", message });
  });

  it("of a view they may be", async () => {
    await ask("create view numbers as select oid, oid::regclass as object, relname from pg_class");
    const { columns, rows: told } = await ask(
      "select object, relname from numbers where object = 'songs'::regclass",
    );
    expect([columns.map(({ type }) => type), told]).toEqual([["regclass", "name"], [["songs", "songs"]]]);
    await ask("drop view numbers");
  });
});
