/** What the local warehouse tells of its tables and views, as the pages of the Database Developer Guide (DG) say. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../src/warehouse/local/open.ts";
import type { LocalSession } from "../../../src/warehouse/local/session.ts";
import type { Result } from "../../../src/warehouse/warehouse.ts";

let warehouse: LocalWarehouse;
beforeEach(async () => {
  warehouse = await openLocalWarehouse({
    path: ":memory:",
    database: "dev",
    store: {} as Store,
    now: () => new Date(0),
    threads: 1,
  });
});
afterEach(() => warehouse.close());

/** Runs statements on one session; the result of the last one. */
const runOn = async (session: LocalSession, statements: readonly string[]): Promise<Result> => {
  const [last = "", ...before] = statements.toReversed();
  for (const statement of before.toReversed()) await session.execute(statement);
  return session.execute(last);
};
const result = (...statements: readonly string[]): Promise<Result> =>
  warehouse.withSession((session) => runOn(session, statements));
const run = async (...statements: readonly string[]) => (await result(...statements)).rows;
const failure = (...statements: readonly string[]): Promise<unknown> =>
  run(...statements).then(
    () => undefined,
    (error: unknown) => error,
  );

const TABLES = [
  "create schema s1",
  "create table s1.test_table (id integer distkey, name varchar(50), date_col date, amount numeric(10,2)) compound sortkey (id, name)",
  "create view s1.regular_view as select id, name from s1.test_table",
  "create materialized view s1.manual_mv auto refresh yes as select amount from s1.test_table",
  "create view s1.late_binding_view as select id + 1::bigint as more, name from s1.test_table with no schema binding",
];

describe('SHOW TABLES (DG "SHOW TABLES")', () => {
  it("tells tables and views by their sorts, in the page's columns, by name", async () => {
    await run(
      ...TABLES,
      "create table s1.auto (a integer)",
      "create table s1.everywhere (a integer) diststyle all",
    );
    const shown = await result("show tables from schema dev.s1");
    expect(shown.command).toBe("SHOW");
    expect(shown.columns.map(({ name }) => name).join(" ")).toBe(
      "database_name schema_name table_name table_type table_acl remarks owner last_altered_time last_modified_time dist_style table_subtype",
    );
    expect(shown.columns.at(7)).toEqual({ name: "last_altered_time", type: "timestamp without time zone" });
    expect(shown.rows.map((row) => [row[0], row[1], row[2], row[3], row[6], row[9], row[10]])).toEqual([
      ["dev", "s1", "auto", "TABLE", "dwh", "AUTO (ALL)", "REGULAR TABLE"],
      ["dev", "s1", "everywhere", "TABLE", "dwh", "ALL", "REGULAR TABLE"],
      ["dev", "s1", "late_binding_view", "VIEW", "dwh", null, "LATE BINDING VIEW"],
      ["dev", "s1", "manual_mv", "VIEW", "dwh", null, "MATERIALIZED VIEW"],
      ["dev", "s1", "regular_view", "VIEW", "dwh", null, "REGULAR VIEW"],
      ["dev", "s1", "test_table", "TABLE", "dwh", "KEY(id)", "REGULAR TABLE"],
    ]);
  });

  it.each([
    ["like '%view' limit 1", ["late_binding_view"]],
    ["like 'manual_m_'", ["manual_mv"]],
    ["like 'regular\\\\_%'", ["regular_view"]],
    ["like 'regular\\\\_'", []],
    ["like 'REGULAR%'", []],
    ["like 'test_table'", ["test_table"]],
    ["limit 0", []],
  ])("is filtered: %s", async (filter, names) => {
    await run(...TABLES);
    expect((await run(`show tables from schema s1 ${filter}`)).map((row) => row[2])).toEqual(names);
  });

  it("says what its result will look like before it runs", async () => {
    const { columns } = await warehouse.withSession((session) =>
      session.describe("show tables from schema public"),
    );
    expect(columns).toHaveLength(11);
  });

  // The page does not say what becomes of a schema that is not there.
  it.each([
    ["show tables from schema nope", "3F000"],
    ["show tables from schema other.public", "0A000"],
    ["show tables from schema public limit 10001", "22023"],
    ["show schemas from database other", "0A000"],
    ["show columns from table public.nope", "42P01"],
    ["show columns from table other.public.nope", "0A000"],
    ["show databases", "0A000"],
  ])("refuses %s", async (statement, sqlState) => {
    expect(await failure(statement)).toMatchObject({ sqlState });
  });
});

