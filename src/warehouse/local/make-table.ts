/** Makes tables, and lets the catalogue know of them. */
import type { TableDefinition } from "../../dialect/table-definition.ts";
import { parseTableName } from "../../dialect/table-name.ts";
import type { Result } from "../warehouse.ts";
import { commandResult } from "./command-result.ts";
import { createTable } from "./ddl.ts";
import type { Defaults, Plan } from "./statement/plan.ts";
import type { TableContext } from "./table-context.ts";

/**
 * Makes a table of columns; with IF NOT EXISTS one that is there stays as it is, with a notice. Returns CREATE TABLE's
 * result.
 */
export async function makeTable(
  { connection, catalogue }: TableContext,
  table: TableDefinition,
  defaults: Defaults,
): Promise<Result> {
  const parts = parseTableName(table.name);
  if (table.ifNotExists && (await catalogue.find(parts)) !== undefined) {
    const notices = [`Relation "${parts.name}" already exists and will be skipped`];
    return commandResult("CREATE TABLE", { notices });
  }
  for (const statement of createTable(table, defaults)) await connection.run(statement);
  await catalogue.remember(table);
  return commandResult("CREATE TABLE");
}

/** Makes a table of the columns that a query gives, with its rows (CREATE TABLE AS, SELECT INTO). Returns how many these are. */
export async function makeFromQuery(
  context: TableContext,
  { table, sql }: Extract<Plan, { readonly kind: "create as" }>,
): Promise<number> {
  await makeTable(context, table, new Map());
  const { rowsChanged } = await context.connection.run(sql);
  return rowsChanged;
}
