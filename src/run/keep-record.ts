/** Stores the record of a run, in a warehouse of an older version too. */
import { planRun } from "../plan/plan.ts";
import { makeOwnTables } from "../records/make-own-tables.ts";
import { writeRecord } from "../records/record.ts";
import type { RunResult } from "../records/result.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { RunInput } from "./run-input.ts";

/**
 * Stores it. Where a table is missing, since the warehouse was made by a version that had none, the job's own tables are made first: that
 * the ledger is there says nothing of those that came later.
 * @throws as `writeRecord` does
 */
export async function keepRecord(
  input: Pick<RunInput, "store" | "sql" | "copyRole" | "maxRejects">,
  session: Session,
  result: RunResult,
  prefix: string,
): Promise<void> {
  const write = (): Promise<void> =>
    writeRecord(session, input.store, result, { prefix, copyRole: input.copyRole });
  try {
    await write();
  } catch (error) {
    if (!isMissingTable(error)) throw error;
    await session.execute("rollback");
    await makeOwnTables(session, planRun(input.sql, { ...input, copies: new Map() }).outside);
    await write();
  }
}