describe('SHOW COLUMNS (DG "SHOW COLUMNS")', () => {
  it("tells the page's example as the page does", async () => {
    const shown = await result(
      "create schema demo_schema",
      `create table demo_schema.compound_sort_table (id integer encode delta32k distkey, name varchar(50) encode lzo, date_col date encode delta,
       amount numeric(10,2) encode mostly16) compound sortkey (id, name)`,
      "show columns from table demo_schema.compound_sort_table",
    );
    expect(shown.columns.map(({ name }) => name).join(" ")).toBe(
      "database_name schema_name table_name column_name ordinal_position column_default is_nullable data_type character_maximum_length " +
        "numeric_precision numeric_scale remarks sort_key_type sort_key dist_key encoding collation",
    );
    expect(shown.rows.map((row) => row.slice(3))).toEqual([
      ["id", "1", null, "YES", "integer", null, "32", "0", null, "COMPOUND", "1", "1", "delta32k", null],
      [
        "name",
        "2",
        null,
        "YES",
        "character varying",
        "50",
        null,
        null,
        null,
        "COMPOUND",
        "2",
        null,
        "lzo",
        "default",
      ],
      ["date_col", "3", null, "YES", "date", null, null, null, null, null, "0", null, "delta", null],
      ["amount", "4", null, "YES", "numeric", null, "10", "2", null, null, "0", null, "mostly16", null],
    ]);
  });

  it("counts an interleaved key as PG_TABLE_DEF does, and calls no encoding raw", async () => {
    const rows = await run(
      "create table t22 (col1 integer encode mostly8, col2 varchar(100) encode text255, col3 timestamp encode raw) interleaved sortkey (col1, col2)",
      "show columns from table dev.public.t22",
    );
    expect(rows.map((row) => [row[3], row[12], row[13], row[15]])).toEqual([
      ["col1", "INTERLEAVED", "-1", "mostly8"],
      ["col2", "INTERLEAVED", "2", "text255"],
      ["col3", null, "0", "raw"],
    ]);
  });

  it("tells the columns of views, of late-binding ones as they are now", async () => {
    await run(...TABLES);
    const types = async (view: string) =>
      (await run(`show columns from table s1.${view}`)).map((row) => [row[3], row[7]]);
    expect(await types("regular_view")).toEqual([
      ["id", "integer"],
      ["name", "character varying"],
    ]);
    expect(await types("late_binding_view")).toEqual([
      ["more", "bigint"],
      ["name", "character varying"],
    ]);
    await run("drop table s1.test_table cascade");
    expect(await types("late_binding_view")).toEqual([]);
  });
});

it('SHOW SCHEMAS tells the schemas of the database (DG "SHOW SCHEMAS")', async () => {
  const shown = await result(...TABLES, "show schemas from database dev");
  expect(shown.columns.map(({ name }) => name).join(" ")).toBe(
    "database_name schema_name schema_owner schema_type schema_acl source_database schema_option",
  );
  expect(shown.rows.map((row) => [row[1], row[3]])).toEqual([
    ["information_schema", "local"],
    ["pg_catalog", "local"],
    ["public", "local"],
    ["s1", "local"],
  ]);
  expect(await run("show schemas from database dev like 's_'")).toHaveLength(1);
});

