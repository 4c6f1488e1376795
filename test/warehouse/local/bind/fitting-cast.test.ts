/** What is said of a call or an operator that there is not with these types: the argument by its name, and the cast that fits. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

let database: BoundDatabase;
beforeAll(async () => {
  database = await openBound({
    t: "a integer, b varchar(10), n decimal(12, 2), d date, f boolean, ts timestamp",
  });
});
afterAll(() => database.close());

it.each([
  ["n < b", "cast b to numeric(12,2): b::numeric(12,2)"],
  ["a + b", "cast b to integer: b::integer"],
  ["f + 1", "cast f to integer: f::integer"],
  ["d + b", "cast b to date: b::date"],
  ["d = upper(b)", "cast the right side to date: x::date"],
  ["- b", "cast b to double precision: b::double precision"],
  ["1.5 & 2", "cast 1.5 to smallint: 1.5::smallint"],
  ["d - n", "cast n to integer: n::integer"],
  ["f || 'x'", "write case when f then 'true' else 'false' end for argument 1"],
  ["f like 'x'", "write case when f then 'true' else 'false' end for argument 1"],
  ["d < a", "no cast converts one to the other; docs/dialect.md says which types have operators"],
  ["abs(b)", "cast b to double precision: b::double precision"],
  ["abs(d)", "the argument has to be of type double precision"],
  ["left(b, b || 'x')", "cast argument 2 to integer: x::integer"],
  ["upper(f)", "write case when f then 'true' else 'false' end for the argument"],
  ["abs(a, 2)", "abs takes 1 argument"],
  ["substring(b, 1, 2, 3)", "substring takes 2 or 3 arguments"],
  ["dateadd(day, f, d)", "cast f to bigint: f::bigint"],
  ["array_lower(null, 1)", "argument 1 has to be an array"],
  ["array_lower(b, 1)", "argument 1 has to be an array"],
  ["avg(b)", "cast b to double precision: b::double precision"],
  ["sum(f)", 'the page "SUM function" of the Developer Guide says what it takes'],
])("select %s: %s", (expression, next) => {
  expect(() => database.bind(`select ${expression} from t`)).toThrow(
    expect.objectContaining({ sqlState: "42883", next }),
  );
});

it.each([
  ["count(distinct a, b)", "function count(integer, character varying) does not exist"],
  ["avg(a, b)", "function avg(integer, character varying) does not exist"],
  ["listagg(b, 'x', a)", "function listagg(character varying, unknown, integer) does not exist"],
  ["nth_value(a) over ()", "function nth_value(integer) does not exist"],
])("%s is told with the types that it was given", (expression, message) => {
  expect(() => database.bind(`select ${expression} from t`)).toThrow(message);
});

it("names the function that a misspelt one may be, also where its date part passes for a column", () => {
  expect(() => database.bind("select datedif(day, d, d) from t")).toThrow(
    expect.objectContaining({
      sqlState: "42703",
      message: 'column "day" does not exist',
      next: "did you mean the function datediff?",
    }),
  );
  expect(() => database.bind("select dat(d, x) from t")).toThrow(
    expect.objectContaining({ sqlState: "42703", message: 'column "x" does not exist' }),
  );
});
