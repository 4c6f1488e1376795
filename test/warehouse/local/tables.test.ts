import { describe, expect, it } from "vitest";
import { localStatements } from "../../support/local-statements.ts";

const { run, failure } = localStatements();
const columnsOf = (table: string): string =>
  `select "column", type, encoding, distkey, sortkey, "notnull" from pg_table_def where tablename = '${table}'`;

const SOURCE = [
  "create table t (id bigint identity(1, 1), a integer, b varchar(3) default 'x', c decimal(8, 2) not null distkey) sortkey (a)",
  "insert into t (a, c) values (1, 1.5), (2, 2.5)",
];

describe("a table made of a query", () => {
  it("has its rows, its types, and the names that are given", async () => {
    expect(
      await run(
        ...SOURCE,
        "create table u (k, n, total) diststyle all as select b, count(*), sum(c) from t group by b",
        "select * from u",
      ),
    ).toEqual([["x", "2", "4.00"]]);
    expect(await run(columnsOf("u"))).toEqual([
      ["k", "character varying(3)", "lzo", "f", "0", "f"],
      ["n", "bigint", "az64", "f", "0", "f"],
      ["total", "numeric(38,2)", "az64", "f", "0", "f"],
    ]);
  });

  it("can be in brackets, and of SELECT INTO", async () => {
    expect(await run(...SOURCE, "create table u as (select a from t)", "select count(*) from u")).toEqual([
      ["2"],
    ]);
    expect(await run("select a, b into v from t where a = 1", "select * from v")).toEqual([["1", "x"]]);
    expect(
      await run("select a into temp w from t", "select top 1 a from t", "select count(*) from w"),
    ).toEqual([["2"]]);
  });

  it("needs as many names as columns, and each name once", async () => {
    expect(await failure("create table u (a) as select 1, 2")).toMatchObject({ sqlState: "42601" });
    expect(await failure("create table u as select 1, 2")).toMatchObject({
      message: 'column "?column?" duplicated',
      sqlState: "42701",
    });
  });

  it("takes an INSERT of a query, in brackets or not", async () => {
    expect(
      await run(
        ...SOURCE,
        "create table u as select a from t",
        "insert into u select top 1 a from t order by a desc",
        "insert into u (select a from t)",
        "insert into u with w as (select 9 as a) select a from w",
        "select a from u order by a",
      ),
    ).toEqual([["1"], ["1"], ["2"], ["2"], ["2"], ["9"]]);
  });
});

