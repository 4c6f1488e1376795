import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../../src/sources/store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../src/warehouse/local/open.ts";

let warehouse: LocalWarehouse;
beforeAll(async () => {
  warehouse = await openLocalWarehouse({ path: ":memory:", store: {} as Store, now: () => new Date(0) });
});
afterAll(() => warehouse.close());

const rowsOf = (sql: string): Promise<(string | null)[][]> =>
  warehouse.withSession(async (session) => (await session.execute(sql)).rows.map((row) => [...row]));

const T = "(select 1 as a, 'x' as b union all select 2, null union all select null, 'z') as t";

/** Redshift SQL and what Redshift answers, in its text format. */
const ANSWERS: readonly (readonly [string, ...(string | null)[][]])[] = [
  // Numbers
  ["select 7 / 2, -7 / 2, 7 / 2.0::float", ["3", "-3", "3.5"]],
  ["select avg(a) from (select 1 as a union all select 2) as t", ["1"]],
  ["select avg(a::float) from (select 1 as a union all select 2) as t", ["1.5"]],
  ["select sum(a), count(*), count(b), min(b), max(a) from " + T, ["3", "3", "2", "x", "2"]],
  ["select cast('1.5' as decimal(5, 2)), 1.5::decimal::varchar", ["1.50", "2"]],
  ["select mod(7, 3), round(2.567, 1), ceil(1.2), trunc(1.9), abs(-3)", ["1", "2.6", "2", "1", "3"]],
  // Order of nulls
  [`select a from ${T} order by a`, ["1"], ["2"], [null]],
  [`select a from ${T} order by a desc`, [null], ["2"], ["1"]],
  [`select a from ${T} order by a desc nulls last limit 1`, ["2"]],
  [`select row_number() over (order by a desc) as n, a from ${T} order by n limit 1`, ["1", null]],
  // Text
  ["select 'it''s', 'a\\\\b', 'it\\'s'", ["it's", "a\\b", "it's"]],
  ["select 'ab' || 'c', concat('a', null), len('é'), octet_length('é')", ["abc", null, "1", "2"]],
  ["select cast('abcdef' as varchar(3)), 'éé'::varchar(3)", ["abc", "é"]],
  [
    "select regexp_replace('aXbX', 'X', '-'), regexp_substr('abc12', '[0-9]+'), regexp_count('aXbX', 'X')",
    ["a-b-", "12", "2"],
  ],
  [
    "select 'abc' ~ 'b', 'abc' !~ 'b', 'ABC' ~* 'b', 'abc' similar to 'a%', 'abc' not similar to 'b%'",
    ["t", "f", "t", "t", "t"],
  ],
  [
    "select strpos('abc', 'c'), charindex('c', 'abc'), split_part('a-b', '-', 2), left('abc', 2), initcap('joe bloggs')",
    ["3", "3", "b", "ab", "Joe Bloggs"],
  ],
  [
    "select trim('  a '), btrim('xax', 'x'), rtrim('a  ') || '|', lpad('a', 3, '-'), upper('a')",
    ["a", "a", "a|", "--a", "A"],
  ],
  ["select listagg(b, ',') within group (order by b desc) from " + T, ["z,x"]],
  // Conditions
  [
    "select nvl(null, 1), nvl2(null, 1, 2), decode(2, 1, 'a', 2, 'b', 'c'), decode(null, null, 'n'), nullif(1, 1), greatest(1, 3)",
    ["1", "2", "b", "n", null, "3"],
  ],
  [
    "select case when null then 1 else 2 end, 1 in (1, 2), 2 between 1 and 3, 'a' like 'A', 'a' ilike 'A'",
    ["2", "t", "t", "f", "t"],
  ],
  // Dates
  [
    "select dateadd(month, 1, '2018-01-31'::date), dateadd('day', -1, timestamp '2018-01-01 05:00:00')",
    ["2018-02-28 00:00:00", "2017-12-31 05:00:00"],
  ],
  ["select datediff(hour, '2018-01-01 08:30:00'::timestamp, '2018-01-01 10:00:00'::timestamp)", ["2"]],
  [
    "select extract(dow from '2018-11-04'::date), date_part(weekday, '2018-11-05'::date), date_part('w', '2018-12-31'::date)",
    ["0", "1", "1"],
  ],
  [
    "select date_trunc('week', timestamp '2018-11-04 10:00:00'), last_day('2018-02-03'::date)",
    ["2018-10-29 00:00:00", "2018-02-28"],
  ],
  ["select timestamp 'epoch' + 1541105830796 / 1000 * interval '1 second'", ["2018-11-01 20:57:10"]],
  [
    "select to_char(timestamp '2018-11-04 13:04:05.006', 'YYYY-MM-DD HH24:MI:SS'), to_date('04.11.2018', 'DD.MM.YYYY')",
    ["2018-11-04 13:04:05", "2018-11-04"],
  ],
  ["select convert_timezone('UTC', 'Europe/Oslo', timestamp '2018-07-01 12:00:00')", ["2018-07-01 14:00:00"]],
  [
    "select timestamp '2018-11-01 20:57:10.796'::date, '2018-11-01'::date::timestamp",
    ["2018-11-01", "2018-11-01 00:00:00"],
  ],
  // Queries
  [
    "with a as (select 1 as x), b as (select x + 1 as y from a) select a.x, b.y from a cross join b",
    ["1", "2"],
  ],
  ["select 1 union all select 2 minus select 2", ["1"]],
  [
    "select b, count(*) from (select 'p' as b union all select 'p') as t group by b having count(*) > 1",
    ["p", "2"],
  ],
  [
    "select a, lag(a) over (order by a), sum(a) over (order by a rows between unbounded preceding and current row) from (select 1 as a union all select 2) as t order by a",
    ["1", null, "1"],
    ["2", "1", "3"],
  ],
  [
    "select ratio_to_report(a) over () from (select 1 as a union all select 3) as t order by 1",
    ["0.25"],
    ["0.75"],
  ],
  [
    "select median(a), percentile_cont(0.5) within group (order by a) from (select 1 as a union all select 2) as t",
    ["1.5", "1.5"],
  ],
  ["select at, pivot, lambda from (select 1 as at, 2 as pivot, 3 as lambda) as t", ["1", "2", "3"]],
  [
    "select json_extract_path_text('{\"a\": {\"b\": [7]}}', 'a', 'b', '0'), json_extract_path_text('{}', 'a')",
    ["7", ""],
  ],
  ["select true, false, null::boolean", ["t", "f", null]],
];

