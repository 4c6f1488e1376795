/** Columns that are marked with `(+)` ("Oracle-style outer joins in the WHERE clause" of the Database Developer Guide). */
import type { OuterJoinMark } from "./syntax/expression.ts";
import { childrenOf, type Node } from "./syntax/walk.ts";

/** Returns the marks within a part of a statement, not those of the queries in it. */
export function marksWithin(node: Node): readonly OuterJoinMark[] {
  if (node.kind === "outer_join_mark") return [node];
  return node.kind === "query" ? [] : childrenOf(node).flatMap(marksWithin);
}
