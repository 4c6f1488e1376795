/** "Math functions" of the Database Developer Guide: its own examples, and what it is silent about. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

let database: BoundDatabase;
beforeAll(async () => {
  // A sale of the guide's sample database.
  database = await openBound(
    {
      sales:
        "commission decimal(8, 2), d double precision, n numeric(12, 2), i integer, s smallint, r real, x varchar(10), u super",
    },
    [`INSERT INTO public.sales VALUES (28.05, -4.25, -4.25, 1234, 7, 1.5, '11', '2.5')`],
  );
});
afterAll(() => database.close());

type Answer = readonly [string, ...(string | null)[][]];

const ANSWERS: Readonly<Record<string, readonly Answer[]>> = {
  ABS: [["select abs(-38), abs(14 - 76), abs(n) from sales", ["38", "62", "4.25"]]],
  "CEILING and FLOOR": [
    [
      "select ceiling(commission), floor(commission), ceil(d), floor(d), ceil(i), floor(r), floor(-0.5) from sales",
      ["29", "28", "-4", "-5", "1234", "1", "-1"],
    ],
  ],
  ROUND: [
    [
      "select round(commission), round(commission, 1), round(commission, -1) from sales",
      ["28", "28.1", "30"],
    ],
    [
      "select round(i, -2), round(s), round(i, 3), round(99.99, 1), round(99, -2), round(commission, 4) from sales",
      ["1200", "7", "1234", "100.0", "100", "28.05"],
    ],
    // The guide does not tell to which side a half of a DOUBLE PRECISION goes: away from zero.
    ["select round(2.5::float), round(-2.5::float), round(2.345::float, 2)", ["3", "-3", "2.35"]],
  ],
  TRUNC: [
    [
      "select trunc(111.15), trunc(111.15, 1), trunc(111.15, -1), trunc(-1.99), trunc(d), trunc(i, -2) from sales",
      ["111", "111.1", "110", "-1", "-4", "1200"],
    ],
  ],
  MOD: [
    [
      "select mod(10, 4), mod(10.5, 4), mod(cast(16.4 as integer), 5), mod(5, 2) = 0, 11 % 4",
      ["2", "2.5", "1", "f", "3"],
    ],
  ],
  "POWER, EXP and logarithms": [
    [
      "select power(2, 3), pow(2, 0.5), exp(0), dexp(0), sqrt(16), round(cbrt(27), 9), log(100), dlog10(100), ln(1), dlog1(1)",
      ["8", "1.4142135623730951", "1", "1", "4", "3", "2", "2", "0", "0"],
    ],
    // "LOG function": the base comes first, and is 10 where it is left out.
    ["select log(2, 100), log(100), log(0.5, 8)", ["6.643856189774725", "2", "-3"]],
    // The guide has one digit more, 0.9999999998311267: the last one is the machine's.
    ["select round(ln(2.718281828), 15)", ["0.999999999831127"]],
  ],
  SIGN: [["select sign(commission), sign(d), sign(n), sign(0) from sales", ["1", "-1", "-1", "0"]]],
  angles: [
    [
      "select pi(), degrees(pi()), radians(180), sin(0), cos(0), tan(0), asin(0), acos(1), atan(0), atan2(0, 1)",
      ["3.141592653589793", "180", "3.141592653589793", "0", "1", "0", "0", "0", "0", "0"],
    ],
    ["select round(cot(1), 9)", ["0.642092616"]],
  ],
  TO_HEX: [["select to_hex(2147676847), to_hex(10), to_hex(-1)", ["8002f2af", "a", "ffffffff"]]],
  STRTOL: [
    [
      "select strtol('0xf', 16), strtol('abcd1234', 16), strtol('1234567', 10), strtol('1234567', 8), strtol('110101', 2)",
      ["15", "2882343476", "1234567", "342391", "53"],
    ],
    [
      "select strtol('', 10), strtol('  -11', 10), strtol(x, 2), strtol(null, 10) from sales",
      ["0", "-11", "3", null],
    ],
  ],
};

describe.each(Object.entries(ANSWERS))("%s", (_, answers) => {
  it.each(answers.map(([sql, ...rows]) => ({ sql, rows })))("$sql", async ({ sql, rows }) => {
    expect((await database.ask(sql)).rows).toEqual(rows);
  });
});

it("the types are those of the guide", async () => {
  const { types } = await database.ask(
    "select sign(d), sign(n), ceil(i), floor(s), round(i, 1), ceil(r), trunc(d, 1), abs(s), power(i, 2) from sales",
  );
  expect(types).toEqual([
    "double precision",
    "numeric(1,0)",
    "integer",
    "smallint",
    "integer",
    "real",
    "double precision",
    "smallint",
    "double precision",
  ]);
});

// The words of the errors are PostgreSQL's: the guide has none, but for STRTOL's digits none at all.
describe("what has no value is an error", () => {
  it.each([
    ["select sqrt(d) from sales", "[2201F] cannot take square root of a negative number"],
    ["select ln(d) from sales", "[2201E] cannot take logarithm of a negative number"],
    ["select log(0)", "[2201E] cannot take logarithm of zero"],
    ["select acos(2)", "[22003] input is out of range"],
    ["select exp(1000)", "[22003] value out of range: overflow"],
    ["select log(1, 8)", "[22012] division by zero"],
    ["select log(-2, 8)", "[2201E] cannot take logarithm of a negative number"],
    ["select power(0, -1)", "[2201F] zero raised to a negative power is undefined"],
    ["select power(d, 0.5) from sales", "[2201F] a negative number raised to a non-integer power"],
    ["select mod(i, 0) from sales", "[22012] division by zero"],
    ["select strtol('12', 2)", "[22P02] The input 12 is not valid to be converted to base 2"],
    ["select strtol('9223372036854775808', 10)", "[22003] The input 9223372036854775808 is out of range"],
    ["select strtol('1', 37)", "[22023] the base 37 is not between 2 and 36"],
  ])("%s", async (sql, says) => {
    await expect(database.ask(sql)).rejects.toThrow(says);
  });

  // "Numeric types" has the ranges of floats, and 38 digits for a decimal; what is beyond is an error in PostgreSQL 8.
  it.each([
    "1.7e308 * 10",
    "1.7e308::float + 1.7e308::float",
    "-1.7e308::float - 1.7e308::float",
    "1e308::float / 0.1::float",
    "1 / (1e308::float * 10)",
    "3e38::real * r",
    "1e300 ^ 2",
    "degrees(1e308)",
    "sum(x) from (select 1.7e308::float as x union all select 1.7e308) as two",
    "avg(x) from (select 1.7e308::float as x union all select 1.7e308) as two",
    "ratio_to_report(x) over () from (select 1.7e308::float as x union all select 1.7e308) as two",
    "sum(x) over () from (select -1.7e308::float as x union all select -1.7e308) as two",
    "99999999999999999999999999999999999999 + 1",
    "round(99999999999999999999999999999999999999, -1)",
    "sum(x) from (select 90000000000000000000000000000000000000 as x union all select 20000000000000000000000000000000000000) as two",
  ])("select %s is out of range", async (expression) => {
    const from = expression.includes(" from ") ? "" : " from sales";
    await expect(database.ask(`select ${expression}${from}`)).rejects.toThrow(
      /22003|Overflow in addition of DECIMAL\(38\)/,
    );
  });

  it("but an infinity that was given, and what is no number", async () => {
    const { rows } = await database.ask(
      `select x * 2, -x / 3, x - x, x * 1e300 * 1e300, 'nan'::float8 + 1, sum(x), avg(x), 1 / x
        from (select 'inf'::float8 as x) as one group by x`,
    );
    expect(rows).toEqual([["Infinity", "-Infinity", "NaN", "Infinity", "NaN", "Infinity", "Infinity", "0"]]);
  });

  it("and sums that groups are chosen and ordered by", async () => {
    const { rows } = await database.ask(
      `select i, sum(d * 2), i * d from sales group by i, i * d having sum(d * 2) / 2 < 0 and sum(commission::decimal(30, 2)) > 0
        order by sum(d) / 2, i * d`,
    );
    expect(rows).toEqual([["1234", "-8.5", "-5244.5"]]);
  });

  it("and the largest numbers", async () => {
    const { rows } = await database.ask(
      `select 1.7e308 * 1, 99999999999999999999999999999999999998 + 1, round(99999999999999999999999999999999999989, -1),
        (((x / 2) / 4) + 1) * 8 - x, 1 / (1 / (1 / (1 / (1 / (1 / (1 / (1 / x))))))) from (select 8::float8 as x) as one`,
    );
    const most = "9".repeat(37);
    expect(rows).toEqual([["1.7e+308", `${most}9`, `${most}90`.slice(1), "8", "8"]]);
  });

  it.each(["select round(commission, i) from sales", "select trunc(n, s) from sales"])(
    "%s is refused",
    (sql) => {
      expect(() => database.bind(sql)).toThrow(/the number of places of (?:round|trunc) has to be a literal/);
    },
  );
});
