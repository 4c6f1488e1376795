/** What a rebuild of the warehouse that ships is given, for tests that run it. */
import { loadSql } from "../../src/job/load-sql.ts";
import { planRebuild } from "../../src/plan/partly.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import type { RunResult } from "../../src/records/result.ts";
import { rebuildInBatches, type BatchesInput } from "../../src/run/rebuild-batches.ts";
import { run } from "../../src/run/run.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import { SQL_DIR } from "./sources.ts";

/** What a run may be given beside the usual, with what makes it a rebuild in batches. */
export type RunOptions = Partial<RunInput> & Partial<Pick<BatchesInput, "batchBytes">>;

let batches = 0;

/** Runs, or rebuilds in batches where their size is said. */
export function runOrRebuild(input: RunInput & RunOptions): Promise<RunResult> {
  const { rebuild, batchBytes } = input;
  if (rebuild === undefined || batchBytes === undefined) return run(input);
  const newId = (): string => `batch-${(batches += 1)}`;
  return rebuildInBatches({ ...input, rebuild, batchBytes, newId });
}

/** Returns what `dwh rebuild <words>` gives the run, but for the sources, which may be more than it takes. */
export async function rebuildOf(words: readonly string[] = [], sql?: SqlFolder): Promise<Partial<RunInput>> {
  const { steps } = sql ?? (await loadSql(SQL_DIR));
  const rebuild = planRebuild(steps, { select: words, exclude: [] });
  return { again: { typed: "", prefixes: undefined, knownOnly: !rebuild.whole }, rebuild };
}
