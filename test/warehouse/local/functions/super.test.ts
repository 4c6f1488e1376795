/**
 * "Querying semistructured data", "Operators and functions", "Limitations", "SUPER configurations", "Array functions", "Object functions" and
 * "SUPER type information functions" of the Developer Guide: its examples with its answers, and what it says in words.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

type Answer = readonly [expression: string, ...answers: (string | null)[]];

/** What of one row `t (s super)`: an object that has one attribute of every kind. */
const DOCUMENT =
  '{"n":5,"d":1.5,"f":2.5e0,"t":"abc","b":true,"z":null,"o":{"a":1},"l":[1,"x",null],"w":"P  ","y":"2001-09-08"}';

const ANSWERS: Readonly<Record<string, readonly Answer[]>> = {
  Navigation: [
    ["s.l[1], s.o.a, t.s.l[0], s['o'].a", '"x"', "1", "1", "1"],
    ["s.l[s.n - 4], s.l[length('a')]", null, '"x"'],
  ],
  "Lax semantics": [
    [
      "s.something, s.n.a, s.l.a, s.o[0], s.l[7], s.l[-1], s.l[1][1]",
      null,
      null,
      null,
      null,
      null,
      null,
      null,
    ],
    ["s.t::integer, s.l::integer, s.o::boolean, s.y::integer", null, null, null, null],
    ["s.z is null, s.nothing is null, s.z is not null, s.n is null", "t", "t", "f", "f"],
    ["coalesce(s.z, s.nothing, s.n), nvl(s.z, 'x'), nvl2(s.z, 1, 2)", "5", '"x"', "2"],
    ["count(s.z), count(s.nothing), count(s.n), count(s.l[2])", "0", "0", "1", "0"],
  ],
  "Dynamic typing": [
    // "In all other cases, the equality sign evaluates to false, including … different types."
    ["s.t = 'abc', s.t = 'x', s.n = 'abc', s.n = '5', s.l = 'abc'", "t", "f", "f", "f", "f"],
    ["s.t <> 'abc', s.n <> 'abc'", "f", "t"],
    [
      "s.t <= 'abc', s.t < 'abc', s.t > 'abb', s.n <= 'P', 'P' >= s.n, s.t < 1",
      "t",
      "f",
      "t",
      null,
      null,
      null,
    ],
    [
      "s.n = 5, s.n = 5.0, s.n = 5::float, s.d = 1.5, s.f = 2.5, s.n < 5.5, s.n >= s.d",
      "t",
      "t",
      "t",
      "t",
      "t",
      "t",
      "t",
    ],
    ["s.n between 4 and 6, s.n in (4, 5), s.t in ('abc', 'd'), s.t in ('d')", "t", "t", "t", "f"],
    // "… ignoring trailing white-space characters similar to … CHAR and VARCHAR types."
    ["s.w = 'P', s.w = 'P '::char(3), s.w in ('P')", "t", "t", "t"],
    // "Equality on objects and arrays … deep equal."
    [`s.o = json_parse('{ "a" : 1.0 }'), s.l = array(1, 'x', null), s.l = array(1, 'x')`, "t", "t", "f"],
    [`json_parse('{"a":1,"b":2}') = json_parse('{"b":2,"a":1}')`, "t"],
    // The guide has equality for objects and arrays, and no order but that of ORDER BY.
    ["s.l < array(2), s.o >= s.o", null, null],
    ["s.z = s.z, s.nothing = 1, s.z <> 1", null, null, null],
    ["case when s.b then 'yes' end, case when s.n then 'yes' end, not s.b", "yes", null, "f"],
    // "Other functions return null when mistyped arguments are used."
    ["upper(s.t), upper(s.n), length(s.w), lower(s.l)", "ABC", null, "3", null],
    ["json_typeof(s.t), json_typeof(s.n), json_typeof(s.l)", "string", "number", "array"],
  ],
  "strings have no quotes where they are texts": [
    ["s.t::varchar, s.t || 'x', 'x' || s.t, s.t like 'a%', s.t ilike 'A_C'", "abc", "abcx", "xabc", "t", "t"],
    ["s.t::varchar(2), s.w::varchar, s.w::char(5), s.t", "ab", "P  ", "P", '"abc"'],
    ["s.n || 'x', s.l || 'x', s.z || 'x'", null, null, null],
  ],
  "Limitations: casts": [
    ["5::super::bool, 5.0::super::bool, 0::super::bool", "t", null, "f"],
    [
      "s.y, json_typeof(s.y), s.y::date, s.y::timestamp",
      '"2001-09-08"',
      "string",
      "2001-09-08",
      "2001-09-08 00:00:00",
    ],
    // "Cast from non-scalar values to string returns NULL."
    ["s.l, s.l::varchar, s.o::varchar, json_serialize(s.l)", '[1,"x",null]', null, null, '[1,"x",null]'],
    ["s.n::varchar, s.d::varchar, s.b::varchar, s.f::varchar", "5", "1.5", "true", "2.5"],
    [
      "s.d::integer, s.d::decimal(4,3), s.f::integer, s.b::integer, s.n::smallint",
      "2",
      "1.500",
      "2",
      "1",
      "5",
    ],
    [
      "'12'::super::integer, '1.5'::super::integer, '1.5'::super::float, 'yes'::super::bool",
      "12",
      null,
      "1.5",
      "t",
    ],
    ["40000::super::smallint, 123456::super::decimal(4,1)", null, null],
  ],
  "values become SUPER": [
    ["1::super, 1.50::super, 'a\"b'::super, true::super, null::super", "1", "1.50", '"a\\"b"', "true", null],
    ["2.22::float::super, 100::float::super, 'a'::char(3)::super", "2.22e+0", "1e+2", '"a"'],
  ],
  "Arithmetic operators": [
    [
      "s.n + 1, 1 + s.n, s.n - 7, s.n * s.n, s.n + s.d, s.n * 1.50, - s.n, + s.n",
      "6",
      "6",
      "-2",
      "25",
      "6.5",
      "7.50",
      "-5",
      "5",
    ],
    // (x + 0.5) * x / 10: the scale of the quotient comes from the digits that the divisor has.
    ["(json_parse('4192801') + 0.5) * json_parse('4192801') / 10", "1757958232200.1500"],
    ["s.n + s.f, s.f * 2", "7.5e+0", "5e+0"],
    ["s.n % 3, s.d % 1", "2", "0.5"],
    // "If one operand is a string and the other operand is a number, the result is null."
    [
      "s.t + s.t, s.t + 'x', s.t + 1, s.t - 1, s.l + 1, - s.t, + s.t, s.z + 1",
      '"abcabc"',
      '"abcx"',
      null,
      null,
      null,
      null,
      null,
      null,
    ],
  ],
  "Arithmetic functions": [
    // ABS keeps the scale, the others have none; what is no number is NULL.
    [
      "abs(-1.50::super), floor(s.d), ceil(s.d), ceiling(- s.d), round(s.d), trunc(s.d), abs(s.f)",
      "1.50",
      "1",
      "2",
      "-1",
      "2",
      "1",
      "2.5e+0",
    ],
    [
      "floor(1389636795898.0500::super), ceil(1389636795898.0500::super), round(1389636795898.0500::super)",
      "1389636795898",
      "1389636795899",
      "1389636795898",
    ],
    ["abs(s.t), floor(s.l), round(s.z), sqrt(s.t)", null, null, null, null],
  ],
  "Array functions": [
    [
      "array(1,50,null,100), array(1,'abc',true,3.14), array()",
      "[1,50,null,100]",
      '[1,"abc",true,3.14]',
      "[]",
    ],
    ["array_concat(json_parse('[10001,10002]'), json_parse('[10003,10004]'))", "[10001,10002,10003,10004]"],
    ["array_concat(s.n, array(1)), array_flatten(s.t)", null, null],
    ["subarray(array('a', 'b', 'c', 'd', 'e', 'f'), 2, 3)", '["c","d","e"]'],
    // "A negative position counts backward from the end of the array."
    ["subarray(array('a', 'b', 'c', 'd'), -2, 2)", '["c","d"]'],
    ["array_flatten(array(1, array(2, array(3, array()))))", "[1,2,3]"],
    ["get_array_length(array(1,2,3,4,5,6,7,8,9,10)), get_array_length(s.o)", "10", null],
    ["split_to_array('12|345|6789', '|'), split_to_array('a,b')", '["12","345","6789"]', '["a","b"]'],
    [
      "array_contains(array('red', 'green'), 'red'), array_contains(array('red', null, 'green'), null)",
      "t",
      "t",
    ],
    [
      "array_contains(array('red', null, 'green'), 'blue', true), array_contains(array('red', null), 'blue', false)",
      "f",
      null,
    ],
    ["array_position(array('red', 'green'), 'red'), array_position(array(1, 2, 3), 4)", "0", "-1"],
    [
      "array_position(array('red', null, 'green'), null), array_position(array('red', null), 'blue', false)",
      "1",
      null,
    ],
    [
      "array_positions(array('red', 'green', 'red'), 'red'), array_positions(array(1, 2, 3), 4)",
      "[0,2]",
      "[]",
    ],
    ["array_distinct(array(1, 1, 'a', 'a', null, null))", '[1,"a",null]'],
    ["array_distinct(array_concat(array(1,2,3,3), array(2,3,4,4)))", "[1,2,3,4]"],
    ["array_union(array('b','a','b'), array(null,'b',null))", '["b","a",null]'],
    [
      "array_intersection(array('a','b','b'), array('b','b','b')), array_intersection(array('a','b','b'), array('b','b','b'), true)",
      '["b","b"]',
      '["b"]',
    ],
    ["array_intersection(array('a',null), array('b',null))", "[null]"],
  ],
  "Object functions": [
    ["object(), object('a', 1, 'b', true, 'c', 3.14)", "{}", '{"a":1,"b":true,"c":3.14}'],
    [
      "object('a', object('aa', 1), 'b', array(2,3), 'c', json_parse('{}'))",
      '{"a":{"aa":1},"b":[2,3],"c":{}}',
    ],
    [`lower_attribute_names(json_parse('{"AttributeName": "Value"}')).attributename`, '"Value"'],
    [
      `upper_attribute_names(json_parse('[{"Subobject": {"c": "c"}, "Subarray": [{"d": "d"}, "e"] }]')), upper_attribute_names('a'::super)`,
      '[{"SUBOBJECT":{"C":"c"},"SUBARRAY":[{"D":"d"},"e"]}]',
      '"a"',
    ],
  ],
  "SUPER type information functions": [
    ["decimal_precision(3.14159::super), decimal_scale(3.14159::super), decimal_scale(s.t)", "6", "5", null],
    ["is_array(s.l), is_array(s.o), is_array(s.z), is_object(s.o), is_object(s.n)", "t", "f", "f", "t", "f"],
    [
      "is_bigint(s.n), is_integer(s.n), is_smallint(s.n), is_smallint(40000::super), is_integer(s.d), is_bigint(s.f)",
      "t",
      "t",
      "t",
      "f",
      "f",
      "f",
    ],
    [
      "is_decimal(1.22::super), is_decimal(s.n), is_decimal(s.f), is_float(2.22::float::super), is_float(s.d)",
      "t",
      "t",
      "f",
      "t",
      "f",
    ],
    [
      "is_char('t'::super), is_char('ü'::super), is_varchar('abc'::super), is_varchar(s.n)",
      "t",
      "f",
      "t",
      "f",
    ],
    [
      "is_boolean(true::super), is_boolean(s.n), is_scalar(s.t), is_scalar(s.o), is_scalar(s.z)",
      "t",
      "f",
      "t",
      "f",
      "f",
    ],
    ["json_size(json_parse('[10001,10002,\"⬤\"]'))", "19"],
    [
      'json_typeof(array(1,2)), json_typeof(json_parse(\'{"name":"Joe"}\')), json_typeof(s.b)',
      "array",
      "object",
      "boolean",
    ],
    // The guide has "null" among the answers, and says nothing of what is not there.
    ["json_typeof(s.z), json_typeof(json_parse('null')), json_typeof(s.nothing)", "null", "null", "null"],
  ],
};

