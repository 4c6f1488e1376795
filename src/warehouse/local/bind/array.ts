/** Arrays, which columns and functions of the catalogue have (PostgreSQL 8.0, "Arrays", "Row and Array Comparisons"). */
import type { Quantified } from "../../../dialect/syntax/condition.ts";
import type { ArrayQuery } from "../../../dialect/syntax/expression.ts";
import type { DataType } from "../../../dialect/types.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import { arrayElements } from "../../../text/split-array.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundType } from "../bound/type.ts";
import { commonType } from "../types/common-type.ts";
import { among } from "./among.ts";
import { cast } from "./convert.ts";
import { comparable, comparedAs, compare, noSuchOperator } from "./compare.ts";
import { fault, type Context } from "./context.ts";
import { refuseSubquery } from "./correlation.ts";
import type { Scope } from "./scope.ts";

const BOOLEAN = { name: "boolean" } as const;

/** Returns the rows of a query of one column. @throws SqlError 42601 for more columns. */
export function arrayOfQuery({ query, span }: ArrayQuery, scope: Scope, context: Context): BoundExpression {
  const bound = context.query(query, scope, context);
  const [only, second] = bound.columns;
  if (only === undefined || second !== undefined)
    throw fault(context, "subquery must return only one column", span, { sqlState: "42601" });
  refuseSubquery(bound, "other", query.span, context);
  return {
    kind: "nested",
    type: { name: "array", of: only.type as DataType },
    sql: "ARRAY($q)",
    args: [],
    query: bound,
  };
}

/** Returns `base[index]`, counted from 1. */
export function elementOfArray(
  base: BoundExpression,
  of: BoundType,
  index: BoundExpression,
  span: Span,
  context: Context,
): BoundExpression {
  const place = cast(context, index, { name: "bigint" }, "implicit", span);
  return { kind: "apply", type: of, sql: "($1[$2])", args: [base, place] };
}

/** Returns `left || right` of two arrays; undefined for anything else, and for elements of different sorts. */
export function joinedArrays(
  [left, right]: readonly [BoundExpression, BoundExpression],
  span: Span,
  context: Context,
): BoundExpression | undefined {
  if (left.type.name !== "array" || right.type.name !== "array") return undefined;
  const of = commonType(left.type.of, right.type.of);
  if (of === undefined) return undefined;
  const type: BoundType = { name: "array", of: of as DataType };
  const args = [left, right].map((value) => cast(context, value, type, "implicit", span));
  return { kind: "apply", type, sql: "list_concat($1, $2)", args };
}

/**
 * Returns ANY and ALL of an array, and of the text of one (`'{r,v}'`), whose elements are what is compared; undefined for anything else.
 * @throws WarehouseError 42883 for elements with which the value is not compared.
 */
export function quantifiedArray(
  { operator, quantifier, span }: Quantified,
  value: BoundExpression,
  array: BoundExpression,
  context: Context,
): BoundExpression | undefined {
  const isUnknown = array.kind === "constant" && array.type.name === "unknown";
  // An array that there is none of, as while a statement is described whose parameter is an array.
  if (isUnknown && array.value === null) return { kind: "constant", type: BOOLEAN, value: null };
  const texts = isUnknown ? elementsOf(array.value) : undefined;
  if (texts !== undefined) {
    const elements = texts.map(
      (text) => ({ kind: "constant", type: { name: "unknown" }, value: text }) as const,
    );
    const isList = quantifier === "any" ? operator === "=" : operator === "<>";
    const list = isList ? among(value, elements, quantifier === "all", span, context) : undefined;
    if (list !== undefined) return list;
    const each = elements.map((element) => compare(context, operator, [value, element], span));
    const places = each.map((_, at) => `$${at + 1}`).join(quantifier === "any" ? " OR " : " AND ");
    const sql = each.length === 0 ? (quantifier === "any" ? "FALSE" : "TRUE") : `(${places})`;
    return { kind: "apply", type: BOOLEAN, sql, args: each };
  }
  if (array.type.name !== "array") return undefined;
  const { of } = array.type;
  const type = comparedAs(value.type, of);
  if (type === undefined) {
    const element: BoundExpression = { kind: "constant", type: of, value: null };
    throw noSuchOperator(context, operator, [value, element], span);
  }
  const own = comparable(cast(context, value, type, "implicit", span));
  const all = cast(context, array, { name: "array", of: type as typeof of }, "implicit", span);
  return {
    kind: "apply",
    type: BOOLEAN,
    sql: `($1 ${operator} ${quantifier.toUpperCase()}($2))`,
    args: [own, all],
  };
}

/** The elements of an array's text; undefined for a text that is not one, or one within another. */
function elementsOf(text: string | null): readonly (string | null)[] | undefined {
  return /^\s*\{[^{}]*\}\s*$/.test(text ?? "") ? arrayElements(text ?? "") : undefined;
}
