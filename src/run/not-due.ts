/** Which audits a run does not ask. */
import { TABLES } from "../names.ts";
import type { NotDue } from "../plan/decide-step.ts";
import { decideAudits } from "../plan/due-audits.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { readAudits } from "../records/read-audits.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { RunInput } from "./run-input.ts";

/**
 * Asks the record, in the transaction that is open, when the audits were asked last. Where the folder of SQL declares no record, nothing
 * tells, and all of them are due.
 * @throws as `Session.execute` does
 */
export async function findNotDue(
  input: Pick<RunInput, "auditEvery" | "now"> & {
    readonly session: Session;
    /** The steps outside the transaction of the plan. */
    readonly own: readonly PlannedStep[];
  },
  steps: readonly PlannedStep[],
): Promise<NotDue> {
  const { session, own, auditEvery, now } = input;
  const isKept = [TABLES.runs, TABLES.steps].every((table) => own.some(({ name }) => name === table));
  if (!isKept || !steps.some(({ kind }) => kind === "audit")) return () => undefined;
  const at = now();
  const asked = await readAudits(session, new Date(at.getTime() - auditEvery));
  return decideAudits(asked, { auditEvery, at });
}