describe("the local warehouse answers as Redshift does", () => {
  it("keeps a name behind AS, though it is a word of SQL elsewhere", async () => {
    const { columns } = await warehouse.withSession((one) =>
      one.execute("select 1 as matched, count(*), 2 as first"),
    );
    expect(columns.map(({ name }) => name)).toEqual(["matched", "count", "first"]);
  });

  it.each(ANSWERS.map(([sql, ...rows]) => ({ sql, rows })))("$sql", async ({ sql, rows }) => {
    expect(await rowsOf(sql)).toEqual(rows);
  });
});

/** What is refused, with SQLSTATE and place. */
const REFUSALS: readonly (readonly [string, string, string, string])[] = [
  ["select frobnicate(1)", "42883", "frobnicate", "1:8"],
  ["select a\nfrom t\nwhere generate_unicorn(a) = 1", "42883", "generate_unicorn", "3:7"],
  ["select datediff(week, a, b) from t", "0A000", "week", "1:8"],
  ["select to_char(a, 'RM') from t", "0A000", "RM", "1:19"],
  ["select * from t limit 1 offset :x", "42601", "variable", "1:32"],
  ["insert into t values (1) on conflict do nothing", "42601", "", "1:26"],
  ["set no_such_parameter to 1", "42704", "no_such_parameter", "1:5"],
  ["call p()", "0A000", "CALL", "1:1"],
  ["selct 1", "42601", "selct", "1:1"],
];

describe("the local warehouse refuses what it does not know", () => {
  it.each(REFUSALS)("%s", async (sql, sqlState, says, place) => {
    const error = await rowsOf(sql).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ sqlState, message: expect.stringContaining(says) as string });
    const { line, column } = (error as { position: { line: number; column: number } }).position;
    expect(`${line}:${column}`).toBe(place);
  });
});
