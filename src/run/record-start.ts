/** Records that a run has begun, before it does anything. */
import type { PlannedStep } from "../plan/plan.ts";
import { makeOwnTables } from "../records/make-own-tables.ts";
import { keepsStarts, readNewlyUnended, writeStart } from "../records/starts.ts";
import { sayUnended } from "../text/unended.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { RunInput } from "./run-input.ts";

/**
 * Returns a function that records the beginning of an attempt, once for all of its starts, and reports earlier runs that never ended. It does nothing
 * in a dry run, which leaves nothing behind.
 */
export function recordStartOnce(
  input: Pick<RunInput, "dryRun" | "runId" | "version" | "now" | "onEvent"> & { readonly session: Session },
): (own: readonly PlannedStep[]) => Promise<void> {
  let isRecorded = false;
  return async (own) => {
    if (isRecorded || input.dryRun === true || !keepsStarts(own)) return;
    const { session, runId, version, onEvent } = input;
    const write = async (): Promise<void> => writeStart(session, { runId, version, at: input.now() });
    await write().catch(async (error: unknown) => {
      if (!isMissingTable(error)) throw error;
      await makeOwnTables(session, own);
      await write();
    });
    isRecorded = true;
    for (const one of await readNewlyUnended(session, runId))
      onEvent({ type: "warning", message: sayUnended(one) });
  };
}
