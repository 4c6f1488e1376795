/** The checks alone, on what is in the warehouse. */
import { runCheck, type CheckResult } from "../checks/run-check.ts";
import { ConfigError } from "../errors.ts";
import { planRun } from "../plan/plan.ts";
import { WITHOUT_LOADS } from "../plan/variables.ts";
import { openStore } from "../store/open-store.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import type { JobContext } from "./job-context.ts";
import { loadSql } from "./load-sql.ts";
import { withWarehouse } from "./open-warehouse.ts";

/**
 * Asks every check of `sql/checks`, in the order of the plan, and returns what each found.
 * @throws ConfigError when a table is not there; SqlFilesError, UnreachableError and WarehouseError.
 */
export async function checkWarehouse(context: JobContext): Promise<readonly CheckResult[]> {
  const { steps } = planRun(await loadSql(context.sqlDir), WITHOUT_LOADS);
  const results: CheckResult[] = [];
  await withWarehouse(context, openStore(context.config), (warehouse) =>
    warehouse.withSession(async (session) => {
      for (const step of steps.filter(({ kind }) => kind === "check")) {
        context.signal.throwIfAborted();
        results.push(await runCheck(session, step).catch(withAdvice));
      }
    }),
  );
  return results;
}

function withAdvice(error: unknown): never {
  if (!isMissingTable(error)) throw error;
  const next = "the tables are not there yet: `dwh run` makes and fills them";
  throw new ConfigError(error.message, { next, cause: error });
}
