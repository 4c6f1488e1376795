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
});
afterAll(() => warehouse.close());

const rowsOf = (sql: string): Promise<(string | null)[][]> =>
  warehouse.withSession(async (session) => (await session.execute(sql)).rows.map((row) => [...row]));

const T = "(select 1 as a, 'x' as b union all select 2, null union all select null, 'z') as t";

/** Redshift SQL and what Redshift answers, in its text format. */
const ANSWERS: readonly (readonly [string, ...(string | null)[][]])[] = [
  ["select * exclude (a) from (select 1 as a, 2 as b) as t", ["2"]],
  // Numbers
  ["select 7 / 2, -7 / 2, 7 / 2.0::float", ["3", "-3", "3.5"]],
  ["select avg(a) from (select 1 as a union all select 2) as t", ["1"]],
  ["select avg(a::float) from (select 1 as a union all select 2) as t", ["1.5"]],
  ["select sum(a), count(*), count(b), min(b), max(a) from " + T, ["3", "3", "2", "x", "2"]],
  ["select cast('1.5' as decimal(5, 2)), 1.5::decimal::varchar", ["1.50", "2"]],
  ["select mod(7, 3), round(2.567, 1), ceil(1.2), trunc(1.9), abs(-3)", ["1", "2.6", "2", "1", "3"]],
  [
    "select 1 - 4 / 2 * 3, 10 / 3 % 2, 7 / -2, (8 / 3)::float / 2, 100 * 3 / 9::int",
    ["-5", "1", "-3", "1", "33"],
  ],
  ["select nullif(0, 0)::int / nullif(0, 0), 7 / nullif(0, 0)", [null, null]],
  [
    "select avg(a), sum(a) from (select 1.25::decimal(8, 2) as a union all select 2.50 union all select 3.33) as t",
    ["2.36", "7.08"],
  ],
  [
    "select trunc(2.567, 2), trunc(-2.5), trunc(1234, -2), cbrt(8), dexp(0), dlog10(100)",
    ["2.56", "-2", "1200", "2", "1", "2"],
  ],
  [
    "select to_char(1234.5, '9,999.99'), to_char(-0.1, '99.99'), to_char(12, '9990999.9'), to_char(148.5, 'FM999.999')",
    [" 1,234.50", "  -.10", "    0012.0", "148.5"],
  ],
  [
    "select to_char(148.5, 'FM999.990'), to_char(-485, '999'), to_char(12345, '999'), to_char(1234567, 'FM9,999,999')",
    ["148.500", "-485", " ###", "1,234,567"],
  ],
  [
    "select 1.0::float::varchar, 1.5::float::varchar, 1.10::varchar, 0.1::real, 16777216::real, 1e10::float::varchar(20)",
    ["1", "1.5", "1.10", "0.1", "16777216", "10000000000"],
  ],
  // Names that every JavaScript object knows
  ["select constructor from (select 1 as constructor) as t", ["1"]],
  // Order of nulls
  [`select a from ${T} order by a`, ["1"], ["2"], [null]],
  [`select a from ${T} order by a desc`, [null], ["2"], ["1"]],
  [`select a from ${T} order by a desc nulls last limit 1`, ["2"]],
  [`select row_number() over (order by a desc) as n, a from ${T} order by n limit 1`, ["1", null]],
  // Text
  ["select 'it''s', 'a\\\\b', 'it\\'s'", ["it's", "a\\b", "it's"]],
  ["select 'ab' || 'c', concat('a', null), len('é'), octet_length('é')", ["abc", null, "1", "2"]],
  ["select cast('abcdef' as varchar(3)), 'éé'::varchar(3)", ["abc", "é"]],
  // The longest texts of numbers, where they fit by a letter and where they do not.
  [
    "select a::varchar(20), a::varchar(19), b::varchar(11), b::varchar(10), c::varchar(6), c::varchar(5) from " +
      "(select -9223372036854775807 as a, -2147483648 as b, (-32768)::smallint as c) as t",
    ["-9223372036854775807", "-922337203685477580", "-2147483648", "-214748364", "-32768", "-3276"],
  ],
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
  [
    "select trim(both 'x' from 'xxaxx'), trim(leading from '  a '), trim('x' from 'xa'), position('l' in 'hello')",
    ["a", "a ", "a", "3"],
  ],
  [
    "select substring('hello', 2, 3), substring('hello' from 2 for 3), substring('hello', 0, 3), substring('hello', -1, 3), substring('hello', -1)",
    ["ell", "ell", "he", "h", "hello"],
  ],
  [
    "select sha1('a'), sha2('a', 256), length(sha2('a', 512)), md5('a')",
    [
      "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8",
      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
      "128",
      "0cc175b9c0f1b6a831c399e269772661",
    ],
  ],
  [
    `select listagg(distinct b, ',') within group (order by b), approximate count(distinct b) from ${T}`,
    ["x,z", "2"],
  ],
  ["select listagg(b, ',') within group (order by b desc) from " + T, ["z,x"]],
  [
    "select 'a_b' like 'a\\\\_b', 'axb' like 'a\\\\_b', 'A%' ilike 'a\\\\%', 'a!_' like 'a!!!_' escape '!', 'a_b' not like 'a\\\\_b'",
    ["t", "f", "t", "t", "f"],
  ],
  ["select len('a  '), length('a  ')", ["3", "3"]],
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
  [
    "select to_char(timestamp '2018-11-04 15:04:05', 'DD-MON-YYYY, HH12:MI am'), to_char(timestamp '2018-11-04 15:04:05', 'Day|DY|FMDay FMDD Month|Q|WW|D')",
    ["04-NOV-2018, 03:04 pm", "Sunday   |SUN|Sunday 4 November |4|44|1"],
  ],
  [
    "select trunc(timestamp '2018-11-01 20:57:10.796'), trunc(sysdate) = current_date, next_day('2018-11-04', 'Sun'), next_day('2018-11-04', 'monday'), last_day('2018-02-01')",
    ["2018-11-01", "t", "2018-11-11", "2018-11-05", "2018-02-28"],
  ],
  [
    "select extract(ms from timestamp '2009-09-09 12:08:43.101'), date_part(us, timestamp '2009-09-09 12:08:43.101'), extract(sec from timestamp '2009-09-09 12:08:43.101')",
    ["101", "43101000", "43"],
  ],
  ["select timestamp '2018-07-01 12:00:00' at time zone 'Europe/Oslo'", ["2018-07-01 10:00:00+00"]],
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
  [
    "select top 2 a from (select 1 as a union all select 2 union all select 3) as t order by a desc",
    ["3"],
    ["2"],
  ],
  ["select distinct top 1 b from (select 'p' as b union all select 'p') as t", ["p"]],
  [
    "(select top 1 a from (select 1 as a union all select 2) as t order by a) union all select 9",
    ["1"],
    ["9"],
  ],
  ["select a from (select 1 as a, 2 as b) as t natural join (select 1 as a, 3 as c) as u", ["1"]],
  ["select case when 1 = 1 then '7' end::int + 1, 12 / case when true then 4 end", ["8", "3"]],
  [`select at, "pivot", lambda from (select 1 as at, 2 as pivot, 3 as lambda) as t`, ["1", "2", "3"]],
  [
    `select t.system, "user" is not null from (select 1 as "system", 2 as "user") as t order by "system"`,
    ["1", "t"],
  ],
  [
    "select json_extract_path_text('{\"a\": {\"b\": [7]}}', 'a', 'b', '0'), json_extract_path_text('{}', 'a')",
    [null, null],
  ],
  [
    "select json_extract_array_element_text('[1, \"b\"]', 1), json_extract_array_element_text('[1]', 5), json_array_length('[1, 2]')",
    ["b", null, "2"],
  ],
  [
    `select doc.a.b[1], doc['a']['b'][0], doc.a.b[7], d.doc.n::int + 1, doc.list[0].x
       from (select json_parse('{"a": {"b": [1, 2]}, "n": 5, "list": [{"x": "y"}]}') as doc) as d where doc.n = 5`,
    ["2", "1", null, "6", '"y"'],
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

  it("names a column without a name after its column or its function", async () => {
    const { columns } = await warehouse.withSession((one) =>
      one.execute(
        `select count(*), count(*) total, a::int, cast(a as bigint), (a), 1, 'x', 'x' as y, a + 1, nvl(a, 1), current_date,
           case when a > 1 then 1 end, extract(year from sysdate), max(a) over (partition by a / 2), upper(b) || 'x', a is null, t.a, t.*
         from ${T} group by a, b`,
      ),
    );
    expect(columns.map(({ name }) => name)).toEqual(
      ["count", "total", "a", "a", "a", "?column?", "?column?", "y", "?column?", "coalesce", "date"].concat([
        "case",
        "date_part",
        "max",
        "?column?",
        "?column?",
        "a",
        "a",
        "b",
      ]),
    );
  });

  it("tells the types of sums and averages as Redshift does", async () => {
    const { columns } = await warehouse.withSession((one) =>
      one.execute(
        `select sum(a), avg(a), sum(a::bigint), sum(a::float), avg(a::decimal(8, 2)), sum(a::decimal(8, 2)), count(a) from ${T}`,
      ),
    );
    expect(columns.map(({ type }) => type)).toEqual(
      ["bigint", "bigint", "bigint", "double precision"].concat(["numeric(38,2)", "numeric(38,2)", "bigint"]),
    );
  });

  it.each(ANSWERS.map(([sql, ...rows]) => ({ sql, rows })))("$sql", async ({ sql, rows }) => {
    expect(await rowsOf(sql)).toEqual(rows);
  });
});
