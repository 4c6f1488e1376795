/** The job with everything around a run: the cluster awake, the deadline, metrics. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config/config.ts";
import { UnreachableError } from "../errors.ts";
import { untilLate } from "../interruption.ts";
import { EXIT } from "../names.ts";
import { readNewestEvents } from "../records/newest-events.ts";
import type { RunEvent, RunResult } from "../records/result.ts";
import { judgeAge } from "../report/freshness.ts";
import { failedEnd } from "../run/attempt.ts";
import { finish } from "../run/finish.ts";
import { rebuildInBatches } from "../run/rebuild-batches.ts";
import type { RunInput } from "../run/run-input.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { run } from "../run/run.ts";
import { withAwake } from "./awake.ts";
import { deadlineSignal } from "./deadline.ts";
import type { JobContext } from "./job-context.ts";
import { runMetrics } from "./metrics.ts";
import { rememberRun } from "./choose-warehouse.ts";
import { keepApart } from "./keep-apart.ts";
import { openJob, type Job } from "./open-job.ts";
import { isRedshift, withWarehouse } from "./open-warehouse.ts";
import { retype } from "./retype.ts";
import { batchBytesOf, grant, type RunWish } from "./run-wish.ts";

/** For the metrics, after a signal or the deadline. */
const METRICS_MS = 3000;

/**
 * Runs the job once, and returns what it did; what went wrong once the job was open is in the result.
 * @throws ConfigError and SqlFilesError for what is wrong before anything is opened.
 */
export async function runJob(
  context: JobContext,
  {
    runId,
    dryRun = false,
    wish = {},
    onEvent,
  }: {
    readonly runId: string;
    /** Everything is rolled back; no record is kept and no metric sent. */
    readonly dryRun?: boolean;
    readonly wish?: RunWish;
    readonly onEvent: (event: RunEvent) => void;
  },
): Promise<RunResult> {
  const batchBytes = batchBytesOf(wish, dryRun);
  const job = await openJob(context);
  const granted = grant(job, wish);
  const deadline = deadlineSignal(context.signal, context.config.deadline);
  const within = { ...context, signal: deadline.signal };
  const startedAt = context.now();
  let eventAge: number | undefined;
  try {
    const result = await withAwake(within, () =>
      withWarehouse(
        within,
        job.store,
        async (warehouse) => {
          if (!isRedshift(context.config)) await beginLocal(warehouse, context.config, job);
          const input: RunInput = {
            ...job,
            ...granted,
            warehouse,
            runId,
            maxRejects: context.config.maxRejects,
            auditEvery: context.config.auditEvery,
            migrate: { mode: context.config.migrate, command: retype(context.config, "migrate") },
            onBadFile: context.config.onBadFile,
            dryRun,
            version: context.version,
            now: context.now,
            signal: deadline.signal,
            onEvent,
            classify: await classifierOf(warehouse),
            sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
            random: Math.random,
          };
          const done = await runAsWished(input, batchBytes, context.newId);
          eventAge = await readEventAge(within, job, warehouse, done);
          return done;
        },
        { runId, sql: job.sql },
      ),
    ).catch((error: unknown) => unstarted(within, { runId, startedAt, error }));
    if (!dryRun) await sendMetrics(within, result, eventAge);
    return result;
  } finally {
    deadline.clear();
  }
}

/** In batches where their size is said. */
async function runAsWished(
  input: RunInput,
  batchBytes: number | undefined,
  newId: () => string,
): Promise<RunResult> {
  const { rebuild } = input;
  if (rebuild === undefined || batchBytes === undefined) return run(input);
  return rebuildInBatches({ ...input, rebuild, batchBytes, newId });
}

/** Before a run into a local file: refuses to mix sample data with other data, and remembers the file for commands that look at it later. */
async function beginLocal(
  open: Warehouse,
  { warehouse }: Pick<Config, "warehouse">,
  { sample }: Pick<Job, "sample">,
): Promise<void> {
  await open.withSession((session) => keepApart(session, { warehouse, sample }));
  rememberRun({ warehouse });
}

/** The result of a run that never reached its warehouse: no record there, but the same last line and metrics. */
function unstarted(
  { config, signal, version, now }: JobContext,
  { error, ...facts }: Pick<RunResult, "runId" | "startedAt" | "error">,
): RunResult {
  const warehouse = isRedshift(config) ? "Redshift" : config.warehouse;
  const known = { ...facts, warehouse, version, endedAt: now(), retries: 0, loadedAt: undefined };
  return finish(known, failedEnd({ signal }, error));
}

/** In process no fault is temporary; one that Redshift tells may be, and so may one of a connection. */
async function classifierOf({ kind }: Warehouse): Promise<RunInput["classify"]> {
  if (kind === "local") return () => ({ kind: "terminal", reason: "it would fail again" });
  return (await import("../warehouse/redshift/faults.ts")).classify;
}

/** Metrics go where a deployment says so; that they cannot be put is a warning and changes nothing. */
async function sendMetrics(
  { config, log, signal }: JobContext,
  result: RunResult,
  eventAgeSeconds: number | undefined,
): Promise<void> {
  const { environment, pipeline } = config;
  if (environment === undefined) return;
  const { putMetrics } = await import("../aws/cloudwatch.ts");
  const putting = putMetrics(
    runMetrics(result, { environment, pipeline }, { dataAgeSeconds: ageOf(result), eventAgeSeconds }),
  );
  const warning =
    (await untilLate(signal, METRICS_MS, putting)) ?? "cannot put the metrics: no answer in time";
  if (warning !== "") log.warn(warning, { run_id: result.runId });
}

/**
 * How old the newest event is at the end of a run that went well, in seconds, the oldest of several kinds; undefined where no metric is
 * wanted, nothing is known of it, or it cannot be asked, which changes nothing of the run.
 */
async function readEventAge(
  { config, log, signal }: JobContext,
  { sql }: Pick<Job, "sql">,
  warehouse: Warehouse,
  { exitCode, endedAt, runId }: RunResult,
): Promise<number | undefined> {
  if (config.environment === undefined || exitCode !== EXIT.done) return undefined;
  try {
    const asking = warehouse.withSession((session) => readNewestEvents(session, sql.analyses, true));
    const newest = await untilLate(signal, METRICS_MS, asking);
    if (newest === undefined) throw new UnreachableError("no answer in time");
    const ages = newest.flatMap((one) => judgeAge(one, endedAt).age ?? []);
    return ages.length === 0 ? undefined : Math.max(...ages) / 1000;
  } catch (error) {
    log.warn("cannot tell how old the newest event is", { run_id: runId, error });
    return undefined;
  }
}

/** How old the newest data in the warehouse is, in seconds; undefined when there is none or it could not be answered. */
function ageOf({ loadedAt, endedAt }: RunResult): number | undefined {
  return loadedAt && Math.max(0, (endedAt.getTime() - loadedAt.getTime()) / 1000);
}