describe("SVV views of Redshift's objects", () => {
  it('tell schemas (DG "SVV_REDSHIFT_SCHEMAS")', async () => {
    expect(
      await run(
        ...TABLES,
        "select database_name, schema_name, schema_type from svv_redshift_schemas where schema_name = 's1'",
      ),
    ).toEqual([["dev", "s1", "local"]]);
  });

  it('tell tables and views (DG "SVV_REDSHIFT_TABLES")', async () => {
    expect(
      await run(...TABLES, "select schema_name, table_name, table_type from svv_redshift_tables order by 2"),
    ).toEqual([
      ["s1", "late_binding_view", "VIEW"],
      ["s1", "manual_mv", "VIEW"],
      ["s1", "regular_view", "VIEW"],
      ["s1", "test_table", "TABLE"],
    ]);
  });

  it('tell columns with their whole types (DG "SVV_REDSHIFT_COLUMNS", whose example has numeric(8,2) in two cells)', async () => {
    expect(
      await run(
        ...TABLES,
        `select table_name, column_name, ordinal_position, data_type, is_nullable, encoding, distkey, sortkey from svv_redshift_columns
         where table_name in ('test_table', 'late_binding_view') order by 1, 3`,
      ),
    ).toEqual([
      ["late_binding_view", "more", "1", "bigint", "YES", null, "f", "0"],
      ["late_binding_view", "name", "2", "character varying(50)", "YES", null, "f", "0"],
      ["test_table", "id", "1", "integer", "YES", "none", "t", "1"],
      ["test_table", "name", "2", "character varying(50)", "YES", "none", "f", "2"],
      ["test_table", "date_col", "3", "date", "YES", "az64", "f", "0"],
      ["test_table", "amount", "4", "numeric(10,2)", "YES", "az64", "f", "0"],
    ]);
  });

  it('tell the state of materialized views (DG "SVV_MV_INFO", "STV_MV_INFO")', async () => {
    await run(...TABLES);
    expect(await run("select database_name, schema_name, name, state, autorefresh from svv_mv_info")).toEqual(
      [["dev", "s1", "manual_mv", "0", "t"]],
    );
    expect(await run("select db_name, schema, name, is_stale, autorewrite from stv_mv_info")).toEqual([
      ["dev", "s1", "manual_mv", "u", "f"],
    ]);
  });
});

describe('SVV_TABLE_INFO (DG "SVV_TABLE_INFO")', () => {
  it.each([
    ["diststyle even", "EVEN", "AUTO(SORTKEY)"],
    ["diststyle key distkey (a)", "KEY(a)", "AUTO(SORTKEY)"],
    ["diststyle all sortkey (b)", "ALL", "b"],
    ["diststyle auto interleaved sortkey (b)", "AUTO(ALL)", "INTERLEAVED"],
    ["", "AUTO(ALL)", "AUTO(SORTKEY)"],
  ])("tells the style of a table with %s", async (attributes, style, sortKey) => {
    expect(
      await run(
        `create table t (a integer, b varchar(7)) ${attributes}`,
        "insert into t values (1, 'x'), (2, 'y')",
        'select database, schema, "table", encoded, diststyle, sortkey1, max_varchar, tbl_rows from svv_table_info',
      ),
    ).toEqual([["dev", "public", "t", "Y", style, sortKey, "7", "2"]]);
  });

  it("tells the keys that ALTER TABLE gives", async () => {
    expect(
      await run(
        "create table t (a integer)",
        "insert into t values (1)",
        "alter table t alter diststyle key distkey a",
        "alter table t alter sortkey (a)",
        "select diststyle, sortkey1, sortkey_num from svv_table_info",
      ),
    ).toEqual([["KEY(a)", "a", "1"]]);
    expect(
      await run("alter table t alter sortkey none", "select sortkey1, sortkey_num from svv_table_info"),
    ).toEqual([[null, "0"]]);
  });

  it('has no empty tables, and materialized views, EVEN where nothing is declared (DG "CREATE MATERIALIZED VIEW")', async () => {
    expect(
      await run(
        ...TABLES,
        "create materialized view m distkey (one) as select 1 as one",
        "create materialized view n as select 1 as one",
        'select "table", diststyle from svv_table_info order by 1',
      ),
    ).toEqual([
      ["m", "KEY(one)"],
      ["n", "EVEN"],
    ]);
  });
});

