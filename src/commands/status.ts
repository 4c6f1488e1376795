/** `dwh status`: how things stand; `--errors` the rows of a run that could not be loaded, and those that checks found. */
import { ConfigError } from "../errors.ts";
import { EXIT } from "../names.ts";
import { lookAtWarehouse } from "../job/open-warehouse.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { judgeAge, summarizeAge } from "../report/freshness.ts";
import { readFailuresOf, type FailuresOfRun } from "../records/read-failures.ts";
import { readLoadErrors, type LoadErrors } from "../records/read-load-errors.ts";
import { printJson } from "../text/json-document.ts";
import { openStore } from "../store/open-store.ts";
import { renderErrors } from "../terminal/errors-summary.ts";
import { renderStatusSummary } from "../terminal/status-summary.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { CommandContext } from "../cli/context.ts";
import { readJobStatus, type JobStatus } from "../job/job-status.ts";
import { retype, retypeIn } from "../job/retype.ts";
import { namedRows } from "../text/rows-as-objects.ts";

/** Rejected rows that are shown; `etl_rejects` holds them all. */
const REJECTS = 200;

/** Prints how things stand; the exit code is 0 also when all is not well, or nothing ran yet. */
export async function command(context: CommandContext): Promise<number> {
  const { config, io, flags, now } = context;
  if (flags.run !== undefined && flags.errors !== true) {
    throw new ConfigError("--run goes with --errors: it says whose errors are shown", {
      next: "give --errors too",
    });
  }
  if (flags.errors === true) {
    await lookAtWarehouse(context, openStore(config), (warehouse) =>
      warehouse.withSession((session) => showErrors(session, context)),
    );
    return EXIT.done;
  }
  const status = await readJobStatus(context);
  if (flags.format === "json") io.writeOut(printJson(asData(status, now())));
  else
    io.writeOut(
      renderStatusSummary(status, {
        now: now(),
        width: io.width,
        retype: (text) => retypeIn(config, text),
        retry: (url) => retype(config, "retry", url),
      }),
    );
  return EXIT.done;
}

function asData(status: JobStatus, now: Date): object {
  const { runs, runCount, unended, files, loadedAt, pending, drift, retold, changed, lastError } = status;
  const { quarantine, rebuild } = status;
  return {
    drift,
    retold,
    files,
    loaded_at: loadedAt,
    age_seconds: loadedAt && (now.getTime() - loadedAt.getTime()) / 1000,
    newest_load: summarizeAge(judgeAge(status.newestLoad, now)),
    newest_events: status.newestEvents.map((newest) => summarizeAge(judgeAge(newest, now))),
    pending,
    rebuild,
    quarantine,
    run_count: runCount,
    unended,
    runs,
    changed: changed && { run_id: changed.run.runId, values: changed.values },
    last_error: lastError && { ...lastError.run, failed_checks: lastError.failedChecks },
  };
}

async function showErrors(session: Session, { io, flags, config }: CommandContext): Promise<void> {
  const json = flags.format === "json";
  try {
    const errors = await readLoadErrors(session, flags.run, REJECTS);
    const failed = await readFailuresOf(session, flags.run);
    if (json) io.writeOut(printJson(errorsAsData(errors, failed, flags.run)));
    else io.writeOut(renderErrors(errors, failed, { run: flags.run, width: io.width }));
  } catch (error) {
    if (!isMissingTable(error)) throw error;
    if (json) io.writeOut(printJson(errorsAsData(undefined, undefined, flags.run)));
    else io.writeOut(`no run on record yet; \`${retype(config, "run")}\` makes one\n`);
  }
}

function errorsAsData(
  errors: LoadErrors | undefined,
  failed: FailuresOfRun | undefined,
  run: string | undefined,
): object {
  return {
    run_id: errors?.runId ?? run ?? null,
    rows_rejected: errors?.rejected ?? 0,
    at_least: errors?.atLeast ?? false,
    rows_listed: errors?.listed ?? 0,
    unread: errors?.unread ?? null,
    rejects: errors === undefined ? [] : namedRows(errors),
    failed_run_id: failed?.runId ?? null,
    failures: (failed?.failures ?? []).map(({ offending, ...check }) => ({
      ...check,
      rows: namedRows(offending),
    })),
  };
}
