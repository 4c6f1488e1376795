/** `dwh run`: the job. */
import { DwhError } from "../errors.ts";
import { explain } from "../explain.ts";
import { withWarehouse } from "../open-warehouse.ts";
import { summarizeRun } from "../pipeline/record.ts";
import type { RunResult } from "../pipeline/result.ts";
import { run } from "../pipeline/run.ts";
import { openProgress } from "../terminal/progress.ts";
import { renderRun } from "../terminal/run-summary.ts";
import type { CommandContext } from "./command.ts";
import { deadlineSignal } from "./deadline.ts";
import { openJob } from "./job.ts";

/** Runs the job once and tells what it did; the exit code is the run's. */
export async function command(context: CommandContext): Promise<number> {
  const job = await openJob(context);
  const runId = context.newId();
  const progress = openProgress(context.io, context.log, { run_id: runId });
  const deadline = deadlineSignal(context.signal, context.config.deadline);
  const result = await withWarehouse(context, job.store, (warehouse) =>
    run({
      ...job,
      warehouse,
      runId,
      maxRejects: context.config.maxRejects,
      version: context.version,
      now: context.now,
      signal: deadline.signal,
      onEvent: progress.show,
    }),
  ).finally(() => {
    progress.close();
    deadline.clear();
  });
  tell(context, result);
  return result.exitCode;
}

/** Data to stdout, the way out of an error to stderr; in a log the record is the last line. */
function tell({ io, log, flags }: CommandContext, result: RunResult): void {
  const { error } = result;
  const record = summarizeRun(result);
  const forPeople = flags.format === "text" || (flags.format === "auto" && io.outIsTerminal);
  if (flags.format === "json") {
    const { sources, steps, checks, rejects, tables } = result;
    io.writeOut(`${JSON.stringify({ ...record, sources, steps, checks, rejects, tables })}\n`);
  }
  if (forPeople) io.writeOut(renderRun(result, io.width));
  if (error instanceof DwhError) {
    if (io.errIsTerminal) io.writeErr(explain(error));
    else log.error(error.message, { run_id: result.runId, where: error.where, next: error.next });
  } else if (error !== undefined) {
    // A bug: main.ts explains it.
    throw error;
  }
  if (!io.errIsTerminal) log.info("run finished", record);
}
