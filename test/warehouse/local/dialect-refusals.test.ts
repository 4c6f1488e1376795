import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../src/warehouse/local/open.ts";

let warehouse: LocalWarehouse;
beforeAll(async () => {
  warehouse = await openLocalWarehouse({
    path: ":memory:",
    store: {} as Store,
    now: () => new Date(0),
    threads: 1,
  });
  await warehouse.withSession((session) => session.execute("create table t (a integer, b integer)"));
});
afterAll(() => warehouse.close());

const failureOf = (sql: string): Promise<unknown> =>
  warehouse.withSession((session) => session.execute(sql)).catch((thrown: unknown) => thrown);

/** What is refused, with SQLSTATE and place. */
const REFUSALS: readonly (readonly [string, string, string, string])[] = [
  ["select frobnicate(1)", "42883", "frobnicate", "1:8"],
  // What a float holds: "Numeric types" of the Developer Guide, of precision; what is larger is an error as in PostgreSQL 8, where the guide is silent.
  ["select '1e400'::float8", "22003", '"1e400" is out of range for type double precision', "1:8"],
  ["select '-1e39'::real", "22003", '"-1e39" is out of range for type real', "1:8"],
  ["select 1e39::real", "22003", '"1e39" is out of range for type real', "1:8"],
  ["select -1e400", "22003", '"1e400" is out of range for type double precision', "1:9"],
  ["select constructor()", "42883", "constructor", "1:8"],
  ["select a\nfrom t\nwhere generate_unicorn(a) = 1", "42883", "generate_unicorn", "3:7"],
  ["select * from t limit 1 offset :x", "42601", "variable", "1:32"],
  ["insert into t values (1) on conflict do nothing", "42601", "", "1:26"],
  ["select * from pg_lock_status() as g (n)", "0A000", "functions in FROM", "1:15"],
  ["select a, level from t start with a = 1 connect by prior a = b", "0A000", "CONNECT BY", "1:24"],
  [
    "update t set a = 1 from t as u, t as v where u.a = v.a (+)",
    "0A000",
    "only in comparisons in the WHERE of a SELECT",
    "1:52",
  ],
  ["select * from t, t as u where t.a (+) = u.a or t.b = 1", "42601", "operand of OR or IN", "1:31"],
  ["select top 1 a from t union all select 1", "0A000", "TOP", "1:12"],
  ["select top 1 a from t limit 1", "42601", "TOP and LIMIT", "1:12"],
  ["create table if not exists t as select 1 as a", "42601", "IF NOT EXISTS", "1:1"],
  ["set timezone to 'utc+1'", "0A000", "utc+1", "1:17"],
  ["set datestyle to german", "0A000", "german", "1:18"],
  ["alter table t add column n integer identity(1, 1)", "0A000", "identity", "1:26"],
  ["alter table t add column n integer not null", "0A000", "NOT NULL", "1:26"],
  ["select a\nfrom no_such_table", "42P01", "no_such_table", "2:6"],
  ["select i.sku from other.doc.items as i", "0A000", "cross-database", "1:19"],
  ["select no_such_column from (select 1 as a) as t", "42703", "no_such_column", "1:8"],
  ["select a, count(*) from (select 1 as a) as t", "42803", "GROUP BY", "1:8"],
  ["select a from (select 1 as a) as t wher a = 1", "42601", "at or near", "1:36"],
  ["set no_such_parameter to 1", "42704", "no_such_parameter", "1:1"],
  ["call p()", "0A000", "CALL", "1:1"],
  // Nobody is to take rows for protected that are not.
  ["alter table t row level security on", "0A000", "ROW LEVEL SECURITY", "1:15"],
  ["alter table no_such_table owner to joe", "42P01", "no_such_table", "1:13"],
  ["analyze compression t", "0A000", "ANALYZE COMPRESSION", "1:1"],
  ["create template x for copy as csv", "0A000", "CREATE TEMPLATE", "1:1"],
  ["select st_area(a) from t", "0A000", "ST_AREA", "1:8"],
  ["select current_user_id", "0A000", "CURRENT_USER_ID", "1:8"],
  ["select 'a'::varchar & 'b'::varchar", "42883", "character varying & character varying", "1:8"],
  // The guide says nothing of it, PostgreSQL 8 does.
  ["select a from t order by 'x'", "42601", "non-integer constant in ORDER BY", "1:26"],
  ["select a from t order by 1.5", "42601", "non-integer constant in ORDER BY", "1:26"],
  ["select percentile_cont(0.5) within group (order by 'x') from t", "42883", "percentile_cont", "1:8"],
  ["select (select max(timetz '10:00') from t), 1 group by 1", "0A000", "TIMETZ", "1:56"],
  ["select 1.5 & 2", "42883", "numeric & integer", "1:8"],
  ["selct 1", "42601", "selct", "1:1"],
];

describe("the local warehouse refuses what it does not know", () => {
  it.each(REFUSALS)("%s", async (sql, sqlState, says, place) => {
    const error = await failureOf(sql);
    expect(error).toMatchObject({ sqlState, message: expect.stringContaining(says) as string });
    const { line, column } = (error as { position: { line: number; column: number } }).position;
    expect(`${line}:${column}`).toBe(place);
  });
});

describe("a division by zero", () => {
  it.each([
    "select 1 / 0",
    "select 1.5 / 0",
    "select 1::float / 0",
    "select 5 % 0",
    "select mod(5, 0)",
    "select mod(5.5, 1 - 1)",
    "select 1 / (1 - 1)",
    "select 1 / -0",
    "select 8 / 2 / 0::bigint",
    "select 1 / case when true then 0 end",
    "select a / (a - 1) from (select 1 as a union all select 2) as t",
    "select sum(a) / sum(a - a) over () from (select 1 as a) as t group by a",
  ])("is an error: %s", async (sql) => {
    const error = await failureOf(sql);
    expect(error).toMatchObject({ sqlState: "22012", message: "division by zero" });
    expect((error as { next: string }).next).toContain("nullif");
  });
});

describe("what only the rows tell to be out of range", () => {
  it.each([
    [
      "select v::float8 from (select '1e400' as v) as t",
      "22003",
      '"1e400" is out of range for type double precision',
    ],
    ["select v::real from (select '1e39' as v) as t", "22003", '"1e39" is out of range for type real'],
    ["select '1000.00'::decimal(5, 2)", "22003", "numeric field overflow: 1000.00"],
    ["select 'inf'::float8::decimal", "22003", "numeric field overflow: inf"],
    ["select dateadd(year, 300000, '2008-01-01'::date)", "22008", "timestamp out of range"],
    ["select a from t limit -1", "22023", "LIMIT and OFFSET must not be negative"],
    ["select a from t offset -1", "22023", "LIMIT and OFFSET must not be negative"],
    [
      "select ntile(0) over () from (select 1 as a) as t",
      "22014",
      "argument of ntile must be greater than zero",
    ],
  ])("is told in words of our own: %s", async (sql, sqlState, message) => {
    expect(await failureOf(sql)).toMatchObject({ sqlState, message });
  });

  it("is no infinity that is written as one, and no text that TRY_CAST reads", () =>
    warehouse.withSession(async (session) => {
      const { rows } = await session.execute(
        "select 'inf'::float8, v::real, try_cast(v as float8), try_cast('1e400' as float8) from (select '-Infinity' as v) as t",
      );
      expect(rows).toEqual([["Infinity", "-Infinity", "-Infinity", null]]);
    }));
});
