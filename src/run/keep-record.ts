/** Stores the record of a run, in a warehouse of an older version too. */
import { planRun } from "../plan/plan.ts";
import { makeOwnTables } from "../records/make-own-tables.ts";
import { DwhError } from "../errors.ts";
import { TABLES } from "../names.ts";
import { failureRows, keepsFailures } from "../records/failures.ts";
import { writeRecord } from "../records/record.ts";
import type { RunResult } from "../records/result.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { messageOf } from "../text/message-of.ts";
import { sayUnstored } from "../text/unlisted.ts";
import type { RunInput } from "./run-input.ts";

const WITHOUT_FAILURES = `failing rows are not kept: the SQL has no sql/schema/${TABLES.failures}.sql; add the one that comes with the program to the other tables of the job`;

/**
 * Stores it, and returns the result as it is on record. Where a table is missing, since the warehouse was made by a version that had none,
 * the job's own tables are made first: that the ledger is there says nothing of those that came later. Rejected and failing rows that cannot be stored
 * do not take the rest with them: the record is kept without them, says so, and so does a warning.
 * @throws what `writeRecord` does, when nothing could be stored
 */
export async function keepRecord(
  input: Pick<RunInput, "store" | "sql" | "copyRole" | "maxRejects" | "runId" | "onEvent">,
  session: Session,
  result: RunResult,
  prefix: string,
): Promise<RunResult> {
  const failing = failureRows(result).length;
  const keeps = keepsFailures(input.sql);
  if (failing > 0 && !keeps) {
    const warning = { type: "warning", message: WITHOUT_FAILURES } as const;
    input.onEvent(warning);
  }
  const write = async (kept: RunResult): Promise<RunResult> => {
    const work = { prefix, copyRole: input.copyRole, keepsFailures: keeps };
    await writeRecord(session, input.store, kept, work);
    return kept;
  };
  try {
    return await write(result).catch(async (error: unknown) => {
      if (!isMissingTable(error)) throw error;
      await session.execute("rollback");
      await makeOwnTables(session, planRun(input.sql, { ...input, copies: new Map() }).outside);
      return write(result);
    });
  } catch (error) {
    const lacking = { rejects: result.rejects.length, failures: keeps ? failing : 0 };
    if (!(error instanceof DwhError) || lacking.rejects + lacking.failures === 0) throw error;
    // Without a connection this throws too: what may be stored later is not cut short here.
    const open = await session.execute("rollback").catch(() => undefined);
    if (open === undefined) throw error;
    const unstored = sayUnstored(lacking, messageOf(error));
    const kept = await write({ ...result, unstored });
    input.onEvent({ type: "warning", message: `the record of the run is not complete: ${unstored}` });
    return kept;
  }
}
