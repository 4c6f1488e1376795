/** The checks alone, on what is in the warehouse. */
import { runCheck, type CheckResult } from "../checks/run-check.ts";
import { ConfigError, LockedError, type DwhError } from "../errors.ts";
import { planRun, type PlannedStep } from "../plan/plan.ts";
import { WITHOUT_LOADS } from "../plan/variables.ts";
import { readHeldTables } from "../records/held-tables.ts";
import { openStore } from "../store/open-store.ts";
import { isDroppedMeanwhile } from "../warehouse/dropped-meanwhile.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { isStatementFault } from "../warehouse/statement-fault.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { JobContext } from "./job-context.ts";
import { loadSql } from "./load-sql.ts";
import { withWarehouse } from "./open-warehouse.ts";

/** A check that the warehouse did not answer. */
export interface UnansweredCheck extends Pick<CheckResult, "name" | "title" | "path" | "severity"> {
  /** What it said instead: an SqlError, a WarehouseError, or a LockedError where another session holds what the check reads. */
  readonly error: DwhError;
}

/**
 * Asks every check of `sql/checks`, in the order of the plan, and returns what each found. Each is a transaction of its own: one that
 * fails is returned with its error, and the others are asked all the same. One that reads what another session holds is not asked, since
 * it would wait: a run holds staging until its COMMIT.
 * @throws ConfigError when all fail since their tables are not there; SqlFilesError and UnreachableError.
 */
export async function checkWarehouse(
  context: JobContext,
): Promise<readonly (CheckResult | UnansweredCheck)[]> {
  const { steps } = planRun(await loadSql(context.sqlDir), WITHOUT_LOADS);
  const results: (CheckResult | UnansweredCheck)[] = [];
  await withWarehouse(context, openStore(context.config), (warehouse) =>
    warehouse.withSession(async (session) => {
      for (const step of steps.filter(({ kind }) => kind === "check")) {
        context.signal.throwIfAborted();
        results.push(await askCheck(session, step, context.signal));
      }
    }),
  );
  refuseWithoutTables(results);
  return results;
}

async function askCheck(
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
      // A run has made the table anew meanwhile.
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
  return new LockedError(`another session holds ${tables.join(", ")}, a run that loads as a rule`, {
    next: 'ask again when it is done; docs/runbook.md, "Who holds what", has the query that tells who it is',
  });
}

/** Where no check finds its tables, there has been no run yet: one sentence says more than one for each. */
function refuseWithoutTables(results: readonly (CheckResult | UnansweredCheck)[]): void {
  const errors = results.flatMap((result) => ("error" in result ? result.error : []));
  const [first] = errors;
  if (first === undefined || errors.length < results.length || !errors.every(isMissingTable)) return;
  const next = "the tables are not there yet: `dwh run` makes and fills them";
  throw new ConfigError(first.message, { next, cause: first });
}
