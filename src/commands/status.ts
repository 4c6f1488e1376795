/** `dwh status`: how things stand; `--errors` the rows of a run that could not be loaded. */
import { ConfigError } from "../errors.ts";
import { EXIT, TABLES } from "../names.ts";
import { sayUnlisted } from "../text/unlisted.ts";
import { lookAtWarehouse } from "../job/open-warehouse.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { visible } from "../text/visible.ts";
import { countOf } from "../text/amounts.ts";
import { readLoadErrors, type LoadErrors } from "../records/read-load-errors.ts";
import { snakeCaseKeys } from "../text/snake-case.ts";
import { openStore } from "../store/open-store.ts";
import { renderStatusSummary } from "../terminal/status-summary.ts";
import { renderTextTable } from "../terminal/table.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { CommandContext } from "../cli/context.ts";
import { readJobStatus, type JobStatus } from "../job/job-status.ts";
import { retype } from "../job/retype.ts";
import { rowsAsObjects } from "../text/rows-as-objects.ts";

/** Rejected rows that are shown; `etl_rejects` holds them all. */
const REJECTS = 200;

/** Prints how things stand; exit code 0 also when that is not well, or nothing ran yet. */
export async function command(context: CommandContext): Promise<number> {
  const { config, io, flags, now } = context;
  if (flags.run !== undefined && flags.errors !== true) {
    throw new ConfigError("--run says whose load errors are shown", { next: "give --errors too" });
  }
  if (flags.errors === true) {
    await lookAtWarehouse(context, openStore(config), (warehouse) =>
      warehouse.withSession((session) => showErrors(session, context)),
    );
    return EXIT.done;
  }
  const status = await readJobStatus(context);
  if (flags.format === "json") io.writeOut(`${JSON.stringify(asData(status, now()))}\n`);
  else
    io.writeOut(
      renderStatusSummary(status, {
        now: now(),
        width: io.width,
        run: retype(config, "run"),
      }),
    );
  return EXIT.done;
}

function asData({ runs, runCount, files, loadedAt, waiting, lastError }: JobStatus, now: Date): object {
  return {
    files,
    loaded_at: loadedAt,
    age_seconds: loadedAt && (now.getTime() - loadedAt.getTime()) / 1000,
    waiting: waiting.map(snakeCaseKeys),
    run_count: runCount,
    runs: runs.map(snakeCaseKeys),
    last_error: lastError && { ...snakeCaseKeys(lastError.run), failed_checks: lastError.failedChecks },
  };
}

async function showErrors(session: Session, { io, flags, config }: CommandContext): Promise<void> {
  const json = flags.format === "json";
  try {
    const errors = await readLoadErrors(session, flags.run, REJECTS);
    if (json) io.writeOut(`${JSON.stringify(errorsAsData(errors, flags.run))}\n`);
    else io.writeOut(renderErrors(errors, flags.run, io.width));
  } catch (error) {
    if (!isMissingTable(error)) throw error;
    if (json) io.writeOut(`${JSON.stringify(errorsAsData(undefined, flags.run))}\n`);
    else io.writeOut(`no run is on record yet; \`${retype(config, "run")}\` makes one\n`);
  }
}

function errorsAsData(errors: LoadErrors | undefined, run: string | undefined): object {
  return {
    run_id: errors?.runId ?? run ?? null,
    rows_rejected: errors?.rejected ?? 0,
    at_least: errors?.atLeast ?? false,
    rows_listed: errors?.listed ?? 0,
    unread: errors?.unread ?? null,
    rejects: errors === undefined ? [] : rowsAsObjects(errors),
  };
}

function renderErrors(errors: LoadErrors | undefined, run: string | undefined, width: number): string {
  if (errors === undefined || errors.rejected === 0)
    return `no rejected rows${run === undefined ? "" : ` of run ${run}`}\n`;
  const { runId, rejected, atLeast, listed, unread, columns, rows } = errors;
  const more = listed - rows.length;
  const lines = [
    `run ${runId}: ${atLeast ? "at least " : ""}${countOf(rejected, "rejected row")}`,
    sayUnlisted(rejected, listed, atLeast),
    unread && visible(unread),
    rows.length === 0 ? undefined : renderTextTable(columns, rows, width).trimEnd(),
    more > 0 ? `… and ${countOf(more, "more row")}: ${TABLES.rejects}` : undefined,
  ];
  return `${lines.filter((line) => line !== undefined).join("\n")}\n`;
}
