/** Transforms whose file is another one than the one that filled their tables last; pure. */
import { digestKey, type Digests } from "./decide-step.ts";
import type { PlannedStep } from "./plan.ts";

/** A file of sql/transform that has changed, and what it fills. */
export interface Retold {
  readonly step: string;
  readonly path: string;
  readonly tables: readonly string[];
}

/** Returns those of the steps; none where nothing is known of what was run, and none for a file that is new. */
export function retoldSteps(steps: readonly PlannedStep[], digests: Digests | undefined): readonly Retold[] {
  return steps.flatMap((step) => {
    const known = digests?.get(digestKey(step));
    if (step.kind !== "transform" || known === undefined || known === step.digest) return [];
    return [{ step: step.name, path: step.path, tables: step.writes }];
  });
}