describe("a table whose name has to be quoted, and one in a schema", () => {
  it.each([
    ['"group"', "public", "group"],
    ["mart.levels", "mart", "levels"],
    ['mart."two words"', "mart", "two words"],
  ])("%s is filled, altered, renamed, listed and dropped as any other", async (table, schema, name) => {
    const there = `select count(*) from svv_tables where table_schema = '${schema}' and table_name = '${name}'`;
    expect(
      await run(
        "create schema if not exists mart",
        `create table ${table} (id bigint identity(1, 1), a varchar(3) not null)`,
        `create table if not exists ${table} (a integer)`,
        `insert into ${table} (a) values ('x')`,
        `alter table ${table} add column b integer default 2`,
        `lock ${table}`,
        `create table copied (like ${table})`,
        `create table made as select * from ${table}`,
        `select t.a, t.b, ${table}.b from ${table} as t join ${table} on true`,
      ),
    ).toEqual([["x", "2", "2"]]);
    expect(await run(`select a, b from ${table}`)).toEqual([["x", "2"]]);
    expect(await run(there)).toEqual([["1"]]);
    expect(await failure(`insert into ${table} (a) values ('four')`)).toMatchObject({ sqlState: "22001" });
    expect(await run(`alter table ${table} rename to "order"`, there)).toEqual([["0"]]);
    const renamed = schema === "public" ? '"order"' : `${schema}."order"`;
    expect(
      await run(`select a, b from ${renamed}`, `drop table ${renamed}`, "select count(*) from svv_tables"),
    ).toEqual([["2"]]);
  });

  it.each([
    [
      'select * from "no such"',
      { sqlState: "42P01", message: 'relation "no such" does not exist', position: { line: 1, column: 15 } },
    ],
    ['select * from mart."no such"', { sqlState: "42P01", position: { line: 1, column: 15 } }],
    [
      "select * from nowhere.t",
      {
        sqlState: "42P01",
        message: 'relation "nowhere.t" does not exist',
        position: { line: 1, column: 15 },
      },
    ],
    [
      'create table mart."two words" (a integer)',
      { sqlState: "42P07", message: 'Relation "two words" already exists' },
    ],
    [
      "insert into mart.\"two words\" values (null, 'abc')",
      { sqlState: "23502", message: "Cannot insert a NULL value into column my id" },
    ],
    ["insert into mart.\"two words\" values (1, 'abcd')", { sqlState: "22001" }],
    [
      'create table "no schema".t (a integer)',
      { sqlState: "3F000", message: 'schema "no schema" does not exist' },
    ],
    ["copy \"no such\" from 'x' iam_role default format as json 'auto'", { sqlState: "42P01" }],
  ])("is told of in %s", async (statement, error) => {
    await run("create schema mart", 'create table mart."two words" ("my id" integer not null, a varchar(3))');
    expect(await failure(statement)).toMatchObject(error);
  });

  it("is gone from the lists with its schema", async () => {
    expect(
      await run(
        "create schema mart",
        "create table mart.levels (a integer)",
        "drop schema mart cascade",
        "select (select count(*) from svv_tables) + (select count(*) from pg_table_def)",
      ),
    ).toEqual([["0"]]);
  });

  it("is the same with the default schema before it, and without", async () => {
    expect(
      await run(
        "create table public.t (a varchar(3))",
        "alter table t alter column a type varchar(5)",
        "insert into public.t values ('12345')",
        "alter table public.t rename to u",
        "select * from u",
      ),
    ).toEqual([["12345"]]);
    expect(await run(columnsOf("u"))).toHaveLength(1);
  });
});

describe("CREATE TABLE LIKE", () => {
  it("takes columns, NOT NULL, distribution and sorting, and defaults only when they are asked for", async () => {
    await run(...SOURCE, "create table u (like t)", "create table v (like t including defaults)");
    expect(await run(columnsOf("u"))).toEqual(await run(columnsOf("t")));
    expect(
      await run(
        "insert into u (c) values (1)",
        "insert into v (c) values (1)",
        "select b from u union all select b from v order by 1",
      ),
    ).toEqual([["x"], [null]]);
  });

  it("does nothing with IF NOT EXISTS when the table is there", async () => {
    await run(...SOURCE, "create table if not exists t (like t)");
    expect(await run("select count(*) from t")).toEqual([["2"]]);
  });

  it("makes a temporary table that is filled, altered, renamed and dropped as any other", async () => {
    expect(
      await run(
        ...SOURCE,
        "create temp table s (like t including defaults)",
        "insert into s (a, c) values (7, 1)",
        "alter table s add column n integer default 3",
        "alter table s rename to s2",
        "select a, b, n from s2",
      ),
    ).toEqual([["7", "x", "3"]]);
    expect(await failure("select * from s2")).toMatchObject({ sqlState: "42P01" });
    expect(
      await run(
        "create table #h (a integer)",
        "insert into #h values (1)",
        "drop table #h",
        "create table #h as select 2 as b",
        "select * from #h",
      ),
    ).toEqual([["2"]]);
  });
});

