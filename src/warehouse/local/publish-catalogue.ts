/** Tells DuckDB what only the session knows, before a statement reads the catalogue: the views of the catalogue read it as variables. */
import type { Statement } from "../../dialect/syntax/statement.ts";
import { parseStatements } from "../../dialect/parsed.ts";
import { quoteName } from "../../dialect/quote.ts";
import { isStatementFault } from "../statement-fault.ts";
import type { Column } from "../warehouse.ts";
import { lateViews } from "./dependents.ts";
import type { SessionFacts } from "./bind/session-facts.ts";
import { gatherRelations } from "./gather-relations.ts";
import { setVariable } from "./quote.ts";
import { readsLateColumns } from "./reads-late-columns.ts";
import type { SessionState } from "./session-state.ts";
import { sessionVariables, tellVariables } from "./session-variables.ts";
import { namedTables } from "./statement/named-tables.ts";
import { planStatement } from "./statement/plan-statement.ts";
import { LATE_VIEWS } from "./system-views.ts";

/**
 * Tells of the session, of the temporary tables, and of the columns of views WITH NO SCHEMA BINDING where the statement asks for them: they are those that the
 * view would have if it were read now. A view that cannot be read has none.
 */
export async function publishCatalogue(
  state: SessionState,
  tree: Statement,
  session: SessionFacts,
): Promise<void> {
  const { connection, catalogue, id, told } = state;
  // The snapshot of a transaction comes with its first query, and not with LOCK.
  if (tree.kind === "lock") return;
  await tellVariables(connection, sessionVariables(state), told);
  await catalogue.tellTemporary(id);
  if (!asksForLateColumns(tree)) return;
  const views = [];
  for (const view of await lateViews(connection)) {
    const columns = await columnsNow(view, catalogue, session);
    views.push({ ...view, columns: columns.map(({ name, type }) => ({ name, type })) });
  }
  await connection.run(setVariable("redshift_late", JSON.stringify(views)));
}

function asksForLateColumns(tree: Statement): boolean {
  if (tree.kind === "command") return tree.command === "show columns";
  return readsLateColumns(tree) || namedTables(tree).some(({ name }) => LATE_VIEWS.has(name));
}

async function columnsNow(
  { schema, name }: { readonly schema: string; readonly name: string },
  catalogue: SessionState["catalogue"],
  session: SessionFacts,
): Promise<readonly Column[]> {
  const source = `select * from ${quoteName(schema)}.${quoteName(name)}`;
  const { statements, comments } = parseStatements(source);
  const statement = statements[0] as (typeof statements)[number];
  try {
    const relations = await gatherRelations(statement.tree, catalogue, session.searchPath);
    const plan = planStatement({ statement, comments }, { source, relations, session });
    return plan.kind === "query" ? plan.columns : [];
  } catch (error) {
    if (isStatementFault(error)) return [];
    throw error;
  }
}
