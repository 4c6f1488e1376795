/** `dwh run`: the job. */
import { SHOWN_ROWS } from "../checks/run-check.ts";
import type { CommandContext } from "../cli/context.ts";
import { DwhError } from "../errors.ts";
import { reportPath } from "../job/report-path.ts";
import { retype, retypeIn } from "../job/retype.ts";
import { runJob } from "../job/run-job.ts";
import type { RunWish } from "../job/run-wish.ts";
import type { Logger } from "../log.ts";
import { summarizeRun } from "../records/record.ts";
import { groupRejects } from "../records/reject-groups.ts";
import type { RunResult } from "../records/result.ts";
import { unexpected } from "../text/passed-over.ts";
import { openProgress } from "../terminal/progress.ts";
import { explain } from "../text/explain.ts";
import { printJson } from "../text/json-document.ts";
import { placeOf } from "../text/place.ts";
import { namedRows } from "../text/rows-as-objects.ts";

/** Runs the job once and reports what it did; the exit code is the run's. */
export async function command(context: CommandContext): Promise<number> {
  const { reload, select = [], exclude = [] } = context.flags;
  return runAndTell(context, { reload, select, exclude });
}

/** Runs the job once as asked, and reports what it did; returns the exit code of the run. */
export async function runAndTell(context: CommandContext, wish: RunWish): Promise<number> {
  const runId = context.newId();
  const progress = await openProgress({ ...context, fields: { run_id: runId }, quiet: context.flags.quiet });
  const result = await runJob(context, {
    runId,
    dryRun: context.flags.dryRun === true,
    wish,
    onEvent: (event) => progress.show(event),
  }).finally(() => progress.close());
  await tell(context, result);
  return result.exitCode;
}

/** Data to stdout, the way out of an error to stderr; in a log the record is the last line. */
async function tell({ io, log, flags, config }: CommandContext, result: RunResult): Promise<void> {
  const { error } = result;
  const record = summarizeRun(result);
  const asText = flags.format === "text" || (flags.format === "auto" && io.outIsTerminal);
  const forPeople = asText && flags.quiet !== true;
  if (flags.format === "json") {
    const { sources, steps, checks, rejects, tables, columns, quarantined = [], inQuarantine } = result;
    const published = result.inDoubt === undefined ? result.status === "succeeded" : undefined;
    io.writeOut(
      printJson({
        ...record,
        published,
        sources,
        steps,
        checks: checks.map(({ columns: names, rows, ...check }) => ({
          ...check,
          rows: namedRows({ columns: names, rows: rows.slice(0, SHOWN_ROWS) }),
        })),
        rejects,
        tables,
        columns,
        quarantined,
        inQuarantine,
      }),
    );
  }
  if (forPeople && io.outIsTerminal && io.errIsTerminal) io.writeErr("\n");
  if (forPeople) {
    const { renderRunSummary } = await import("../terminal/run-summary.ts");
    io.writeOut(
      renderRunSummary(result, io.width, {
        report: reportPath(config),
        retype: (...words) => retype(config, ...words),
      }),
    );
  }
  if (!forPeople) {
    logPassed(log, result);
    logColumns(log, result);
    logFindings(log, result);
    logQuarantine(log, result);
  }
  if (error instanceof DwhError) {
    const { message, where, exitCode } = error;
    const next = error.next && retypeIn(config, error.next);
    if (io.errIsTerminal) io.writeErr(explain({ message, where, next }));
    else log.error(message, { run_id: result.runId, where, next, exit_code: exitCode });
  } else if (error !== undefined) {
    // A bug: main.ts shows it with its stack.
    throw error instanceof Error ? error : new Error(JSON.stringify(error));
  }
  if (!io.errIsTerminal) log.info("run finished", record);
}

/** Every run reports what waits in quarantine. */
function logQuarantine(log: Logger, { runId, quarantined = [], inQuarantine = 0 }: RunResult): void {
  if (inQuarantine === 0) return;
  const added = quarantined.map(({ source, url, reason, next }) => ({ source, url, reason, next }));
  log.warn("files in quarantine", { run_id: runId, count: inQuarantine, left_out: added });
}

/** What is not a source file, by source and reason: a warning where it may have been meant to be one. */
function logPassed(log: Logger, { runId, sources }: RunResult): void {
  for (const { name, passedOver, passedFor } of sources) {
    if (passedOver === 0) continue;
    const fields = { run_id: runId, source: name, count: passedOver, reasons: passedFor };
    if (unexpected(passedFor).length > 0) log.warn("objects passed over", fields);
    else log.info("objects passed over", fields);
  }
}

/** Keys without columns, columns without keys, by source. */
function logColumns(log: Logger, { runId, columns }: RunResult): void {
  for (const { source, table, looked, rows, untaken, unfilled } of columns) {
    const facts = { run_id: runId, source, table };
    if (untaken.length > 0) log.warn("keys that no column takes", { ...facts, keys: untaken, looked });
    if (unfilled.length > 0) log.warn("columns that no key fills", { ...facts, columns: unfilled, rows });
  }
}

/** What a person would see in the summary: failing rows of checks, and the rejected rows, grouped by kind. */
function logFindings(log: Logger, { runId, checks, rejects }: RunResult): void {
  for (const { name, severity, title, path, count, columns, rows } of checks) {
    if (count === 0) continue;
    const offending = namedRows({ columns, rows: rows.slice(0, SHOWN_ROWS) });
    const fields = { run_id: runId, check: name, path, title, count, rows: offending };
    if (severity === "error") log.error("check failed", fields);
    else log.warn("check warned", fields);
  }
  for (const { rejects: all, source, column, columnType, code, meaning, next } of groupRejects(rejects)) {
    const rows = all
      .slice(0, SHOWN_ROWS)
      .map((one) => ({ where: placeOf(one), value: one.value, reason: one.reason }));
    const facts = { source, column, type: columnType, code, meaning, next, count: all.length, rows };
    log.warn("rows rejected", { run_id: runId, ...facts });
  }
}
