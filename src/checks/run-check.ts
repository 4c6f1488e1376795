/** Runs a check: a select that returns the offending rows. */
import type { ExecuteOptions, Result, Session } from "../warehouse/warehouse.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { CheckResult } from "../records/result.ts";

/** Rows that are shown of a check that fails. */
export const SHOWN_ROWS = 20;

/** Asks for the offending rows; reads no more of them than are shown, and counts the rest. */
export async function runCheck(
  session: Session,
  step: PlannedStep,
  options: ExecuteOptions = {},
): Promise<CheckResult> {
  const sql = step.statements.map((statement) => statement.sql).join("");
  const ask = async (columns: string, end: string): Promise<Result> =>
    session.execute(`select ${columns} from (\n${sql}\n) as offending${end}`, options);
  const offending = await ask("*", ` limit ${SHOWN_ROWS + 1}`);
  const count =
    offending.rows.length <= SHOWN_ROWS
      ? offending.rows.length
      : Number((await ask("count(*)", "")).rows[0]?.[0]);
  return {
    name: step.name,
    title: step.title,
    path: step.path,
    severity: step.severity,
    count,
    columns: offending.columns,
    rows: offending.rows.slice(0, SHOWN_ROWS),
  };
}
