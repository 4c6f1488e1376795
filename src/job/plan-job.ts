/** What a run would do. */
import { existsSync } from "node:fs";
import { planRun, type RunPlan } from "../plan/plan.ts";
import type { CopyInput } from "../plan/variables.ts";
import { knownFilesIfAny } from "../records/ledger-if-any.ts";
import { NOTHING_KNOWN } from "../records/known-files.ts";
import { RUN_PREFIX } from "../run/run.ts";
import { discover, type Discovered } from "../run/discover.ts";
import { placeJsonpaths } from "../run/jsonpaths.ts";
import type { KnownFiles } from "../sources/known-files.ts";
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
  const sources = await withLedger(context, job, (known) =>
    discover(job.store, job.sources, { known, now: context.now, workUrl: job.workUrl }),
  );
  const copies = new Map<SourceName, CopyInput>();
  for (const { source, newFiles, pack } of sources) {
    if (newFiles.length === 0) continue;
    const jsonpaths = await placeJsonpaths(job.store, source, prefix);
    const manifestUrl = `${prefix}${source.name}.manifest`;
    copies.set(source.name, { manifestUrl, compression: pack.compression, jsonpaths });
  }
  const { maxRejects } = context.config;
  return { sources, plan: planRun(job.sql, { ...job, maxRejects, copies }) };
}

/** Lends the ledger. A local warehouse whose file is not there yet is not opened: that would make it. */
async function withLedger<T>(
  context: JobContext,
  { store, sample }: Job,
  use: (known: KnownFiles) => Promise<T>,
): Promise<T> {
  const { warehouse } = context.config;
  if (!isRedshift(context.config) && !existsSync(warehouse)) return use(NOTHING_KNOWN);
  return withWarehouse(context, store, (open) =>
    open.withSession(async (session) => {
      if (open.kind === "local") await keepApart(session, { warehouse, sample });
      return use(await knownFilesIfAny(session));
    }),
  );
}
