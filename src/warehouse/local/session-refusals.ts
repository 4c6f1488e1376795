/** What a session refuses before it asks DuckDB, and errors that it says in its own words. */
import { changeOutside } from "../../dialect/alone.ts";
import type { Statement as Tree } from "../../dialect/syntax/statement.ts";
import type { AlterTable } from "../../dialect/syntax/table.ts";
import { tablesOf } from "../../dialect/tables-of.ts";
import { WarehouseError, type ConfigError, type UnreachableError } from "../../errors.ts";

/** Refuses a statement that reads what nobody may read. As PostgreSQL says it; like every error it aborts the transaction that is open. @throws WarehouseError 42501 */
export function refuseViews(tree: Tree, refused: ReadonlySet<string>): void {
  if (refused.size === 0) return;
  const name = tablesOf(tree).reads.find((one) => refused.has(one));
  if (name !== undefined)
    throw new WarehouseError(`permission denied for relation ${name}`, { sqlState: "42501" });
}

/** Returns the error for a place that COPY cannot read or UNLOAD write, or one that is not set up, of the statement: the session itself is well. */
export function outOfReach(error: UnreachableError | ConfigError): WarehouseError {
  const { message, where, next } = error;
  return new WarehouseError(message, { sqlState: "58030", where, next, cause: error });
}

/** What a statement comes to that was cancelled, whatever ended it. @param why the message of it */
export function canceled(why: string, cause: unknown): WarehouseError {
  return new WarehouseError(why, { sqlState: "57014", cause });
}

/** What everything but its end is answered in a transaction that has failed. */
export function aborted(): WarehouseError {
  return new WarehouseError(
    "current transaction is aborted, commands ignored until end of transaction block",
    {
      sqlState: "25P02",
      next: "roll back, and begin again",
    },
  );
}

/** Refuses what cannot stand in a transaction that the user has begun: alone.ts. @throws WarehouseError 25001 */
export function refuseInside(tree: AlterTable): void {
  const outside = changeOutside(tree);
  if (outside === undefined) return;
  const command = outside.kind === "append" ? "ALTER TABLE APPEND" : "ALTER TABLE ALTER COLUMN";
  const named = outside.kind === "alter_attribute" ? "ALTER TABLE of distribution or sort key" : command;
  throw new WarehouseError(`${named} cannot run inside a transaction block`, {
    sqlState: "25001",
    next: "end the transaction first; it commits at once",
  });
}

/** The notice for a COMMIT or ROLLBACK outside a transaction. */
export const NO_TRANSACTION = "there is no transaction in progress";
