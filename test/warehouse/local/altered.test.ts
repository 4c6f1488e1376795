/** What ALTER TABLE keeps, and what goes with it ("ALTER TABLE", "CREATE VIEW", "CREATE TABLE AS" of the Developer Guide). */
import { describe, expect, it } from "vitest";
import { localStatements } from "../../support/local-statements.ts";

const { run, failure } = localStatements();
const columnsOf = (table: string): string =>
  `select "column", distkey, sortkey from pg_table_def where tablename = '${table}'`;

const KEYED = [
  "create table other (c integer primary key, d integer)",
  "create table t (k integer primary key, u integer unique, f integer references other (c), d integer distkey, s integer sortkey, x integer)",
  "create table below (g integer references t (k))",
];

describe("DROP COLUMN", () => {
  it.each([
    ["d", "0A000", "distribution key"],
    ["s", "0A000", "sort key"],
    ["k", "2BP01", "other objects depend on it"],
    ["u", "2BP01", "other objects depend on it"],
    ["f", "2BP01", "other objects depend on it"],
  ])("does not drop %s, which a key holds", async (column, sqlState, says) => {
    expect(await failure(...KEYED, `alter table t drop column ${column}`)).toMatchObject({
      sqlState,
      message: expect.stringContaining(says) as string,
    });
  });

  it("drops with CASCADE the keys that hold it, those of other tables too", async () => {
    await run(...KEYED, "alter table t drop column k cascade", "alter table t drop column u cascade");
    await run("alter table t drop column f cascade", "drop table other", "drop table t");
    expect(await run("select count(*) from pg_constraint where conname like 'below%'")).toEqual([["0"]]);
  });

  it("leaves a table one column", async () => {
    expect(await failure("create table one (a integer)", "alter table one drop column a")).toMatchObject({
      sqlState: "0A000",
    });
  });

  it("does not drop a column from under a view that names it, unless CASCADE is said", async () => {
    const views = [
      "create view shows as select * from t where x > 0",
      "create view above as select x from shows",
      "create view blind as select s from t",
    ];
    expect(await failure(...KEYED, ...views, "alter table t drop column x")).toMatchObject({
      sqlState: "2BP01",
      message: "cannot drop table t column x because other objects depend on it",
    });
    await run("alter table t drop column x cascade");
    expect(await failure("select * from shows")).toMatchObject({ sqlState: "42P01" });
    expect(await failure("select * from above")).toMatchObject({ sqlState: "42P01" });
    expect(await run("select count(*) from blind")).toEqual([["0"]]);
  });
});

describe("DROP COLUMN under a view", () => {
  it("of all columns is refused, and that of a column which only its table has is not", async () => {
    const whole = ["create table t (a integer, b integer)", "create view whole as select * from t"];
    expect(await failure(...whole, "alter table t drop column b")).toMatchObject({ sqlState: "2BP01" });
    await run("alter table t add column c integer", "alter table t drop column c");
    expect(await run("select count(*) from whole")).toEqual([["0"]]);
  });
});

describe("ALTER COLUMN TYPE", () => {
  it.each([
    "w varchar(5) encode bytedict",
    "w varchar(5) encode runlength",
    "w varchar(5) encode text255",
    "w varchar(5) default 'x'",
    "w varchar(5) unique",
    "w varchar(5) primary key",
  ])("leaves the length of such a column: %s", async (declared) => {
    const made = `create table t (${declared}, z integer)`;
    expect(await failure(made, "alter table t alter column w type varchar(9)")).toMatchObject({
      sqlState: "0A000",
    });
  });

  it("changes that of any other, down to the longest value", async () => {
    await run("create table t (w varchar(9) encode zstd)", "insert into t values ('123456')");
    await run("alter table t alter column w type varchar(6)");
    expect(await failure("alter table t alter column w type varchar(5)")).toMatchObject({
      sqlState: "22001",
    });
  });
});

describe("a view reads its table and not the table's name", () => {
  const SWAP = [
    "create table t as select 1 as a, 2 as b",
    "create table anew as select 7 as a, 8 as b",
    "create view v as select a, t.b from t where exists (select 1 from public.t as x where x.a = t.a)",
    "create view w as select b from v",
    "create materialized view m as select t.a from t",
    "alter table t rename to t_before",
    "alter table anew rename to t",
  ];

  it("so that it goes on reading the one that is renamed", async () => {
    expect(await run(...SWAP, "refresh materialized view m", "select v.a, w.b, m.a from v, w, m")).toEqual([
      ["1", "2", "1"],
    ]);
    expect(await run("alter table v rename to seen", "select b from w")).toEqual([["2"]]);
  });

  it("and keeps that one from being dropped, and no other", async () => {
    await run(...SWAP, "drop table t");
    expect(await failure("drop table t_before")).toMatchObject({ sqlState: "2BP01" });
    await run("drop table t_before cascade");
    expect(await failure("select * from w")).toMatchObject({ sqlState: "42P01" });
  });

  it("a column under it is not renamed here", async () => {
    expect(await failure(...SWAP, "alter table t_before rename column b to c")).toMatchObject({
      sqlState: "0A000",
    });
    expect(await run("alter table t rename column b to c", "select c from t")).toEqual([["8"]]);
  });

  it("and is replaced by one with the same columns only", async () => {
    await run("create table t as select 1 as a, 'x'::varchar(3) as b", "create view v as select a, b from t");
    for (const other of ["select a from t", "select a, b as c from t", "select a, a as b from t"])
      expect(await failure(`create or replace view v as ${other}`)).toMatchObject({ sqlState: "42P16" });
    const same = "create or replace view v as select a + 1 as a, b from t";
    expect(await run(same, "select * from v")).toEqual([["2", "x"]]);
  });
});

