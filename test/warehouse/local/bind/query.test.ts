/** Queries: names, types, and the text that DuckDB is given. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

let database: BoundDatabase;
beforeAll(async () => {
  database = await openBound(
    {
      t: "a integer, b smallint, c decimal(8, 2), d varchar(10), e timestamp, f date, g double precision, h bigint, i boolean",
      u: "a integer, d varchar(10), s super",
    },
    [
      `INSERT INTO public.t VALUES (1, 2, 3.25, 'x', '2018-11-01 20:57:10', '2018-11-01', 1.5, 7, true), (2, NULL, 1.00, 'x  ', NULL, NULL, NULL, NULL, NULL)`,
      `INSERT INTO public.u VALUES (1, 'x ', '{"k": {"n": 5, "z": null}, "l": [1, "two"]}'), (3, 'y', NULL)`,
    ],
  );
});
afterAll(() => database.close());

const ANSWERS: readonly (readonly [string, ...(string | null)[][]])[] = [
  ["select a + b, a * 2, b + b from t where a = 1", ["3", "2", "4"]],
  ["select 7 / 2, -7 / 2, 7 / 2.0::float, 7 % 4", ["3", "-3", "3.5", "3"]],
  ["select c / c, c * c, c + 1, 1 - c from t where a = 1", ["1.000000000", "10.5625", "4.25", "-2.25"]],
  ["select 10 / 3.0, 2.0 / 3", ["3.3333", "0.666666666666"]],
  [
    "select t.*, x.a from t join u as x using (a)",
    ["1", "2", "3.25", "x", "2018-11-01 20:57:10", "2018-11-01", "1.5", "7", "t", "1"],
  ],
  ["select * from (select a, d from t) natural join (select a, d as d2 from u) order by a", ["1", "x", "x "]],
  ["select d, count(*) from t group by d", ["x", "2"]],
  ["select distinct d from t", ["x"]],
  ["select d from t union select d from u order by 1", ["x"], ["y"]],
  ["select count(*) from t join u on t.d = u.d", ["2"]],
  ["select count(*) from t join u on coalesce(t.d, '') = coalesce(u.d, 'y')", ["2"]],
  [
    "select a from t where coalesce(null, d, 'y') = coalesce('x ', d) and coalesce(d, 'y ') != 'y' order by a",
    ["1"],
    ["2"],
  ],
  ["select coalesce(d, 'y'), count(*) from t group by 1", ["x", "2"]],
  ["select count(*) from t where coalesce(d, '')::varchar(5) = 'x'", ["2"]],
  ["select a + 1 as n, n * 2 as m from t order by m desc", ["3", "6"], ["2", "4"]],
  ["select a as x, sum(b) from t group by x having count(*) > 0 order by 1 limit 1", ["1", "2"]],
  ["select b, a from t order by b", ["2", "1"], [null, "2"]],
  ["select a from t where f = '2018-11-01' and e >= '2018-11-01 20:00' and d in ('x', 'y')", ["1"]],
  ["select s.k.n, s.l[1], s.k.z is null, s.k.n + 1 from u where s.k.n = 5", ["5", '"two"', "t", "6"]],
  ["select x from u, u.s.l as x at i order by i", ["1"], ['"two"']],
  [
    "select a, row_number() over (partition by d order by a desc) as n from t order by n",
    ["2", "1"],
    ["1", "2"],
  ],
  ["select a from t where exists (select 1 from u where u.a = t.a) or a in (select a + 10 from u)", ["1"]],
  ["select (select max(u.d) from u where u.a = t.a) from t order by 1", ["x "], [null]],
  [
    "with r (n) as (select 1 union select 2) select n, (select count(*) from r) from r order by n",
    ["1", "2"],
    ["2", "2"],
  ],
  [
    "with recursive r (n) as (select 1 union all select n + 1 from r where n < 3) select sum(n) from r",
    ["6"],
  ],
  [
    "select case when a = 1 then 1 else c end, coalesce(b, 0), nullif(d, 'x ') from t where a = 1",
    ["1.00", "2", null],
  ],
  [
    "select f + 1, f - 7, e + interval '1 day', date '2018-11-02' - f from t where a = 1",
    ["2018-11-02", "2018-10-25", "2018-11-02 20:57:10", "1"],
  ],
  [
    "select e::date, a::varchar(1), '12'::int, 1.5::decimal, c::varchar, g::varchar from t where a = 1",
    ["2018-11-01", "1", "12", "2", "3.25", "1.5"],
  ],
  ["select avg(a), avg(c), sum(h), count(distinct d), max(d) from t", ["1", "2.12", "7", "1", "x  "]],
  ["select a from t where d like 'x' ", ["1"]],
  [
    "select a, sum(count(*)) over (order by a), avg(sum(b)) over () from t group by a",
    ["1", "1", "2"],
    ["2", "2", "2"],
  ],
  [
    "select sum((select count(*) from u where u.a = t.a)), max(a + (select max(a) from u)) from t",
    ["1", "5"],
  ],
  ["select 1 where 10 = '10' and 'a' = 'a '", ["1"]],
  ["select a, c, count(*) from t group by rollup (a, c) order by 1, 2 limit 1", ["1", "3.25", "1"]],
];

describe("a query is bound and written so that DuckDB has nothing to guess", () => {
  it.each(ANSWERS.map(([sql, ...rows]) => ({ sql, rows })))("$sql", async ({ sql, rows }) => {
    expect((await database.ask(sql)).rows).toEqual(rows);
  });
});

/** What is refused, with its SQLSTATE. */
const REFUSALS: readonly (readonly [string, string, string])[] = [
  ["select z from t", "42703", "z"],
  ["select t.z from t", "42703", "t.z"],
  ["select x.a from t", "42P01", '"x"'],
  ["select a from t, u", "42702", '"a"'],
  ["select a from nothing", "42P01", '"nothing"'],
  ["select a, count(*) from t", "42803", '"t.a"'],
  ["select a from t where count(*) > 1", "42803", "WHERE"],
  ["select sum(count(a)) from t", "42803", "in an aggregate function call"],
  ["select count(max(a)) from t", "42803", "in an aggregate function call"],
  ["select avg(rank() over (order by a)) from t", "42P20", "in an aggregate function call"],
  ["select a as x from t group by a having x > 1", "42703", '"x"'],
  ["select frobnicate(a) from t", "42883", "frobnicate"],
  ["select f = a from t", "42883", "date = integer"],
  ["select c = d from t", "42883", "numeric = character varying"],
  ["select i::varchar from t", "42846", "boolean"],
  ["select '2.5'::int", "22P02", "2.5"],
  ["select '1_000'::int", "22P02", "1_000"],
  ["select case when a = 1 then f else a end from t", "42804", "date and integer"],
  ["select a from t union select f from t", "42804", "integer and date"],
  ["select a from t where a", "42804", "boolean"],
];

describe("a query is refused in the user's words", () => {
  it.each(REFUSALS)("%s", (sql, sqlState, says) => {
    let thrown: unknown;
    try {
      database.bind(sql);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ sqlState, message: expect.stringContaining(says) as string });
  });
});
