/** What stands after an operand and makes a condition of it ("Conditions" of the Database Developer Guide). */
import type { Is, Like } from "../syntax/condition.ts";
import type { BinaryOperator, ComparisonOperator, Expression } from "../syntax/expression.ts";
import type { Cursor } from "./cursor.ts";
import { isQuery, queryInBrackets, subqueryOr } from "./in-brackets.ts";

const CONDITIONS: ReadonlySet<string> = new Set(["between", "in", "like", "ilike", "similar"]);

/** Returns whether BETWEEN, IN, LIKE, ILIKE or SIMILAR TO stands here, with NOT or without. */
export function conditionAhead(cursor: Cursor): boolean {
  return CONDITIONS.has(cursor.word() === "not" ? cursor.word(1) : cursor.word());
}

/**
 * Reads the condition that stands after `operand`.
 * @param start where the operand starts
 * @param operator the comparison that was read, where ANY, SOME or ALL follows
 */
export function condition(
  cursor: Cursor,
  operand: Expression,
  start: number,
  operator?: BinaryOperator,
): Expression {
  if (operator !== undefined) return quantified(cursor, operand, start, operator as ComparisonOperator);
  if (["is", "isnull", "notnull"].includes(cursor.word())) return is(cursor, operand, start);
  const not = cursor.accept("not");
  if (cursor.accept("between")) {
    const symmetric = cursor.acceptOne("symmetric", "asymmetric") === "symmetric";
    const low = cursor.rules.tight(cursor);
    cursor.expect("and");
    const high = cursor.rules.tight(cursor);
    return { kind: "between", operand, not, symmetric, low, high, span: cursor.span(start) };
  }
  if (cursor.accept("in")) return inCondition(cursor, operand, not, start);
  return like(cursor, { operand, not, start });
}

function is(cursor: Cursor, operand: Expression, start: number): Is {
  const word = cursor.take("IS").value;
  const not = word === "notnull" || (word === "is" && cursor.accept("not"));
  if (word === "is" && cursor.isWords("distinct", "from")) {
    throw cursor.errorAt(
      cursor.at,
      not ? "write: a = b or (a is null and b is null)" : "write: a != b or (a is null) != (b is null)",
      "Redshift has no IS DISTINCT FROM",
    );
  }
  const test = word === "is" ? cursor.expectOne("null", "true", "false", "unknown") : "null";
  return { kind: "is", operand, not, test, span: cursor.span(start) };
}

function inCondition(cursor: Cursor, operand: Expression, not: boolean, start: number): Expression {
  const read = cursor.inBrackets((inside) => {
    if (isQuery(inside)) return { query: inside.rules.query(inside) };
    const first = subqueryOr(inside, inside.rules.expression(inside));
    if (first.kind === "query") return { query: first };
    return { items: [first, ...(inside.acceptSymbol(",") ? inside.list(inside.rules.expression) : [])] };
  });
  const span = cursor.span(start);
  return read.items === undefined
    ? { kind: "in_query", operand, not, query: read.query, span }
    : { kind: "in_list", operand, not, items: read.items, span };
}

interface Pattern {
  readonly operand: Expression;
  readonly not: boolean;
  readonly start: number;
}

function like(cursor: Cursor, { operand, not, start }: Pattern): Like {
  const word = cursor.expectOne("like", "ilike", "similar");
  if (word === "similar") cursor.expect("to");
  const operator = word === "similar" ? "similar to" : word;
  const pattern = cursor.rules.tight(cursor);
  const escape = cursor.accept("escape") ? cursor.rules.tight(cursor) : undefined;
  return { kind: "like", operator, operand, not, pattern, escape, span: cursor.span(start) };
}

function quantified(
  cursor: Cursor,
  operand: Expression,
  start: number,
  operator: ComparisonOperator,
): Expression {
  const quantifier = cursor.expectOne("any", "some", "all") === "all" ? "all" : "any";
  const of =
    cursor.symbol() === "(" && isQuery(cursor, 1)
      ? queryInBrackets(cursor)
      : cursor.inBrackets((inside) => subqueryOr(inside, inside.rules.expression(inside)));
  return { kind: "quantified", operand, operator, quantifier, of, span: cursor.span(start) };
}
