/** What the leader node has alone, and a query of tables cannot use ("SQL functions supported on the leader node", "Leader node-only functions"). */
import { nodesOf } from "../../../dialect/syntax/walk.ts";
import type { Statement } from "../../../dialect/syntax/statement.ts";
import { fault, type Context } from "../bind/context.ts";
import { namedTables } from "./named-tables.ts";

/** The page's system information functions. */
const LEADER_FUNCTIONS: ReadonlySet<string> = new Set([
  "current_schema",
  "current_schemas",
  "has_database_privilege",
  "has_schema_privilege",
  "has_table_privilege",
]);

/**
 * Lets every statement pass but one that names tables of the warehouse together with the information schema or a function of the leader node. Tables of
 * PG_CATALOG may be joined to others ("Querying the catalog tables").
 * @throws SqlError 0A000 in Redshift's words: those of the example in "SQL functions supported on the leader node"; 0A000 as github.com/liquibase/liquibase-redshift,
 * issue 1, and others were told by clusters
 */
export function refuseLeaderOnly(tree: Statement, context: Context): void {
  const names = namedTables(tree);
  const isStored = names.some((name) => {
    const relation = context.relations.find(name);
    return relation !== undefined && relation.schema !== "_redshift";
  });
  if (!isStored) return;
  const view = names.find(({ schema }) => schema === "information_schema");
  const call = nodesOf(tree).find(
    (node) => node.kind === "call" && LEADER_FUNCTIONS.has(node.name.parts.at(-1)?.value ?? ""),
  );
  if (view === undefined && call === undefined) return;
  const what = "Specified types or functions (one per INFO message) not supported on Redshift tables.";
  const named =
    call?.kind === "call"
      ? `${String(call.name.parts.at(-1)?.value)}()`
      : `information_schema.${String(view?.name)}`;
  throw fault(context, what, (call ?? tree).span, {
    sqlState: "0A000",
    // The page's example; for a view of the information schema it has none.
    info: call?.kind === "call" ? `Function "${named}" not supported.` : undefined,
    next: `use ${named} in a query of its own: it runs on the leader node, which holds no tables`,
  });
}