/** Queries with more than one row. */
const QUERIES: readonly { readonly sql: string; readonly rows: readonly (readonly (string | null)[])[] }[] = [
  {
    // "Order by": boolean, number, string, array, object.
    sql: "select s from kinds order by s",
    rows: [
      ["true"],
      ["-2.5"],
      ["1"],
      ["9"],
      ["10"],
      ['"AWS"'],
      ['"Amazon"'],
      ['[1,"abc",null]'],
      ['{"a":1}'],
      [null],
    ],
  },
  {
    // "SUM function", "AVG function": of a SUPER argument the result is one. What is no number is NULL ("Dynamic typing"), and left out.
    sql: "select sum(s), min(s), max(s), count(s), sum(distinct s) from kinds",
    rows: [["17.5", "true", '{"a":1}', "9", "17.5"]],
  },
  { sql: "select sum(s), avg(s), max(s) from kinds where s = 'AWS'", rows: [[null, null, '"AWS"']] },
  // The guide does not say what an average of numbers of several types is: one of the type that their sum has.
  { sql: "select avg(s) from kinds", rows: [["4.4"]] },
  { sql: "select avg(s) from kinds where s > 0", rows: [["6"]] },
  {
    sql: "select sum(s) over (order by s rows unbounded preceding) from kinds where s > 1 order by 1",
    rows: [["9"], ["19"]],
  },
  { sql: "select median(s), percentile_cont(0.5) within group (order by s) from kinds", rows: [["5", "5"]] },
  { sql: "select listagg(s, '-') within group (order by s) from kinds", rows: [["AWS-Amazon"]] },
  { sql: "select greatest(s, 2::super), least(s, 'x'::super) from kinds where s = 1", rows: [["2", "1"]] },
  { sql: "select s from kinds order by s desc limit 2", rows: [[null], ['{"a":1}']] },
  {
    // Equal values that differ in blanks, scale or the order of attributes are one.
    sql: "select count(*), max(id) from twins group by s order by 1, 2",
    rows: [
      ["2", "2"],
      ["2", "4"],
      ["2", "6"],
      ["2", "8"],
    ],
  },
  { sql: "select count(distinct s) from twins", rows: [["4"]] },
  { sql: "select count(*) from (select distinct s from twins) as d", rows: [["4"]] },
  { sql: "select count(*) from twins as a join twins as b on a.s = b.s", rows: [["16"]] },
  { sql: "select count(*) from (select s from twins union select s from twins) as u", rows: [["4"]] },
  { sql: "select count(*) from twins where s in (select s from twins where id = 5)", rows: [["2"]] },
  {
    sql: "select row_number() over (partition by s order by id) from twins where id < 3",
    rows: [["1"], ["2"]],
  },
];

