/** Transforms whose text is another one than that which made the rows of their tables; pure. */
import { digestKey, type Digests } from "./decide-step.ts";
import type { PlannedStep } from "./plan.ts";

/** A file of sql/transform that has changed, and what it fills. */
export interface Retold {
  readonly step: string;
  readonly path: string;
  readonly tables: readonly string[];
}

/** What stands in place of a digest where texts of several kinds made the rows: no text does that any more. */
const SEVERAL = "several";

/** By what it is kept which text made the rows of a step. */
function rowsKey(step: Pick<PlannedStep, "kind" | "name">): string {
  return `rows of ${digestKey(step)}`;
}

/** Returns those of the steps; none where nothing is known of what was run, and none for a file that is new. */
export function retoldSteps(steps: readonly PlannedStep[], digests: Digests | undefined): readonly Retold[] {
  return steps.flatMap((step) => {
    if (step.kind !== "transform" || !isRetold(step, digests)) return [];
    const passing = new Set(steps.flatMap(({ scope, writes }) => (scope === "run" ? writes : [])));
    const tables = step.writes.filter((table) => !passing.has(table));
    return [{ step: step.name, path: step.path, tables }];
  });
}

function isRetold(step: PlannedStep, digests: Digests | undefined): boolean {
  const rows = digests?.get(rowsKey(step));
  if (rows !== undefined) return rows !== step.logic;
  // A version that did not keep this has left the digest of the file.
  const file = digests?.get(digestKey(step));
  return file !== undefined && file !== step.digest;
}

/** What a run that is published did of its plan. */
export interface Published {
  /** Steps that it left out, by `digestKey`. */
  readonly without: ReadonlyMap<string, string>;
  /** Transforms that made all their rows anew. */
  readonly anew: ReadonlySet<string>;
  /** Whether there were files in the warehouse before. */
  readonly isLater: boolean;
}

/** Returns the digests after a run: of each step the file that ran last, and of each transform the text that made the rows. */
export function digestsAfter(
  steps: readonly PlannedStep[],
  known: Digests,
  { without, anew, isLater }: Published,
): Digests {
  // Version 0.1.0 kept none: nobody knows what made its rows.
  const isUnknown = isLater && known.size === 0;
  return new Map(
    steps.flatMap((step) => {
      const key = digestKey(step);
      const [file, rows] = [known.get(key), known.get(rowsKey(step))];
      if (without.has(key)) return [entry(key, file), entry(rowsKey(step), rows)].flat();
      if (step.kind !== "transform") return entry(key, step.digest);
      const isOne = anew.has(key) || !(isUnknown || isRetold(step, known));
      return [...entry(key, step.digest), ...entry(rowsKey(step), isOne ? step.logic : SEVERAL)];
    }),
  );
}

function entry(key: string, digest: string | undefined): readonly (readonly [string, string])[] {
  return digest === undefined ? [] : [[key, digest]];
}