describe("ALTER TABLE", () => {
  it("adds a column with its default, and holds what it declares", async () => {
    expect(
      await run(
        ...SOURCE,
        "alter table t add column n varchar(4) not null default 'new' encode zstd",
        "select a, n from t order by a",
      ),
    ).toEqual([
      ["1", "new"],
      ["2", "new"],
    ]);
    expect(await failure("insert into t (c, n) values (1, '12345')")).toMatchObject({ sqlState: "22001" });
    expect(await failure("insert into t (c, n) values (1, null)")).toMatchObject({ sqlState: "23502" });
    expect(await failure("alter table t add column n integer")).toMatchObject({ sqlState: "42701" });
  });

  it("renames, drops and widens columns, and identity values go on", async () => {
    const rows = await run(
      ...SOURCE,
      "alter table t add column w varchar(3)",
      "alter table t alter column w type varchar(9)",
      "alter table t rename column b to label",
      "alter table t alter sortkey none",
      "alter table t drop column a",
      "insert into t (w, c) values ('123456789', 3)",
      "select id, label, c, w from t order by id",
    );
    expect(rows.map(([, ...rest]) => rest)).toEqual([
      ["x", "1.50", null],
      ["x", "2.50", null],
      ["x", "3.00", "123456789"],
    ]);
    expect(new Set(rows.map(([id]) => id)).size).toBe(3);
    expect(await failure("alter table t alter column c type integer")).toMatchObject({ sqlState: "0A000" });
    expect(await failure("alter table t drop column nope")).toMatchObject({
      sqlState: "42703",
      next: "its columns: id, label, c, w",
    });
  });

  it("changes the length of a column outside of a transaction only, as Redshift does", async () => {
    expect(await failure(...SOURCE, "begin", "alter table t alter column b type varchar(9)")).toMatchObject({
      sqlState: "25001",
    });
  });

  it("changes keys and encodings in the catalogue", async () => {
    await run(
      ...SOURCE,
      "alter table t alter diststyle key distkey a",
      "alter table t alter compound sortkey (c, a)",
      "alter table t alter column b encode zstd",
    );
    expect(await run(columnsOf("t"))).toEqual([
      ["id", "bigint", "az64", "f", "0", "t"],
      ["a", "integer", "none", "t", "2", "f"],
      ["b", "character varying(3)", "zstd", "f", "0", "f"],
      ["c", "numeric(8,2)", "none", "f", "1", "t"],
    ]);
  });

  const CONSTRAINTS =
    "select c.relname, k.conname, k.contype, k.conkey, k.confkey from pg_constraint as k join pg_class as c on c.oid = k.conrelid order by 1, 2";

  it("adds and drops keys by the names that pg_constraint tells", async () => {
    await run(
      "create schema mart",
      "create table t (a integer not null, b varchar(3), unique (b, a))",
      "alter table t add constraint named primary key (a)",
      "create table mart.u (x integer references public.t (a), y varchar(3))",
      "alter table mart.u add foreign key (y, x) references t (b, a)",
    );
    expect(await run(CONSTRAINTS)).toEqual([
      ["t", "t_b_key", "u", "{2,1}", null],
      ["t", "t_pkey", "p", "{1}", null],
      ["u", "u_x_fkey", "f", "{1}", "{1}"],
      ["u", "u_y_fkey", "f", "{2,1}", "{2,1}"],
    ]);
    expect(await failure("alter table t drop constraint t_pkey")).toMatchObject({ sqlState: "2BP01" });
    await run(
      "alter table mart.u drop constraint u_x_fkey",
      "alter table mart.u drop constraint u_y_fkey restrict",
      "alter table t drop constraint t_pkey",
    );
    expect(await run(CONSTRAINTS)).toEqual([["t", "t_b_key", "u", "{2,1}", null]]);
  });

  it.each([
    ["alter table t drop constraint t_pkey", { sqlState: "42704" }],
    [
      "alter table t add primary key (a)",
      { sqlState: "0A000", next: expect.stringContaining("NOT NULL") as string },
    ],
    ["alter table t add unique (nope)", { sqlState: "42703" }],
    ["alter table t add foreign key (nope) references t (c)", { sqlState: "42703" }],
    ["alter table t add constraint a integer", { sqlState: "42601" }],
  ])("refuses what Redshift refuses: %s", async (statement, error) => {
    await run(...SOURCE);
    expect(await failure(statement)).toMatchObject(error);
  });

  it("has one primary key", async () => {
    await run("create table t (a integer primary key, b integer not null)");
    expect(await failure("alter table t add primary key (b)")).toMatchObject({ sqlState: "42P16" });
  });

  it.each(["alter sortkey (a, b), alter distkey a", "alter distkey a, alter sortkey (a, b)"])(
    "takes distribution and sort key together, as the guide's page on ALTER TABLE has them: %s",
    async (changes) => {
      expect(
        await run(
          "create table keyed (a integer, b integer)",
          `alter table keyed ${changes}`,
          "select distkey, sortkey from pg_table_def where tablename = 'keyed' order by \"column\"",
        ),
      ).toEqual([
        ["t", "1"],
        ["f", "2"],
      ]);
    },
  );

  it("is rolled back with everything else", async () => {
    await run(
      ...SOURCE,
      "begin",
      "alter table t add column n integer default 1",
      "alter table t drop column b",
      "rollback",
    );
    expect(await run("select * from t where a = 1")).toHaveLength(1);
    expect((await run(columnsOf("t"))).map(([name]) => name)).toEqual(["id", "a", "b", "c"]);
  });

  it("APPEND moves all rows, outside of a transaction only", async () => {
    await run(
      "create table a (k integer, v integer)",
      "create table b (k integer, w integer)",
      "insert into b values (1, 2)",
    );
    expect(await failure("alter table a append from b")).toMatchObject({
      message: expect.stringContaining("w, v") as string,
    });
    expect(await failure("begin", "alter table a append from b")).toMatchObject({ sqlState: "25001" });
    await run("alter table b drop column w", "alter table a append from b filltarget");
    expect(await run("select k, v from a")).toEqual([["1", null]]);
    expect(await run("select count(*) from b")).toEqual([["0"]]);
  });
});