describe('a temporary table (DG "search_path": the schema pg_temp_nnn of the session)', () => {
  const QUESTIONS = {
    pg_table_def: "select schemaname from pg_table_def where tablename = 'mine'",
    svv_columns: "select table_schema from svv_columns where table_name = 'mine'",
    svv_redshift_columns: "select schema_name from svv_redshift_columns where table_name = 'mine'",
    "information_schema.tables":
      "select table_schema from information_schema.tables where table_type = 'LOCAL TEMPORARY'",
    "information_schema.columns":
      "select table_schema from information_schema.columns where table_name = 'mine'",
    pg_class_info:
      "select n.nspname from pg_class_info as c join pg_namespace as n on n.oid = c.relnamespace where c.relname = 'mine'",
    svv_table_info: "select schema from svv_table_info where \"table\" = 'mine'",
  };

  it.each(Object.entries(QUESTIONS))("is in %s, for its session alone", async (_, question) => {
    await warehouse.withSession(async (one) => {
      await runOn(one, ["create temp table mine (a integer) diststyle all", "insert into mine values (1)"]);
      expect((await one.execute(question)).rows).toEqual([[`pg_temp_${one.id}`]]);
      await warehouse.withSession(async (other) => {
        expect((await other.execute(question)).rows).toEqual([]);
        await runOn(other, ["create temp table mine (b date)", "insert into mine values ('2018-11-01')"]);
        expect((await other.execute(question)).rows).toEqual([[`pg_temp_${other.id}`]]);
      });
    });
  });

  it("goes with its transaction, and when it is dropped", async () => {
    const names = "select tablename from pg_table_def order by 1";
    await warehouse.withSession(async (session) => {
      const told = async (...statements: readonly string[]) =>
        (await runOn(session, [...statements, names])).rows;
      expect(await told("create temp table a as select 1 as one")).toEqual([["a"]]);
      expect(
        await told("begin", "create temp table b as select 1 as one", "alter table a rename to c"),
      ).toEqual([["b"], ["c"]]);
      expect(await told("rollback")).toEqual([["a"]]);
      expect(await told("drop table a")).toEqual([]);
    });
  });

  it("is not shown by SHOW TABLES", async () => {
    expect(await run("create temp table mine (a integer)", "show tables from schema public")).toEqual([]);
  });
});

it("a view of a file that was made before views were kept in the catalogue is read as ever", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dwh-older-"));
  const path = join(folder, "older.duckdb");
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run("CREATE SCHEMA public; CREATE VIEW public.older AS SELECT 1 AS one");
  connection.closeSync();
  instance.closeSync();
  const opened = await openLocalWarehouse({ path, store: {} as Store, now: () => new Date(0) });
  try {
    const { rows } = await opened.withSession((session) => session.execute("select one from older"));
    expect(rows).toEqual([["1"]]);
  } finally {
    opened.close();
    rmSync(folder, { recursive: true });
  }
});

describe("what was looked up in a transaction", () => {
  it.each(["commit", "rollback"])(
    "is looked up anew after its %s, when somebody else has changed it",
    async (end) => {
      await warehouse.withSession(async (one) => {
        await runOn(one, ["create table t (a integer)", "begin", "select * from t", end]);
        await warehouse.withSession((other) => other.execute("alter table t add column b integer"));
        expect((await one.describe("select * from t")).columns.map(({ name }) => name)).toEqual(["a", "b"]);
      });
    },
  );

  it("is what the transaction itself has made of it", async () => {
    await warehouse.withSession(async (session) => {
      await runOn(session, ["create table t (a integer)", "create table r (z date)", "begin"]);
      const columns = async (...statements: readonly string[]) =>
        (await runOn(session, [...statements, "select * from t"])).columns.map(({ name }) => name);
      expect(await columns()).toEqual(["a"]);
      expect(await columns("alter table t add column b integer")).toEqual(["a", "b"]);
      expect(await columns("drop table t", "alter table r rename to t")).toEqual(["z"]);
      expect(await columns("drop table t", "create view t as select 1 as one")).toEqual(["one"]);
      expect(await columns("create temp table t (mine integer)")).toEqual(["mine"]);
    });
  });
});

