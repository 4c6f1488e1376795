/** Where parameters stand in a statement. */
import type { Parameter } from "./syntax/node.ts";
import type { Statement as Tree } from "./syntax/statement.ts";
import { nodesOf } from "./syntax/walk.ts";

/** Returns the places `$1`, `$2` … of a statement, in order. */
export function parametersIn(tree: Tree): readonly Parameter[] {
  const found = nodesOf(tree).filter((node) => node.kind === "parameter");
  return found.toSorted((one, other) => one.span[0] - other.span[0]);
}
