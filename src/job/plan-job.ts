/** What a run would do. */
import { existsSync } from "node:fs";
import { planRun, type RunPlan } from "../plan/plan.ts";
import type { CopyInput } from "../plan/variables.ts";
import { readLedgerIfAny } from "../records/ledger-if-any.ts";
import { heldBackBy, readQuarantineIfAny, type QuarantineEntry } from "../records/quarantine.ts";
import { RUN_PREFIX } from "../run/run.ts";
import { discover, type Discovered } from "../run/discover.ts";
import { placeJsonpaths } from "../run/jsonpaths.ts";
import type { SourceName } from "../sources/source.ts";
import type { JobContext } from "./job-context.ts";
import { keepApart } from "./keep-apart.ts";
import { openJob, type Job } from "./open-job.ts";
import { isRedshift, withWarehouse } from "./open-warehouse.ts";

/** The files of each source, and the plan of the run that would load them. */
export interface JobPlan {
  readonly sources: readonly Discovered[];
  readonly plan: RunPlan;
}

/**
 * Lists the sources, asks the ledger and plans; changes nothing.
 * @throws ConfigError for a source that does not exist; SqlFilesError for files that do not fit together; UnreachableError.
 */
export async function planJob(context: JobContext): Promise<JobPlan> {
  const job = await openJob(context);
  const prefix = `${job.workUrl}${RUN_PREFIX}<run id>/1/`;
  const { ledger, quarantine } = await askLedger(context, job);
  const { maxRejects, onBadFile } = context.config;
  const heldBack = onBadFile === "quarantine" ? heldBackBy(quarantine) : new Set<string>();
  const sources = await discover(job.store, job.sources, ledger, job.workUrl, heldBack);
  const copies = new Map<SourceName, CopyInput>();
  for (const { source, newFiles, pack } of sources) {
    if (newFiles.length === 0) continue;
    const jsonpaths = await placeJsonpaths(job.store, source, prefix);
    const manifestUrl = `${prefix}${source.name}.manifest`;
    copies.set(source.name, { manifestUrl, compression: pack.compression, jsonpaths });
  }
  return { sources, plan: planRun(job.sql, { ...job, maxRejects, copies }) };
}

/** A local warehouse whose file is not there yet is not opened: that would make it. */
async function askLedger(
  context: JobContext,
  { store, sample }: Job,
): Promise<{ readonly ledger: ReadonlySet<string>; readonly quarantine: readonly QuarantineEntry[] }> {
  const { warehouse } = context.config;
  if (!isRedshift(context.config) && !existsSync(warehouse)) return { ledger: new Set(), quarantine: [] };
  return withWarehouse(context, store, (open) =>
    open.withSession(async (session) => {
      if (open.kind === "local") await keepApart(session, { warehouse, sample });
      return { ledger: await readLedgerIfAny(session), quarantine: await readQuarantineIfAny(session) };
    }),
  );
}
