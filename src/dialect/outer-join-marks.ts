/** Columns that are marked with `(+)` ("Oracle-style outer joins in the WHERE clause" of the Database Developer Guide). */
import type { OuterJoinMark } from "./syntax/expression.ts";
import { childrenOf, isPlain, type Node } from "./syntax/walk.ts";

/** Returns the marks within a part of a statement, not those of the queries in it. */
export function marksWithin(node: Node): readonly OuterJoinMark[] {
  const marks: OuterJoinMark[] = [];
  gatherMarks(node, marks);
  return marks;
}

function gatherMarks(node: Node, into: OuterJoinMark[]): void {
  if (node.kind === "outer_join_mark") into.push(node);
  else if (node.kind !== "query" && !isPlain(node))
    for (const child of childrenOf(node)) gatherMarks(child, into);
}
