/** What holds for every tree and every text. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_DEPTH } from "../../../src/dialect/parse/cursor.ts";
import { parseExpression, parseScript } from "../../../src/dialect/parse/parse.ts";
import { ParseError } from "../../../src/dialect/parse-error.ts";
import { printExpression, printStatement } from "../../../src/dialect/print/print.ts";
import { splitStatements } from "../../../src/dialect/statements.ts";
import { STATEMENTS } from "./examples.ts";
import { expressions, queries } from "./trees.ts";
import { withoutSpans } from "./without-spans.ts";

test("an expression is read as the tree that was printed", () => {
  fc.assert(
    fc.property(expressions, (tree) => {
      expect(withoutSpans(parseExpression(printExpression(tree)))).toEqual(withoutSpans(tree));
    }),
    { numRuns: 1000 },
  );
});

test("a query is read as the tree that was printed", () => {
  fc.assert(
    fc.property(queries, (tree) => {
      expect(withoutSpans(parseScript(printStatement(tree)))).toEqual([withoutSpans(tree)]);
    }),
    { numRuns: 300 },
  );
});

/** Where a text stops being SQL: -1 where it is all SQL. @throws whatever is no ParseError. */
function offsetOf(source: string): number {
  try {
    parseScript(source);
    return -1;
  } catch (error) {
    if (error instanceof ParseError) return error.offset;
    throw error;
  }
}

const TOKENS = [
  ...new Set(
    STATEMENTS.flatMap((text) => splitStatements(text).statements.flatMap(({ tokens }) => tokens)).map(
      ({ text }) => text,
    ),
  ),
];

test("whatever is no statement is refused with its place, and with nothing but a ParseError", () => {
  const words = fc.array(
    fc.oneof(fc.constantFrom(...TOKENS), fc.constantFrom("select", "(", ")", ",", "from", "zzz")),
    { maxLength: 12 },
  );
  const cut = fc
    .tuple(fc.constantFrom(...STATEMENTS), fc.nat(), fc.nat(), words)
    .map(
      ([text, from, to, put]) =>
        text.slice(0, from % text.length) + put.join(" ") + text.slice(to % text.length),
    );
  fc.assert(
    fc.property(
      fc.oneof(
        cut,
        words.map((each) => each.join(" ")),
      ),
      (source) => {
        expect(offsetOf(source)).toBeLessThanOrEqual(source.length);
      },
    ),
    { numRuns: 3000 },
  );
});

const DEEP = 20_000;

test.each([
  ["brackets", `select ${"(".repeat(DEEP)}1${")".repeat(DEEP)}`],
  ["brackets that are never closed", `select ${"(".repeat(DEEP)}`],
  ["subqueries", `select * from ${"(select * from ".repeat(DEEP)}t${")".repeat(DEEP)}`],
  ["scalar subqueries", `select ${"(select ".repeat(DEEP)}1${")".repeat(DEEP)}`],
  ["brackets in FROM", `select * from ${"(".repeat(DEEP)}t${")".repeat(DEEP)}`],
  ["brackets around queries", `${"(".repeat(DEEP)}select 1${")".repeat(DEEP)}`],
  ["signs", `select ${"- ".repeat(DEEP)}1`],
  ["NOT", `select ${"not ".repeat(DEEP)}a`],
  ["sums", `select 1${" + 1".repeat(DEEP)}`],
  ["casts", `select 1${"::int".repeat(DEEP)}`],
  ["subscripts", `select a${"[0]".repeat(DEEP)}`],
  ["steps", `select a[0]${".b".repeat(DEEP)}`],
  ["CASE", `select ${"case when a then ".repeat(DEEP)}1${" end".repeat(DEEP)}`],
  ["calls", `select ${"f(".repeat(DEEP)}1${")".repeat(DEEP)}`],
  ["SUBSTRING", `select ${"substring(".repeat(DEEP)}a${", 1)".repeat(DEEP)}`],
  ["joins", `select * from t${" cross join u".repeat(DEEP)}`],
  ["joins before their conditions", `select * from t${" join u".repeat(DEEP)}${" on true".repeat(DEEP)}`],
  ["CTEs", `${"with a as (".repeat(DEEP)}select 1${") select 1".repeat(DEEP)}`],
  ["EXPLAIN", `${"explain ".repeat(DEEP)}select 1`],
  ["PREPARE", `${"prepare p as ".repeat(DEEP)}select 1`],
  ["GROUPING SETS", `select a from t group by ${"grouping sets (".repeat(DEEP)}a${")".repeat(DEEP)}`],
  ["PIVOT", `select * from t${" pivot (sum(a) for b in (1))".repeat(DEEP)}`],
])("%s that nest deeper than the bound are refused", (_what, source) => {
  expect(() => parseScript(source)).toThrow(
    `the statement is nested deeper than ${String(MAX_DEPTH)} levels`,
  );
});

test.each([
  ["OR", `select a${" or a".repeat(DEEP)}`],
  ["AND", `select a${" and a".repeat(DEEP)}`],
  ["IN", `select a in (1${", 1".repeat(DEEP)})`],
  ["UNION ALL", `select 1${" union all select 1".repeat(DEEP)}`],
  ["INTERSECT", `select 1${" intersect select 1".repeat(DEEP)}`],
  ["VALUES", `insert into t values (1)${", (1)".repeat(DEEP)}`],
  ["WHEN", `select case${" when a then b".repeat(DEEP)} end`],
  ["columns", `select a${", a".repeat(DEEP)} from t${", t".repeat(DEEP)}`],
  ["GRANT", `grant select on t${", t".repeat(DEEP)} to a`],
])("a chain of %s may be as long as it likes, since it is not deep", (_what, source) => {
  const [statement] = parseScript(source);
  expect(statement).toBeDefined();
});
