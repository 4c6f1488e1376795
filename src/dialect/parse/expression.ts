/**
 * Expressions, by precedence (a Pratt parser). The Developer Guide has no table of precedence, so what Postgres 8, from which
 * Redshift comes, and later versions read alike is read, and what they read differently is refused with the brackets to write.
 */
import type { BinaryOperator, Expression, Logical, Unary } from "../syntax/expression.ts";
import type { Cursor } from "./cursor.ts";
import { condition, conditionAhead } from "./condition.ts";
import { isName, label, qualifiedName } from "./names.ts";
import { operand } from "./operand.ts";
import { BINARY, POWER, PREFIX } from "./precedence.ts";
import { typeName } from "./type-name.ts";

/** What COLLATE takes in CREATE TABLE. */
const COLLATIONS: ReadonlySet<string> = new Set(["case_sensitive", "case_insensitive", "cs", "ci"]);

/** Reads an expression ("Expressions"). */
export function expression(cursor: Cursor): Expression {
  return above(cursor, 0);
}

/** Reads an expression whose operators all bind tighter than a condition: the ends of BETWEEN, a pattern. */
export function tight(cursor: Cursor): Expression {
  return above(cursor, POWER.condition);
}

/** Reads an operand and all operators after it that bind tighter than `least`. */
function above(cursor: Cursor, least: number): Expression {
  cursor.enter();
  const { start } = cursor;
  let levels = 1;
  // The weakest operator that is read here: what is read next has all of it on its left side.
  let weakest: number = PREFIX.get(cursor.symbol()) ?? POWER.sign;
  let left = prefix(cursor);
  for (;;) {
    const power = powerHere(cursor);
    if (power === undefined || power <= least) break;
    refuseMixture(cursor, power, weakest);
    weakest = Math.min(weakest, power);
    cursor.enter();
    levels += 1;
    left = infix(cursor, left, power, start);
  }
  cursor.leave(levels);
  return left;
}

function powerHere(cursor: Cursor): number | undefined {
  const symbol = cursor.symbol();
  if (symbol !== "") return BINARY.get(symbol);
  switch (cursor.word()) {
    case "or":
      return POWER.or;
    case "and":
      return POWER.and;
    case "is":
    case "isnull":
    case "notnull":
      return POWER.is;
    case "at":
      return cursor.isWords("at", "time", "zone") ? POWER.zone : undefined;
    case "collate":
      // In CREATE TABLE it is the next attribute after a default.
      return COLLATIONS.has(cursor.word(1)) ? undefined : POWER.zone;
    case "operator":
      return cursor.symbol(1) === "(" ? POWER.other : undefined;
    default:
      return conditionAhead(cursor) ? POWER.condition : undefined;
  }
}

/** @throws ParseError for `a = b = c` and `a = b is null`, which versions of Postgres read differently. */
function refuseMixture(cursor: Cursor, power: number, weakest: number): void {
  const chain = power === weakest && (power === POWER.comparison || power === POWER.condition);
  const behind = power === POWER.is && weakest >= POWER.comparison && weakest <= POWER.other;
  if (chain || behind) throw cursor.errorAt(cursor.at, "put brackets around what belongs together");
}

function infix(cursor: Cursor, left: Expression, power: number, start: number): Expression {
  if (power === POWER.or || power === POWER.and) return logical(cursor, left, power, start);
  if (cursor.accept("collate")) {
    const collation = qualifiedName(cursor, "a collation");
    return { kind: "collate", operand: left, collation, span: cursor.span(start) };
  }
  if (power === POWER.zone) {
    cursor.expect("at", "time", "zone");
    const zone = above(cursor, power);
    return { kind: "at_time_zone", operand: left, zone, span: cursor.span(start) };
  }
  if (cursor.accept("operator")) {
    const named = cursor.inBrackets(namedOperator);
    return { kind: "binary", operator: named, left, right: above(cursor, power), span: cursor.span(start) };
  }
  const symbol = cursor.symbol();
  if (symbol === "") return condition(cursor, left, start);
  cursor.at += 1;
  const operator = operatorOf(symbol);
  if (power === POWER.comparison && ["any", "some", "all"].includes(cursor.word())) {
    return condition(cursor, left, start, operator);
  }
  const right = above(cursor, power);
  return { kind: "binary", operator, left, right, span: cursor.span(start) };
}

/** What stands in the brackets of OPERATOR, as psql writes it: a schema, a point and the operator. */
function namedOperator(cursor: Cursor): BinaryOperator {
  if (isName(cursor)) {
    label(cursor);
    cursor.expectSymbol(".");
  }
  const symbol = cursor.symbol();
  if (!BINARY.has(symbol)) throw cursor.error("an operator");
  cursor.at += 1;
  return operatorOf(symbol);
}

function operatorOf(symbol: string): BinaryOperator {
  return (symbol === "!=" ? "<>" : symbol) as BinaryOperator;
}

/** All operands of a chain, so that a long one is not a deep one. */
function logical(cursor: Cursor, first: Expression, power: number, start: number): Logical {
  const operator = power === POWER.or ? "or" : "and";
  const operands = [first];
  while (cursor.accept(operator)) operands.push(above(cursor, power));
  return { kind: "logical", operator, operands, span: cursor.span(start) };
}

function prefix(cursor: Cursor): Expression {
  const { start } = cursor;
  if (cursor.accept("not")) return unary(cursor, "not", POWER.not - 1, start);
  const symbol = cursor.symbol();
  const power = PREFIX.get(symbol);
  if (power === undefined) return casts(cursor, operand(cursor), start);
  cursor.at += 1;
  // After a sign stands an operand alone, or one more sign; after the others sums and products too.
  return unary(cursor, symbol as Unary["operator"], power, start);
}

function unary(cursor: Cursor, operator: Unary["operator"], least: number, start: number): Expression {
  const inner = above(cursor, least);
  return { kind: "unary", operator, operand: inner, span: cursor.span(start) };
}

/** `x::a::b`, which binds tighter than everything but a step into a SUPER value. */
function casts(cursor: Cursor, first: Expression, start: number): Expression {
  let left = first;
  let levels = 0;
  while (cursor.acceptSymbol("::")) {
    cursor.enter();
    levels += 1;
    const type = typeName(cursor);
    left = { kind: "cast", form: "::", operand: left, type, span: cursor.span(start) };
  }
  cursor.leave(levels);
  return left;
}