describe("a late-binding view", () => {
  const COLUMNS =
    "select * from pg_get_late_binding_view_cols() cols(view_schema name, view_name name, col_name name, col_type varchar, col_num int)";

  it('has the columns that it would have now, by a function (DG "PG_GET_LATE_BINDING_VIEW_COLS")', async () => {
    await run(...TABLES, "create view s1.astray as select * from s1.nowhere with no schema binding");
    expect(await run(COLUMNS)).toEqual([
      ["s1", "late_binding_view", "more", "bigint", "1"],
      ["s1", "late_binding_view", "name", "character varying(50)", "2"],
    ]);
    await run("create table s1.nowhere (d decimal(8, 2))");
    expect(await run(`${COLUMNS} where view_name = 'astray'`)).toEqual([
      ["s1", "astray", "d", "numeric(8,2)", "1"],
    ]);
  });

  it.each([
    ["select * from pg_get_late_binding_view_cols()", "42601"],
    ["select * from pg_get_late_binding_view_cols() as c(a name, b name)", "42804"],
    ["select * from pg_lock_status() as n", "0A000"],
  ])("refuses %s", async (statement, sqlState) => {
    expect(await failure(statement)).toMatchObject({ sqlState });
  });
});

describe("PostgreSQL's catalogue", () => {
  it('tells types by their numbers (PostgreSQL 8.0, "pg_attribute", "System Catalog Information Functions")', async () => {
    expect(
      await run(
        ...TABLES,
        `select a.attname, a.atttypid, format_type(a.atttypid, a.atttypmod) from pg_attribute as a
         join pg_class as c on c.oid = a.attrelid where c.relname = 'test_table' order by a.attnum`,
      ),
    ).toEqual([
      ["id", "23", "integer"],
      ["name", "1043", "character varying(50)"],
      ["date_col", "1082", "date"],
      ["amount", "1700", "numeric(10,2)"],
    ]);
  });

  it("tells views with their queries, and a whole statement where a view is more than its query", async () => {
    await run(...TABLES);
    expect(await run("select viewname, definition from pg_views order by 1")).toEqual([
      [
        "late_binding_view",
        "create view s1.late_binding_view as select id + 1::bigint as more, name from s1.test_table with no schema binding;",
      ],
      ["manual_mv", "create materialized view s1.manual_mv as select amount from s1.test_table;"],
      ["regular_view", "select id, name from s1.test_table;"],
    ]);
    expect(
      await run("select table_name from information_schema.views where table_catalog = 'dev' order by 1"),
    ).toHaveLength(3);
  });

  it("tells keys", async () => {
    expect(
      await run(
        "create table p (a integer primary key)",
        "create table f (a integer references p (a), b integer unique)",
        "select table_name, constraint_name, constraint_type from information_schema.table_constraints order by 1, 2",
      ),
    ).toEqual([
      ["f", "f_a_fkey", "FOREIGN KEY"],
      ["f", "f_b_key", "UNIQUE"],
      ["p", "p_pkey", "PRIMARY KEY"],
    ]);
  });

  it("has nothing of DuckDB's own", async () => {
    expect(await failure("select * from information_schema.character_sets")).toMatchObject({
      sqlState: "42P01",
    });
    expect(await failure("select * from pg_catalog.pg_stats")).toMatchObject({ sqlState: "42P01" });
    expect(await run("select * from information_schema.tables")).toEqual([]);
  });

  it("knows a table of its own by name where a client casts it", async () => {
    expect(await run("select 'pg_class'::regclass = 1259, 'pg_catalog.pg_rewrite'::regclass = 2618")).toEqual(
      [["t", "t"]],
    );
    expect(await failure("select 'songs'::regclass")).toMatchObject({ sqlState: "42P01" });
  });
});

it("a schema is made and dropped with the database before its name", async () => {
  expect(
    await run(
      'create schema "dev"."x"',
      "create table dev.x.t (a integer)",
      "drop schema dev.x cascade",
      "select count(*) from svv_tables",
    ),
  ).toEqual([["0"]]);
  expect(await failure("create schema other.x")).toMatchObject({ sqlState: "0A000" });
  expect(await failure("drop schema other.public")).toMatchObject({ sqlState: "0A000" });
});
