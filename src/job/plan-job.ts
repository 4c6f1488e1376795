/** What a run would do. */
import { existsSync } from "node:fs";
import { planRun, type RunPlan } from "../plan/plan.ts";
import { WITHOUT_LOADS, type CopyInput } from "../plan/variables.ts";
import { retoldSteps, type Retold } from "../plan/retold.ts";
import { readDigestsIfAny } from "../records/digests.ts";
import { mayHaveTwo, refuseTwoNames } from "../migrate/one-name.ts";
import { readDrift } from "../migrate/read-drift.ts";
import { readCatalogue } from "../migrate/read-migration.ts";
import { schemaTables } from "../migrate/schema-tables.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";
import type { Definitions } from "../records/read-definitions.ts";
import { knownFilesIfAny } from "../records/ledger-if-any.ts";
import { NOTHING_KNOWN } from "../records/known-files.ts";
import { askPlan, type AskedPlan } from "../records/ask-plan.ts";
import { readProgress } from "../records/under-way.ts";
import type { RebuildUnderWay } from "../report/data.ts";
import { heldBackBy, readQuarantineIfAny } from "../records/quarantine.ts";
import { copyRejects } from "../run/attempt.ts";
import { RUN_PREFIX } from "../run/run.ts";
import { discover } from "../run/discover.ts";
import { placeJsonpaths } from "../run/jsonpaths.ts";
import { seeUnpacked, type PlannedSource } from "../run/unpacked.ts";
import type { SourceName } from "../sources/source.ts";
import { DEFAULT_DATABASE, DEFAULT_SCHEMA } from "../warehouse/local/default-schema.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { JobContext } from "./job-context.ts";
import { keepApart } from "./keep-apart.ts";
import { openJob, type Job } from "./open-job.ts";
import { isRedshift, withWarehouse } from "./open-warehouse.ts";
import { hasSample, removeSample } from "./sample.ts";

/** The files of each source, and the plan of the run that would load them. */
export interface JobPlan {
  readonly sources: readonly PlannedSource[];
  /** With the loads of all sources where nothing is new. */
  readonly plan: RunPlan;
  /** What differs in the warehouse from what sql/schema declares: a run ends with exit code 2, or fixes it if it may. */
  readonly drift: readonly string[];
  /** Tables whose transform has changed since it filled them last. */
  readonly retold: readonly Retold[];
  /** A rebuild in batches that is not finished. */
  readonly rebuild: RebuildUnderWay | undefined;
  /** What the warehouse understands of it; undefined where there is no warehouse yet. */
  readonly asked: AskedPlan | undefined;
}

/**
 * Lists the sources, asks the ledger and plans; changes nothing. Sample data that a run would make is made to be looked at, and gone
 * afterwards.
 * @throws ConfigError for a source that does not exist; SqlFilesError for files that do not fit together; UnreachableError.
 */
export async function planJob(context: JobContext): Promise<JobPlan> {
  const hadSample = hasSample();
  try {
    const job = await openJob(context);
    return await lookThrough(context, job, (session) => planWith(context, job, session));
  } finally {
    if (!hadSample) removeSample();
  }
}

async function planWith(context: JobContext, job: Job, session: Session | undefined): Promise<JobPlan> {
  const { runId } = WITHOUT_LOADS;
  const prefix = `${job.workUrl}${RUN_PREFIX}${runId}/1/`;
  const known = session === undefined ? NOTHING_KNOWN : await knownFilesIfAny(session);
  const quarantine = session === undefined ? [] : await readQuarantineIfAny(session);
  const digests = session && (await readDigestsIfAny(session));
  const { maxRejects, onBadFile } = context.config;
  const heldBack = onBadFile === "quarantine" ? heldBackBy(quarantine) : new Set<string>();
  const { now } = context;
  const found = await discover(job.store, job.sources, { known, now, workUrl: job.workUrl, heldBack });
  const sources = await seeUnpacked(job.store, found);
  const copies = new Map<SourceName, CopyInput>();
  const isNew = sources.some(({ newFiles }) => newFiles.length > 0);
  for (const { source, newFiles, pack } of sources) {
    if (isNew && newFiles.length === 0) continue;
    const jsonpaths = await placeJsonpaths(job.store, source, prefix);
    const manifestUrl = `${prefix}${source.name}.manifest`;
    copies.set(source.name, { manifestUrl, compression: pack.compression, jsonpaths });
  }
  if (mayHaveTwo(job.sql.steps)) refuseTwoNames(job.sql.steps, await readSearchPath(job.sql, session));
  const plan = planRun(job.sql, { ...job, maxRejects: copyRejects(onBadFile, maxRejects), runId, copies });
  return {
    sources,
    plan,
    drift: session === undefined ? [] : await readDrift(session, job.sql),
    retold: retoldSteps(plan.steps, digests),
    rebuild: session && (await readProgress(session)),
    asked: session && (await askPlan(session, plan, digests)),
  };
}

/** What bare names mean to the session; a local warehouse that is not there yet has the schema that each begins with. */
async function readSearchPath(
  sql: SqlFolder,
  session: Session | undefined,
): Promise<Pick<Definitions, "database" | "searchPath" | "tables">> {
  if (session === undefined)
    return { database: DEFAULT_DATABASE, searchPath: [DEFAULT_SCHEMA], tables: new Map() };
  return readCatalogue(session, schemaTables(sql));
}

/** A local warehouse whose file is not there yet is not opened: that would make it. */
async function lookThrough<T>(
  context: JobContext,
  { store, sample, sql }: Job,
  look: (session: Session | undefined) => Promise<T>,
): Promise<T> {
  const { warehouse } = context.config;
  if (!isRedshift(context.config) && !existsSync(warehouse)) return look(undefined);
  return withWarehouse(
    context,
    store,
    (open) =>
      open.withSession(async (session) => {
        if (!isRedshift(context.config)) await keepApart(session, { warehouse, sample });
        return look(session);
      }),
    { sql },
  );
}
