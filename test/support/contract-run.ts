/** The whole job on a target of the contract suite. */
import { loadSql } from "../../src/job/load-sql.ts";
import type { RunResult } from "../../src/records/result.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import { run } from "../../src/run/run.ts";
import { classify } from "../../src/warehouse/redshift/faults.ts";
import type { Target } from "./contract-target.ts";
import { SQL_DIR, sourceAt } from "./sources.ts";

/**
 * Runs Sparkify's SQL once on what lies under `log/` and `songs/` of a folder, which ends in a slash; no row may be rejected unless
 * `change` says so.
 */
export async function runOn(
  target: Target,
  folder: string,
  change: Partial<RunInput> & Pick<RunInput, "runId">,
): Promise<RunResult> {
  return run({
    warehouse: target.warehouse,
    store: target.store,
    sql: await loadSql(SQL_DIR),
    sources: [sourceAt("events", `${folder}log/`), sourceAt("songs", `${folder}songs/`)],
    workUrl: `${folder}work/`,
    copyRole: target.copyRole,
    maxRejects: 0,
    auditEvery: 604_800_000,
    version: "contract",
    now: () => new Date(),
    signal: new AbortController().signal,
    classify,
    sleep: () => Promise.resolve(),
    random: () => 0.5,
    onEvent: () => undefined,
    ...change,
  });
}
