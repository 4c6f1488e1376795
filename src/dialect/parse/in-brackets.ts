/**
 * Brackets around a query and brackets around an expression begin alike: `((select 1) + 1)`, `((select 1) union select 2)`. They are
 * read once, as an expression; where a query goes on after its first part, that part is taken as the beginning of it.
 */
import type { Expression } from "../syntax/expression.ts";
import type { Query } from "../syntax/query.ts";
import type { Cursor } from "./cursor.ts";

const CONTINUES: ReadonlySet<string> = new Set([
  "union",
  "intersect",
  "except",
  "minus",
  "order",
  "limit",
  "offset",
]);

/** Returns whether a query begins here, and not with a bracket. */
export function isQuery(cursor: Cursor, ahead = 0): boolean {
  const word = cursor.word(ahead);
  return word === "select" || word === "with";
}

/** Returns whether a query that has been read in brackets is the first part of a longer one. */
export function queryContinues(cursor: Cursor): boolean {
  return CONTINUES.has(cursor.word());
}

/** Reads `( query )`. */
export function queryInBrackets(cursor: Cursor): Query {
  return cursor.inBrackets((inside) => inside.rules.query(inside));
}

/** Returns what was read, or the whole query, where it is a subquery that the bracket ends or the query goes on. */
export function subqueryOr(cursor: Cursor, read: Expression): Expression | Query {
  if (read.kind !== "subquery") return read;
  if (cursor.symbol() === ")") return read.query;
  return queryContinues(cursor) ? cursor.rules.queryTail(cursor, read.query, read.span[0]) : read;
}
