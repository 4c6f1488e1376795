/** Which steps are sent one after the other, without an answer in between; pure. */
import { whySkipped, type Known } from "../plan/decide-step.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { isCheck } from "../plan/sql-file.ts";

/** Steps that nothing has to be decided between. */
export interface StepGroup {
  readonly steps: readonly PlannedStep[];
  /** Those of them that are not skipped. */
  readonly due: readonly PlannedStep[];
}

/**
 * Returns the steps from `start` on between which nothing is decided, at least one: those that make tables; and transforms with the checks
 * that stand after them, since nothing runs after a check before it is known what it found. A load stands alone. Of a step that
 * is skipped it must be sure that none before it in the group makes it run; one that runs does so whatever else they write.
 * @param written the tables that the steps before `start` wrote
 */
export function groupFrom(
  steps: readonly PlannedStep[],
  start: number,
  known: Known,
  written: ReadonlySet<string>,
): StepGroup {
  const all = new Set([...written, ...steps.flatMap(({ writes }) => writes)]);
  const group: PlannedStep[] = [];
  const due: PlannedStep[] = [];
  for (const step of steps.slice(start)) {
    const last = due.at(-1);
    const runs = whySkipped(step, known, written) === undefined;
    const isSure =
      runs || due.every(({ kind }) => isCheck(kind)) || whySkipped(step, known, all) !== undefined;
    if (!isSure || (runs && last !== undefined && !mayFollow(last, step))) break;
    group.push(step);
    if (runs) due.push(step);
  }
  return { steps: group, due };
}

function mayFollow({ kind: last }: PlannedStep, { kind: next }: PlannedStep): boolean {
  if (isCheck(last)) return isCheck(next);
  if (last === "schema") return next === "schema";
  return last === "transform" && (next === "transform" || isCheck(next));
}
