/** What comes before and after a step, by the tables that they read and write. Pure. */
import { readsOfFiles } from "./order.ts";
import { isCheck, type SqlFile } from "./sql-file.ts";

/** The steps that move rows, and what they move. */
export interface StepGraph {
  /** Staging files and transforms, in the order of a run. */
  readonly movers: readonly SqlFile[];
  /** Checks and audits. */
  readonly checks: readonly SqlFile[];
  /** The tables that a step reads, those behind views too. */
  readonly reads: (file: SqlFile) => readonly string[];
  /** The steps that write what a step reads, and those that read what it writes. */
  readonly before: (file: SqlFile) => readonly SqlFile[];
  readonly behind: (file: SqlFile) => readonly SqlFile[];
}

/** Returns the graph of the steps of a folder. */
export function graphOf(steps: readonly SqlFile[]): StepGraph {
  const reading = readsOfFiles(steps);
  const reads = (file: SqlFile): readonly string[] => reading.get(file) ?? file.reads;
  const movers = steps.filter(({ kind }) => kind === "stage" || kind === "transform");
  const leads = (first: SqlFile, second: SqlFile): boolean =>
    first !== second && first.writes.some((table) => reads(second).includes(table));
  return {
    movers,
    checks: steps.filter(({ kind }) => isCheck(kind)),
    reads,
    before: (file) => movers.filter((other) => leads(other, file)),
    behind: (file) => movers.filter((other) => leads(file, other)),
  };
}

/**
 * Returns the steps with all that follow from them, step by step.
 * @param most how many steps away
 */
export function closure(
  from: readonly SqlFile[],
  next: (file: SqlFile) => readonly SqlFile[],
  most = Number.POSITIVE_INFINITY,
): ReadonlySet<SqlFile> {
  const found = new Set(from);
  let latest = [...from];
  for (let away = 0; away < most && latest.length > 0; away += 1) {
    latest = [...new Set(latest.flatMap(next))].filter((file) => !found.has(file));
    for (const file of latest) found.add(file);
  }
  return found;
}

/** Returns the tables of the star that steps write: those that tell of the last run alone are none. */
export function starTables(steps: readonly SqlFile[], writers: Iterable<SqlFile>): readonly string[] {
  const passing = new Set(steps.filter(({ scope }) => scope === "run").flatMap(({ writes }) => writes));
  const written = [...writers].filter(({ kind }) => kind === "transform").flatMap(({ writes }) => writes);
  return [...new Set(written)].filter((table) => !passing.has(table)).sort();
}
