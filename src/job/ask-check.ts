/** One check by itself, which may not be answered. */
import { runCheck, type CheckResult } from "../checks/run-check.ts";
import { LockedError, type DwhError } from "../errors.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { readHeldTables } from "../records/held-tables.ts";
import { isDroppedMeanwhile } from "../warehouse/dropped-meanwhile.ts";
import { isStatementFault } from "../warehouse/statement-fault.ts";
import type { Session } from "../warehouse/warehouse.ts";

/** A check that the warehouse did not answer. */
export interface UnansweredCheck extends Pick<CheckResult, "name" | "title" | "path" | "severity"> {
  /** What it said instead: an SqlError, a WarehouseError, or a LockedError where another session holds what the check reads. */
  readonly error: DwhError;
}

/**
 * Asks one check, in a transaction of its own, and returns what it found, or the error of a warehouse that did not answer: what another
 * session holds is not asked for. Where a table was dropped meanwhile, it is asked once more.
 * @throws UnreachableError, the reason of the signal
 */
export async function askCheck(
  session: Session,
  step: PlannedStep,
  signal: AbortSignal,
): Promise<CheckResult | UnansweredCheck> {
  const ask = async (): Promise<CheckResult> => {
    const held = await readHeldTables(session, step.reads);
    if (held.size > 0) throw heldError([...held]);
    return runCheck(session, step);
  };
  try {
    return await ask().catch((error: unknown) => {
      signal.throwIfAborted();
      // A run has recreated the table meanwhile.
      if (isDroppedMeanwhile(error)) return ask();
      throw error;
    });
  } catch (error) {
    signal.throwIfAborted();
    if (!isStatementFault(error)) throw error;
    const { name, title, path, severity } = step;
    return { name, title, path, severity, error };
  }
}

function heldError(tables: readonly string[]): LockedError {
  return new LockedError(`another session holds ${tables.join(", ")}, usually a run that loads`, {
    next: 'try again when it is done; the query in docs/runbook.md, "Who holds what", shows who it is',
  });
}