describe("the catalogue of a table", () => {
  it("tells style, sort key, encodings and defaults as Redshift does, whatever schema it is in", async () => {
    await run(
      "create schema mart",
      `create table mart.t (id bigint identity(1, 2), a integer default 7, b varchar(3) default 'x' encode raw, c boolean default null,
       d double precision encode zstd) diststyle all interleaved sortkey (a, b)`,
      "create table auto (a date)",
    );
    expect(
      await run("select relname, reldiststyle, releffectivediststyle from pg_class_info order by 1"),
    ).toEqual([
      ["auto", "9", "10"],
      ["t", "8", "8"],
    ]);
    const columns = await run(
      `select a.attname, a.attnum, format_encoding(a.attencodingtype::integer), a.attisdistkey, a.attsortkeyord, d.adsrc
       from pg_attribute as a join pg_class_info as c on a.attrelid = c.reloid
       left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum where c.relname = 't' order by 2`,
    );
    expect(columns).toEqual([
      [
        "id",
        "1",
        "az64",
        "f",
        "0",
        expect.stringMatching(/^"identity"\(\d+, 0, \('1,2'::character varying\)::text\)$/),
      ],
      ["a", "2", "none", "f", "-1", "7"],
      ["b", "3", "none", "f", "2", "'x'::character varying"],
      ["c", "4", "none", "f", "0", null],
      ["d", "5", "zstd", "f", "0", null],
    ]);
  });
});

describe("a view", () => {
  it("takes the names that are given, and sees the table of today", async () => {
    await run(
      ...SOURCE,
      "create view v (p, q) as select a, b from public.t with no schema binding",
      "insert into t (a, c) values (3, 1)",
    );
    expect(await run("select p from v order by p desc limit 1")).toEqual([["3"]]);
    expect(await run("create or replace view v as select count(*) from t", "select count from v")).toEqual([
      ["3"],
    ]);
  });
});
