/** What a run would do. */
import { existsSync } from "node:fs";
import { planRun, type RunPlan } from "../plan/plan.ts";
import type { CopyInput } from "../plan/variables.ts";
import type { Digests } from "../plan/decide-step.ts";
import { retoldSteps, type Retold } from "../plan/retold.ts";
import { readDigestsIfAny } from "../records/digests.ts";
import { readDrift } from "../migrate/read-drift.ts";
import { knownFilesIfAny } from "../records/ledger-if-any.ts";
import { NOTHING_KNOWN } from "../records/known-files.ts";
import { RUN_PREFIX } from "../run/run.ts";
import { discover } from "../run/discover.ts";
import { placeJsonpaths } from "../run/jsonpaths.ts";
import type { KnownFiles } from "../sources/known-files.ts";
import { seeUnpacked, type PlannedSource } from "../run/unpacked.ts";
import type { SourceName } from "../sources/source.ts";
import type { JobContext } from "./job-context.ts";
import { keepApart } from "./keep-apart.ts";
import { openJob, type Job } from "./open-job.ts";
import { isRedshift, withWarehouse } from "./open-warehouse.ts";

/** The files of each source, and the plan of the run that would load them. */
export interface JobPlan {
  readonly sources: readonly PlannedSource[];
  readonly plan: RunPlan;
  /** What is otherwise in the warehouse than sql/schema declares it: a run ends with exit code 2, or mends it if it may. */
  readonly drift: readonly string[];
  /** Tables whose transform is another text than the one that filled them last. */
  readonly retold: readonly Retold[];
}

/**
 * Lists the sources, asks the ledger and plans; changes nothing.
 * @throws ConfigError for a source that does not exist; SqlFilesError for files that do not fit together; UnreachableError.
 */
export async function planJob(context: JobContext): Promise<JobPlan> {
  const job = await openJob(context);
  const prefix = `${job.workUrl}${RUN_PREFIX}<run id>/1/`;
  const { found, ...known } = await withKnown(context, job, (files) =>
    discover(job.store, job.sources, { known: files, now: context.now, workUrl: job.workUrl }),
  );
  const sources = await seeUnpacked(job.store, found);
  const copies = new Map<SourceName, CopyInput>();
  for (const { source, newFiles, pack } of sources) {
    if (newFiles.length === 0) continue;
    const jsonpaths = await placeJsonpaths(job.store, source, prefix);
    const manifestUrl = `${prefix}${source.name}.manifest`;
    copies.set(source.name, { manifestUrl, compression: pack.compression, jsonpaths });
  }
  const { maxRejects } = context.config;
  const plan = planRun(job.sql, { ...job, maxRejects, copies });
  return { sources, plan, drift: known.drift, retold: retoldSteps(plan.steps, known.digests) };
}

/**
 * Lends the ledger to what finds the files, and reads what else the warehouse knows. A local warehouse whose file is not there yet is not
 * opened: that would make it.
 */
async function withKnown<T>(
  context: JobContext,
  { store, sample, sql }: Job,
  find: (known: KnownFiles) => Promise<T>,
): Promise<{ readonly found: T; readonly drift: readonly string[]; readonly digests: Digests | undefined }> {
  const { warehouse } = context.config;
  if (!isRedshift(context.config) && !existsSync(warehouse))
    return { found: await find(NOTHING_KNOWN), drift: [], digests: undefined };
  return withWarehouse(context, store, (open) =>
    open.withSession(async (session) => {
      if (open.kind === "local") await keepApart(session, { warehouse, sample });
      return {
        found: await find(await knownFilesIfAny(session)),
        drift: await readDrift(session, sql),
        digests: await readDigestsIfAny(session),
      };
    }),
  );
}
