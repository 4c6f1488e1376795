/**
 * The lock that lets one run at a time change the warehouse. It is on a table of its own, which nobody reads: LOCK is ACCESS
 * EXCLUSIVE, so that readers of what is locked wait too (Developer Guide, "LOCK").
 */
import { TABLES } from "../names.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { executeTogether } from "../warehouse/together.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";
import { makeOwnTables } from "./make-own-tables.ts";

/**
 * Begins a transaction, takes the lock as its first statement, and runs what comes `next`, all in one round trip; returns the results
 * of `next`. The snapshot comes with the first query, and not with LOCK (Developer Guide, "Isolation levels in Amazon Redshift"): what
 * the holder before has committed is seen. A warehouse of a version that had no such table gets it.
 * @param own the steps outside the transaction of a plan
 */
export async function beginWithLock(
  session: Session,
  own: readonly PlannedStep[],
  next: readonly string[] = [],
): Promise<readonly Result[]> {
  const begin = ["begin", `lock ${TABLES.lock}`];
  const start = async (): Promise<readonly Result[]> =>
    (await executeTogether(session, [...begin, ...next])).slice(begin.length);
  try {
    return await start();
  } catch (error) {
    if (!isMissingTable(error)) throw error;
  }
  await session.execute("rollback");
  await makeOwnTables(session, own);
  return start();
}
