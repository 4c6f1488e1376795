/** Correlated subqueries that Redshift does not carry out ("Correlated subqueries" of the Database Developer Guide). */
import type { Span } from "../../../dialect/syntax/node.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundBody, BoundQuery, BoundSelect } from "../bound/query.ts";
import { fault, type Context } from "./context.ts";
import { someWithin } from "./walk.ts";

/** Returns the error, in the words and with the SQLSTATE that Redshift gives (github.com/SQLMesh/sqlmesh, issue 5342). */
export function unsupportedCorrelation(context: Context, why: string, span: Span): Error {
  return fault(
    context,
    "This type of correlated subquery pattern is not supported due to internal error",
    span,
    { sqlState: "XX000", next: `${why}: write a join with a subquery in FROM instead` },
  );
}

/**
 * Does nothing for a subquery of a condition or a select list that Redshift carries out.
 * @param within IN for one that IN compares with
 * @throws WarehouseError for one that names a column of the query around it, and has a window function, or after IN an aggregate of groups
 * other than MIN and MAX.
 */
export function refuseSubquery(
  query: BoundQuery,
  within: "in" | "other",
  span: Span,
  context: Context,
): void {
  const selects = selectsOf(query.body);
  const windows = selects.some(({ items }) => items.some((item) => someWithin(item, isWindow)));
  const groups = within === "in" && selects.some(isGroupedSum);
  if ((!windows && !groups) || !isCorrelated(query)) return;
  const why = windows
    ? "a subquery with a window function names a column of the outer query"
    : "a subquery of IN that groups names a column of the outer query";
  throw unsupportedCorrelation(context, why, span);
}

/** Whether it holds a subquery that names a column of the query around it. */
export function hasCorrelated(value: BoundExpression): boolean {
  return someWithin(value, (one) => one.kind === "nested" && isCorrelated(one.query));
}

/** Whether a query names a column of a relation that it does not bring in itself. */
function isCorrelated(query: BoundQuery): boolean {
  const named = new Set<string>();
  const own = new Set<string>();
  collect(query, named, own);
  return [...named].some((relation) => !own.has(relation));
}

/** Names of relations have one meaning in a whole statement. */
function collect(value: unknown, named: Set<string>, own: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  if ("kind" in value && value.kind === "column" && "relation" in value) named.add(String(value.relation));
  if ("alias" in value && typeof value.alias === "string") own.add(value.alias);
  for (const inner of Object.values(value)) collect(inner, named, own);
}

function selectsOf(body: BoundBody): readonly BoundSelect[] {
  if (body.kind === "query") return selectsOf(body.body);
  if (body.kind === "select") return [body];
  return [...selectsOf(body.left), ...selectsOf(body.right)];
}

function isWindow(value: BoundExpression): boolean {
  return value.kind === "aggregate" && value.over !== undefined;
}

/** Grouped by something, with an aggregate that is neither MIN nor MAX; those without OVER show a key too. */
function isGroupedSum({ groupBy, items }: BoundSelect): boolean {
  const other = (value: BoundExpression): boolean =>
    value.kind === "aggregate" &&
    value.over === undefined &&
    !["min", "max", "any_value"].includes(value.name);
  return groupBy !== undefined && groupBy.keys.length > 0 && items.some((item) => someWithin(item, other));
}
