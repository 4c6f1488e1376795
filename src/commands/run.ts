/** `dwh run`: the job. */
import { setTimeout as sleep } from "node:timers/promises";
import { DwhError } from "../errors.ts";
import { explain } from "../text/explain.ts";
import { isRedshift, withWarehouse } from "../job/open-warehouse.ts";
import { runMetrics } from "../job/metrics.ts";
import { SHOWN_ROWS } from "../checks/run-check.ts";
import { groupRejects } from "../records/reject-groups.ts";
import { summarizeRun } from "../records/record.ts";
import type { RunResult } from "../records/result.ts";
import type { RunInput } from "../run/run-input.ts";
import type { Config } from "../config/config.ts";
import { outcomeOf } from "../run/outcome.ts";
import { run } from "../run/run.ts";
import { untilLate } from "../interruption.ts";
import type { Logger } from "../log.ts";
import { openProgress } from "../terminal/progress.ts";
import { withAwake } from "../job/awake.ts";
import type { CommandContext } from "../cli/context.ts";
import { deadlineSignal } from "../job/deadline.ts";
import { openJob } from "../job/open-job.ts";
import { reportPath } from "../job/report-path.ts";
import { rowsAsObjects } from "../text/rows-as-objects.ts";

/** For the metrics, after a signal or the deadline. */
const METRICS_MS = 3000;

/** Runs the job once and tells what it did; the exit code is the run's. */
export async function command(context: CommandContext): Promise<number> {
  const result = await runJob(context);
  await tell(context, result);
  return result.exitCode;
}

/** Runs the job with everything around it: the cluster awake, the deadline, progress, metrics. */
export async function runJob(context: CommandContext): Promise<RunResult> {
  const job = await openJob(context);
  const runId = context.newId();
  const progress = await openProgress({ ...context, fields: { run_id: runId }, quiet: context.flags.quiet });
  const deadline = deadlineSignal(context.signal, context.config.deadline);
  const classify = await classifierOf(context.config);
  const within = { ...context, signal: deadline.signal };
  const startedAt = context.now();
  try {
    const result = await withAwake(within, () =>
      withWarehouse(
        within,
        job.store,
        (warehouse) =>
          run({
            ...job,
            warehouse,
            runId,
            maxRejects: context.config.maxRejects,
            version: context.version,
            now: context.now,
            signal: deadline.signal,
            onEvent: (event) => progress.show(event),
            classify,
            sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
            random: Math.random,
          }),
        runId,
      ),
    ).catch((error: unknown) => unstarted(within, { runId, startedAt, error }));
    await sendMetrics(within, result);
    return result;
  } finally {
    progress.close();
    deadline.clear();
  }
}

/** The result of a run that never reached its warehouse: no record there, but the same last line and metrics. */
function unstarted(
  { config, signal, version, now }: CommandContext,
  facts: Pick<RunResult, "runId" | "startedAt" | "error">,
): RunResult {
  const error = signal.aborted ? signal.reason : facts.error;
  const nothing = { sources: [], steps: [], checks: [], rejects: [], tables: [], retries: 0 };
  const { status, exitCode } = outcomeOf({ ...nothing, error });
  return {
    ...nothing,
    ...facts,
    error,
    status,
    exitCode,
    version,
    warehouse: isRedshift(config) ? "Redshift" : config.warehouse,
    endedAt: now(),
    loadedAt: undefined,
  };
}

/** In process nothing passes by itself; what Redshift says may. */
async function classifierOf(config: Config): Promise<RunInput["classify"]> {
  if (!isRedshift(config)) return () => ({ kind: "terminal", reason: "it would fail again" });
  return (await import("../warehouse/redshift/faults.ts")).classify;
}

/** Metrics go where a deployment says so; that they cannot be put is a warning and changes nothing. */
async function sendMetrics({ config, log, signal }: CommandContext, result: RunResult): Promise<void> {
  const { environment, pipeline } = config;
  if (environment === undefined) return;
  const { putMetrics } = await import("../aws/cloudwatch.ts");
  const putting = putMetrics(runMetrics(result, { environment, pipeline }, ageOf(result)));
  const warning =
    (await untilLate(signal, METRICS_MS, putting)) ?? "cannot put the metrics: no answer in time";
  if (warning !== "") log.warn(warning, { run_id: result.runId });
}

/** Data to stdout, the way out of an error to stderr; in a log the record is the last line. */
async function tell({ io, log, flags, config }: CommandContext, result: RunResult): Promise<void> {
  const { error } = result;
  const record = summarizeRun(result);
  const asText = flags.format === "text" || (flags.format === "auto" && io.outIsTerminal);
  const forPeople = asText && flags.quiet !== true;
  if (flags.format === "json") {
    const { sources, steps, checks, rejects, tables } = result;
    io.writeOut(`${JSON.stringify({ ...record, sources, steps, checks, rejects, tables })}\n`);
  }
  if (forPeople && io.outIsTerminal && io.errIsTerminal) io.writeErr("\n");
  if (forPeople) {
    const { renderRunSummary } = await import("../terminal/run-summary.ts");
    io.writeOut(renderRunSummary(result, io.width, reportPath(config)));
  }
  if (!forPeople) logFindings(log, result);
  if (error instanceof DwhError) {
    if (io.errIsTerminal) io.writeErr(explain(error));
    else
      log.error(error.message, {
        run_id: result.runId,
        where: error.where,
        next: error.next,
        exit_code: error.exitCode,
      });
  } else if (error !== undefined) {
    // A bug: main.ts shows it with its stack.
    throw error instanceof Error ? error : new Error(JSON.stringify(error));
  }
  if (!io.errIsTerminal) log.info("run finished", record);
}

/** How old the newest data in the warehouse is, in seconds; undefined when there is none or it could not be asked. */
function ageOf({ loadedAt, endedAt }: RunResult): number | undefined {
  return loadedAt && Math.max(0, (endedAt.getTime() - loadedAt.getTime()) / 1000);
}

/** What a person would see in the summary: offending rows of checks, and the rejected rows, those of one kind together. */
function logFindings(log: Logger, { runId, checks, rejects }: RunResult): void {
  for (const { name, severity, title, path, count, columns, rows } of checks) {
    if (count === 0) continue;
    const offending = rowsAsObjects({ columns, rows });
    const fields = { run_id: runId, check: name, path, title, count, rows: offending };
    if (severity === "error") log.error("check failed", fields);
    else log.warn("check warned", fields);
  }
  for (const { rejects: all, source, column, columnType, code, meaning, next } of groupRejects(rejects)) {
    const rows = all
      .slice(0, SHOWN_ROWS)
      .map(({ url, line, value, reason }) => ({ where: `${url}:${line}`, value, reason }));
    const facts = { source, column, type: columnType, code, meaning, next, count: all.length, rows };
    log.warn("rows rejected", { run_id: runId, ...facts });
  }
}
