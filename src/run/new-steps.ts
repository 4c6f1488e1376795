/** Whether sql/ has a transform that no run has done yet: its table is built from what is there, even if no file is new. */
import { digestKey } from "../plan/decide-step.ts";
import type { PlannedStep, RunPlan } from "../plan/plan.ts";
import { readDigestsIfAny } from "../records/digests.ts";
import type { Session } from "../warehouse/warehouse.ts";

/** Returns the transforms whose files are not among those of the last run that was published; none before the first run, and none where no digests are kept. */
export async function findNewSteps(session: Session, { steps }: RunPlan): Promise<readonly PlannedStep[]> {
  const digests = await readDigestsIfAny(session);
  if (digests === undefined || digests.size === 0) return [];
  return steps.filter((step) => step.kind === "transform" && !digests.has(digestKey(step)));
}
