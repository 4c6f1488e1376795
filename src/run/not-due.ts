/** Which audits a run does not ask; pure. */
import { TABLES } from "../names.ts";
import type { NotDue } from "../plan/decide-step.ts";
import { decideAudits, type AuditClock } from "../plan/due-audits.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { auditsOf, auditsQuestion } from "../records/read-audits.ts";
import type { Result } from "../warehouse/warehouse.ts";

/**
 * Returns what the record is asked in the transaction of a run: when the audits were asked last. Nothing where the folder of SQL declares no
 * record, or has no audit.
 * @param own the steps outside the transaction of the plan
 */
export function askedOfAudits(
  own: readonly PlannedStep[],
  steps: readonly PlannedStep[],
  { auditEvery, at }: AuditClock,
): readonly string[] {
  const isKept = [TABLES.runs, TABLES.steps].every((table) => own.some(({ name }) => name === table));
  if (!isKept || !steps.some(({ kind }) => kind === "audit")) return [];
  return [auditsQuestion(new Date(at.getTime() - auditEvery))];
}

/** Returns why an audit is not asked, from the answer to that; without one, all of them are due. */
export function notDueAfter([answer]: readonly Result[], clock: AuditClock): NotDue {
  return answer === undefined ? () => undefined : decideAudits(auditsOf(answer), clock);
}