describe("CREATE TABLE AS", () => {
  const QUERY = "as select 1 as a, 2 as b, 3 as c";

  it("names its keys by the places of columns, too", async () => {
    expect(await run(`create table t distkey (1) sortkey (1, 3) ${QUERY}`, columnsOf("t"))).toEqual([
      ["a", "t", "1"],
      ["b", "f", "0"],
      ["c", "f", "2"],
    ]);
    expect(await run(`create table u compound sortkey (2) ${QUERY}`, columnsOf("u"))).toContainEqual([
      "b",
      "f",
      "1",
    ]);
  });

  it.each([
    ["distkey (4)", "42P10"],
    ["sortkey (0)", "42P10"],
    ["distkey (d)", "42703"],
    ["sortkey (a, d)", "42703"],
    ["sortkey (a, 2)", "42601"],
  ])("refuses keys that it does not have: %s", async (keys, sqlState) => {
    expect(await failure(`create table t ${keys} ${QUERY}`)).toMatchObject({ sqlState });
  });
});

describe("ALTER TABLE, as its page limits it", () => {
  it.each([
    ["alter table t alter column w type varchar(9)", "25001"],
    ["alter table t alter column w encode zstd", "25001"],
    ["alter table t alter distkey w", "25001"],
    ["alter table t alter diststyle all", "25001"],
    ["alter table t alter sortkey (w)", "25001"],
    ["alter table t alter sortkey (w), alter distkey w", "25001"],
  ])("does not run in a transaction block: %s", async (sql, sqlState) => {
    const made = "create table t (w varchar(5) encode lzo, z integer)";
    expect(await failure(made, "begin", sql)).toMatchObject({ sqlState });
    expect(await failure("rollback", sql)).toBeUndefined();
  });

  it.each([
    ["add column a integer unique", "0A000"],
    ["add column a integer primary key", "0A000"],
    ["add column a integer references other (c)", "0A000"],
    ["add column a integer identity (1, 1)", "0A000"],
    ["add column a integer distkey", "0A000"],
    ["add column a integer sortkey", "0A000"],
    ["add column a integer not null", "0A000"],
    ["alter column x encode raw", "0A000"],
    ["alter column x encode zstd, alter column x encode lzo", "0A000"],
    ["alter column x encode smallest", "42601"],
    ["alter column nowhere encode zstd", "42703"],
    ["alter distkey nowhere", "42703"],
    ["alter interleaved sortkey (x)", "0A000"],
    ["alter column x type bigint", "0A000"],
  ])("is refused: %s", async (change, sqlState) => {
    const made = "create table other (c integer primary key)";
    const table = "create table t (x integer encode raw, y integer)";
    expect(await failure(made, table, `alter table t ${change}`)).toMatchObject({ sqlState });
  });

  it("leaves a table with an interleaved sort key as it is, up to the key itself", async () => {
    await run("create table t (x integer encode zstd, y integer encode zstd) interleaved sortkey (x, y)");
    for (const change of ["alter diststyle all", "alter distkey x", "alter column x encode lzo"])
      expect(await failure(`alter table t ${change}`)).toMatchObject({ sqlState: "0A000" });
    await run("alter table t alter compound sortkey (y)", "alter table t alter column x encode lzo");
    expect(await run(columnsOf("t"))).toEqual([
      ["x", "f", "0"],
      ["y", "f", "1"],
    ]);
  });

  it("alters several encodings in one command, and a column that comes into the sort key is not compressed any more", async () => {
    const encodings = "select \"column\", encoding from pg_table_def where tablename = 't'";
    await run("create table t (x integer encode raw, y integer encode raw)");
    await run("alter table t alter column x encode zstd, alter column y encode az64");
    expect(await run(encodings)).toEqual([
      ["x", "zstd"],
      ["y", "az64"],
    ]);
    await run("alter table t alter sortkey (y)");
    expect(await run(encodings)).toEqual([
      ["x", "zstd"],
      ["y", "none"],
    ]);
  });
});