describe("SUPER values", () => {
  let database: BoundDatabase;
  beforeAll(async () => {
    database = await openBound({ t: "s super", kinds: "s super", twins: "id integer, s super" }, [
      `INSERT INTO public.t VALUES ('${DOCUMENT}')`,
      `INSERT INTO public.kinds VALUES ('"AWS"'), ('1'), ('[1,"abc",null]'), ('-2.5'), ('"Amazon"'), ('true'), ('{"a":1}'), ('10'), ('9'), (NULL)`,
      `INSERT INTO public.twins VALUES (1, '[1, 2]'), (2, '[1,2]'), (3, '1.0'), (4, '1'), (5, '"a"'), (6, '"a "'), (7, '{"a":1,"b":2}'), (8, '{ "b": 2, "a": 1 }')`,
    ]);
  });
  afterAll(() => database.close());

  for (const [page, answers] of Object.entries(ANSWERS)) {
    it.each(answers)(`${page}: %s`, async (expressions, ...answer) => {
      await expect(database.ask(`select ${expressions} from t`)).resolves.toMatchObject({ rows: [answer] });
    });
  }

  it.each(QUERIES)("$sql", async ({ sql, rows }) => {
    await expect(database.ask(sql)).resolves.toMatchObject({ rows });
  });

  it.each([
    // "Arithmetic overflows still cause query errors."
    ["json_parse('99999999999999999999999999999999999999') * 10", "more than 38 digits"],
    ["s.n / 0", "division by zero"],
    ["sum('a'::varchar)", "function sum(character varying) does not exist"],
    ["abs('a'::varchar)", "function abs(character varying) does not exist"],
    ["- 'a'::varchar", "operator does not exist"],
    // "Amazon Redshift doesn't cast the date and time types to SUPER."
    ["'2019-09-09'::date::super", "cannot cast type date to super"],
    ["object('k', '2008-12-31'::date)", "is not of type super"],
    [
      `upper_attribute_names(json_parse('{"A": "A", "a": "a"}'))`,
      "duplicate attributes after case conversion",
    ],
    ["s.n < any (select s.n from t)", "SUPER values cannot be compared by < ANY on the local warehouse"],
    ["size(s)", "not supported on the local warehouse"],
  ])("%s is an error: %s", async (expression, says) => {
    await expect((async () => await database.ask(`select ${expression} from t`))()).rejects.toThrow(says);
  });

  it("have attributes in lower case, quoted or not (LOWER_ATTRIBUTE_NAMES function)", async () => {
    const { rows } = await database.ask(
      `select s.AttributeName, s."AttributeName", s.attributename from (select json_parse('{"AttributeName":1,"attributename":2}') as s) as q`,
    );
    expect(rows).toEqual([["2", "2", "2"]]);
  });
});
