/** Makes the job's own tables; those of an earlier version a run brings up to date: run/match-schema.ts. */
import { WarehouseError } from "../errors.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { Session } from "../warehouse/warehouse.ts";

/**
 * Makes those of the job's own tables that are not there; the session must not be in a transaction. Nothing keeps two first runs apart
 * here, and IF NOT EXISTS does not see what another session makes just then: a table that is refused since it was made meanwhile is
 * asked for once more, and then is there.
 * @param own the steps outside the transaction of a plan
 * @throws as `Session.execute` does.
 */
export async function makeOwnTables(session: Session, own: readonly PlannedStep[]): Promise<void> {
  const statements = own.flatMap((step) => step.statements.map(({ sql }) => sql));
  if (await madeTogether(session, statements)) return;
  for (const sql of statements) {
    try {
      await session.execute(sql);
    } catch (error) {
      if (!isMadeMeanwhile(error)) throw error;
      await session.execute(sql);
    }
  }
}

/** Whether all could be made in one message. It is one transaction, and leaves nothing: each alone tells which of them is refused. */
async function madeTogether(session: Session, statements: readonly string[]): Promise<boolean> {
  if (session.executeTogether === undefined) return false;
  try {
    await session.executeTogether(statements);
    return true;
  } catch (error) {
    if (error instanceof WarehouseError) return false;
    throw error;
  }
}

/** 42P07 is PostgreSQL's duplicate_table; 23505 is the index of `pg_class`, which Redshift names (embulk-output-jdbc, issue 243). */
function isMadeMeanwhile(error: unknown): boolean {
  return error instanceof WarehouseError && ["42P07", "23505"].includes(error.sqlState);
}
