/** Whether a statement reads the columns of views WITH NO SCHEMA BINDING by the function that tells them. */
import type { Statement } from "../../dialect/syntax/statement.ts";
import { nodesOf } from "../../dialect/syntax/walk.ts";

/** Developer Guide, "PG_GET_LATE_BINDING_VIEW_COLS". */
export const LATE_BINDING_COLUMNS = "pg_get_late_binding_view_cols";

/** Returns whether it does: the function stands in its FROM, at any depth. */
export function readsLateColumns(tree: Statement): boolean {
  return nodesOf(tree).some(
    (node) => node.kind === "function_table" && node.call.name.parts.at(-1)?.value === LATE_BINDING_COLUMNS,
  );
}
