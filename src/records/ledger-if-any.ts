/** Reads the ledger of a warehouse that may have none yet. */
import type { PlannedStep } from "../plan/plan.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { readLedger } from "./ledger.ts";
import { makeOwnTables } from "./make-own-tables.ts";

/**
 * Reads the ledger; when it is not there yet, makes the job's own tables first, since `etl_lock` is locked and the ledger read before anything else.
 * @param own the steps outside the transaction of a plan
 */
export async function readOrMakeLedger(
  session: Session,
  own: readonly PlannedStep[],
): Promise<ReadonlySet<string>> {
  try {
    return await readLedger(session);
  } catch (error) {
    if (!isMissingTable(error)) throw error;
  }
  await makeOwnTables(session, own);
  return new Set();
}

/** Reads the ledger of a warehouse that nobody may change: one without a ledger holds no files. */
export async function readLedgerIfAny(session: Session): Promise<ReadonlySet<string>> {
  try {
    return await readLedger(session);
  } catch (error) {
    if (isMissingTable(error)) return new Set();
    throw error;
  }
}
