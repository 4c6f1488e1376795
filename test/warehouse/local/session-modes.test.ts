/** What a session says of itself, and what its transaction may do ("BEGIN", "SET", "SET SESSION CHARACTERISTICS", "statement_timeout" of the Developer Guide). */
import { describe, expect, it } from "vitest";
import { localStatements } from "../../support/local-statements.ts";

const { run, failure } = localStatements();

describe("a transaction that only reads", () => {
  const MAKE = "create table if not exists t (a integer)";

  const WRITES = [
    "insert into t values (1)",
    "update t set a = 2",
    "delete from t",
    "truncate t",
    "create table u (a integer)",
    "create table u as select 1 as a",
    "select 1 as a into u",
    "create view v as select 1 as a",
    "drop table t",
    "alter table t add column b integer",
    "copy t from 's3://b/k' iam_role default csv",
    "vacuum t",
  ];

  it("refuses what writes", async () => {
    for (const sql of WRITES) {
      const begin = WRITES.indexOf(sql) % 2 === 0 ? "begin read only" : "start transaction read only";
      expect([sql, await failure(MAKE, begin, sql)]).toMatchObject([sql, { sqlState: "25006" }]);
    }
  });

  it("reads, and has temporary tables of its own", async () => {
    expect(
      await run(
        MAKE,
        "create temp table own (a integer)",
        "begin read only",
        "insert into own values (1)",
        "select * from own",
      ),
    ).toEqual([["1"]]);
    expect(
      await run(
        MAKE,
        "begin read only",
        "select * from t",
        "show search_path",
        "commit",
        "insert into t values (1)",
      ),
    ).toEqual([]);
  });

  it("is what SET asks for, for the transaction and for the session", async () => {
    expect(await failure(MAKE, "begin", "set transaction read only", "delete from t")).toMatchObject({
      sqlState: "25006",
    });
    const only = "set session characteristics as transaction read only";
    expect(await failure(MAKE, only, "delete from t")).toMatchObject({ sqlState: "25006" });
    expect(await failure(MAKE, only, "begin", "delete from t")).toMatchObject({ sqlState: "25006" });
    expect(await failure(MAKE, only, "begin read write", "delete from t")).toBeUndefined();
    const write =
      "set session characteristics as transaction isolation level serializable, read write".replace(",", "");
    expect(await failure(MAKE, only, write, "delete from t")).toBeUndefined();
  });
});

describe("search_path", () => {
  // PostgreSQL 8.0, `flatten_set_variable_args`: each name is kept as an identifier that can be read again.
  it.each([
    ["'$user', public", '"$user", public'],
    ['"$user", public', '"$user", public'],
    ["public, mart", "public, mart"],
    ["''", '""'],
    ["'My \"own\"', public", '"My ""own""", public'],
  ])("set to %s is told as it would be written: %s", async (list, told) => {
    expect(await run(`set search_path to ${list}`, "show search_path")).toEqual([[told]]);
  });

  it("finds a schema by a name in quotation marks", async () => {
    expect(
      await run(
        'create schema "a, b"',
        'create table "a, b".t as select 1 as one',
        `set search_path to 'a, b', public`,
        "select one from t",
      ),
    ).toEqual([["1"]]);
  });
});

describe("statement_timeout", () => {
  const LONG =
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000000) select count(*) from n";

  it("ends a statement that takes longer, and no other", async () => {
    expect(await failure("set statement_timeout to 20", LONG)).toMatchObject({
      sqlState: "57014",
      message: "canceling statement due to statement timeout",
    });
    expect(await run("set statement_timeout to 60000", "select 1")).toEqual([["1"]]);
  });

  it("is a number of milliseconds", async () => {
    expect(await failure("set statement_timeout to '1 day'")).toMatchObject({ sqlState: "22023" });
    expect(await failure("set statement_timeout to -1")).toMatchObject({ sqlState: "22023" });
  });
});

describe("the time zone", () => {
  it("may be called by any of its names", async () => {
    for (const zone of ["'UTC'", "'Etc/UTC'", "utc", "'GMT'", "0", "local", "default", "'UCT'", "'Zulu'"])
      expect(await run(`set time zone ${zone}`, "show time zone")).toEqual([["UTC"]]);
  });

  it("is no other", async () => {
    expect(await failure("set time zone 'Europe/Berlin'")).toMatchObject({ sqlState: "0A000" });
  });
});

describe("a function of the session in FROM", () => {
  it("is a table of one row", async () => {
    for (const [sql, value] of [
      ["select * from current_schema()", "public"],
      ["select current_schema from current_schema()", "public"],
      ["select d from current_database() as d", "local"],
      ["select s.x from current_schema() as s(x)", "public"],
      ["select count(*) from pg_backend_pid()", "1"],
      ["select * from pg_catalog.current_schema() as schema_name", "public"],
      ["select * from current_setting('search_path')", "public"],
    ] as const)
      expect([sql, await run(sql)]).toEqual([sql, [[value]]]);
  });
});
