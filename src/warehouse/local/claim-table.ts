/** What keeps two sessions from making one table. */
import { parseTableName, type QualifiedName } from "../../dialect/table-name.ts";
import { WarehouseError } from "../../errors.ts";
import { missingTables } from "./stored-relations.ts";
import { localSpelling } from "./default-schema.ts";
import type { SessionState } from "./session-state.ts";
import type { Plan } from "./statement/plan.ts";

/**
 * Waits for another transaction that makes the table which the statement makes, if it makes one. Whether it is there is asked before
 * that, so that whoever finds it made afterwards is refused, as by the index of `pg_class`, with IF NOT EXISTS too: that is what concurrent
 * jobs were told by Redshift (github.com/embulk/embulk-output-jdbc, issue 243). @throws WarehouseError 23505 for that.
 */
export async function claimTable(
  { transaction, shared }: Pick<SessionState, "transaction" | "shared">,
  plan: Plan,
): Promise<void> {
  const table = madeTable(plan);
  if (table === undefined) return;
  const isThere = async (): Promise<boolean> => (await missingTables(shared.log, [table])).length === 0;
  if (await isThere()) return;
  await shared.locks.claim(transaction, localSpelling(table));
  if (await isThere()) throw madeMeanwhile();
}

/** The table that others will see too when the statement is done; undefined for a statement that makes none. */
function madeTable(plan: Plan): QualifiedName | undefined {
  if (plan.kind !== "create table" && plan.kind !== "create as") return undefined;
  return plan.table.temporary ? undefined : parseTableName(plan.table.name);
}

function madeMeanwhile(): WarehouseError {
  return new WarehouseError(
    'duplicate key violates unique constraint "pg_class_relname_nsp_index" (possibly caused by concurrent transaction conflict)',
    { sqlState: "23505", next: "another session has created the table: use that one" },
  );
}
