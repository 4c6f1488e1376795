/** The checks and audits alone, on what is in the warehouse. */
import type { CheckResult } from "../checks/run-check.ts";
import { ConfigError } from "../errors.ts";
import { digestKey } from "../plan/decide-step.ts";
import { chosenChecks } from "../plan/partly.ts";
import { planRun } from "../plan/plan.ts";
import type { Words } from "../plan/select.ts";
import { WITHOUT_LOADS } from "../plan/variables.ts";
import { openStore } from "../store/open-store.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { askCheck, type UnansweredCheck } from "./ask-check.ts";
import type { JobContext } from "./job-context.ts";
import { loadSql } from "./load-sql.ts";
import { lookAtWarehouse } from "./open-warehouse.ts";
import { retype } from "./retype.ts";

/**
 * Asks every check of `sql/checks` and every audit of `sql/audits` that the words choose, in the order of the plan, and returns what each found. Each is a transaction of its own: one that
 * fails is returned with its error, and the others are asked all the same. One that reads what another session holds is not asked, since
 * it would wait: a run holds staging until its COMMIT.
 * @throws ConfigError for words that choose nothing, and when all fail since their tables are not there; SqlFilesError and UnreachableError.
 */
export async function checkWarehouse(
  context: JobContext,
  words: Words = { select: [], exclude: [] },
): Promise<readonly (CheckResult | UnansweredCheck)[]> {
  const sql = await loadSql(context.sqlDir);
  const chosen = chosenChecks(sql.steps, words);
  const steps = planRun(sql, WITHOUT_LOADS).steps.filter((step) => chosen.has(digestKey(step)));
  const results: (CheckResult | UnansweredCheck)[] = [];
  await lookAtWarehouse(
    context,
    openStore(context.config),
    (warehouse) =>
      warehouse.withSession(async (session) => {
        for (const step of steps) {
          context.signal.throwIfAborted();
          results.push(await askCheck(session, step, context.signal));
        }
      }),
    { sql },
  );
  refuseWithoutTables(results, retype(context.config, "run"));
  return results;
}

/** Where no check finds its tables, there has been no run yet: one sentence says more than one for each. */
function refuseWithoutTables(results: readonly (CheckResult | UnansweredCheck)[], run: string): void {
  const errors = results.flatMap((result) => ("error" in result ? result.error : []));
  const [first] = errors;
  if (first === undefined || errors.length < results.length || !errors.every(isMissingTable)) return;
  const next = `the tables do not exist yet: \`${run}\` makes and fills them`;
  throw new ConfigError(first.message, { next, cause: first });
}
