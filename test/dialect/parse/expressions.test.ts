/** What binds more tightly than what, and what is refused since nobody can tell. */
import { describe, expect, test } from "vitest";
import { parseExpression, parseScript } from "../../../src/dialect/parse/parse.ts";
import { printExpression } from "../../../src/dialect/print/print.ts";
import type { Expression } from "../../../src/dialect/syntax/expression.ts";

/** The tree with brackets around every operator. */
function bracketed(expression: Expression): string {
  switch (expression.kind) {
    case "binary":
      return `(${bracketed(expression.left)} ${expression.operator} ${bracketed(expression.right)})`;
    case "unary":
      return `(${expression.operator} ${bracketed(expression.operand)})`;
    case "logical":
      return `(${expression.operands.map(bracketed).join(` ${expression.operator} `)})`;
    case "is":
      return `(${bracketed(expression.operand)} is ${expression.not ? "not " : ""}${expression.test})`;
    case "between":
      return `(${[expression.operand, expression.low, expression.high].map(bracketed).join(" between ")})`;
    case "in_list":
      return `(${bracketed(expression.operand)} in ${expression.items.map(bracketed).join(", ")})`;
    case "like":
      return `(${bracketed(expression.operand)} like ${bracketed(expression.pattern)})`;
    case "cast":
      return `(${bracketed(expression.operand)} :: ${expression.type.name})`;
    case "at_time_zone":
      return `(${bracketed(expression.operand)} zone ${bracketed(expression.zone)})`;
    default:
      return printExpression(expression);
  }
}

test.each([
  ["a + b * c", "(a + (b * c))"],
  ["a - b - c", "((a - b) - c)"],
  ["a * b / c % d", "(((a * b) / c) % d)"],
  ["a ^ b ^ c", "((a ^ b) ^ c)"],
  ["- a ^ b", "((- a) ^ b)"],
  ["- a * b", "((- a) * b)"],
  ["a * - b", "(a * (- b))"],
  ["- a::int", "(- (a :: int))"],
  ["a + b::int", "(a + (b :: int))"],
  ["a::int::text", "((a :: int) :: text)"],
  ["@ a + b", "(@ (a + b))"],
  ["|/ a * b", "(|/ (a * b))"],
  ["a || b + c || d", "((a || (b + c)) || d)"],
  ["a || b = c || d", "((a || b) = (c || d))"],
  ["a << b + c", "(a << (b + c))"],
  ["not a = b", "(not (a = b))"],
  ["not a and b", "((not a) and b)"],
  ["not not a", "(not (not a))"],
  ["a or b and c or d", "(a or (b and c) or d)"],
  ["not a is null", "(not (a is null))"],
  ["a + b is null", "((a + b) is null)"],
  ["a is null and b", "((a is null) and b)"],
  ["a is null = b", "((a is null) = b)"],
  ["a between b and c and d", "((a between b between c) and d)"],
  ["a between b + 1 and c || d", "(a between (b + 1) between (c || d))"],
  ["a = b in (c)", "(a = (b in c))"],
  ["a like b || c and d", "((a like (b || c)) and d)"],
  ["a || b like c", "((a || b) like c)"],
  ["a at time zone b + c", "((a zone b) + c)"],
  ["- a at time zone b", "((- a) zone b)"],
  ["a at time zone b at time zone c", "((a zone b) zone c)"],
  ["a + b = c - d or e", "(((a + b) = (c - d)) or e)"],
  ["a != b", "(a <> b)"],
  ["a ~ b || c", "((a ~ b) || c)"],
])("%s is %s", (source, tree) => {
  expect(bracketed(parseExpression(source))).toBe(tree);
});

describe("what versions of Postgres read differently is refused with the brackets to write", () => {
  test.each([
    "a = b = c",
    "a < b < c",
    "a = b <> c",
    "a = b is null",
    "a || b is null",
    "a like b like c",
    "~ a is null",
  ])("%s", (source) => {
    expect(() => parseExpression(source)).toThrow(
      expect.objectContaining({ next: "put brackets around what belongs together" }) as Error,
    );
  });
});

describe("a word is what the words around it make of it", () => {
  const kindOf = (source: string): string => parseExpression(source).kind;

  test.each([
    ["date '2008-01-01'", "typed_literal"],
    ["date", "column"],
    ["date (a)", "call"],
    ["timestamp with time zone '2008-01-01'", "typed_literal"],
    ['"timestamp"', "column"],
    ["t.timestamp", "column"],
    ["interval '30' day", "interval"],
    ["left (a, 1)", "call"],
    ["current_date", "keyword_value"],
    ['"current_date"', "column"],
    ["trim (a)", "trim"],
    ['"trim" (a)', "call"],
    ["trim", "column"],
    ["exists (select 1)", "exists"],
    ["(select 1)", "subquery"],
    ["((select 1) + 1)", "binary"],
    ["((select 1) union select 2)", "subquery"],
    ["(a)", "column"],
    ["(a, b)", "row"],
    ["a.b.c.d", "column"],
    ["a.b[0]", "subscript"],
    ["a.b[0].c", "field"],
    ["a (+)", "outer_join_mark"],
    ["prior a", "prior"],
    ["prior", "column"],
    ["a in ((select 1) union (select 2))", "in_query"],
    ["a in ((select 1))", "in_query"],
    ["a in ((select 1), 2)", "in_list"],
    ["$1", "parameter"],
    [":'a'", "variable"],
    [':"a"', "column"],
  ])("%s is a %s", (source, kind) => {
    expect(kindOf(source)).toBe(kind);
  });

  test("a unit behind an interval belongs to it, and is no name of the column", () => {
    expect(parseExpression("interval '30' day")).toMatchObject({ value: { value: "30" }, from: "day" });
    expect(() => parseScript("select interval '30' days")).toThrow('syntax error at or near "days"');
  });

  test("INTERSECT binds more tightly than UNION", () => {
    const [query] = parseScript("select 1 union select 2 intersect select 3 except select 4");
    expect(query).toMatchObject({
      body: {
        kind: "set_operation",
        first: { kind: "select" },
        rest: [
          { operator: "union", query: { kind: "set_operation", rest: [{ operator: "intersect" }] } },
          { operator: "except", query: { kind: "select" } },
        ],
      },
    });
  });
});
