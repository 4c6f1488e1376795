/** `dwh status`: how things stand; `--errors` the rows of a run that could not be loaded. */
import { ConfigError } from "../errors.ts";
import { EXIT, TABLES } from "../names.ts";
import { sayUnlisted } from "../text/unlisted.ts";
import { lookAtWarehouse } from "../job/open-warehouse.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { placeOf } from "../text/place.ts";
import { visible } from "../text/visible.ts";
import { countOf } from "../text/amounts.ts";
import { judgeAge, summarizeAge } from "../report/freshness.ts";
import { readLoadErrors, type LoadErrors } from "../records/read-load-errors.ts";
import { printJson } from "../text/json-document.ts";
import { openStore } from "../store/open-store.ts";
import { renderStatusSummary } from "../terminal/status-summary.ts";
import { renderTextTable } from "../terminal/table.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { CommandContext } from "../cli/context.ts";
import { readJobStatus, type JobStatus } from "../job/job-status.ts";
import { retype, retypeIn } from "../job/retype.ts";
import { namedRows } from "../text/rows-as-objects.ts";

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
  const { runs, runCount, files, loadedAt, waiting, drift, retold, changed, lastError, quarantine } = status;
  return {
    drift,
    retold,
    files,
    loaded_at: loadedAt,
    age_seconds: loadedAt && (now.getTime() - loadedAt.getTime()) / 1000,
    newest_load: summarizeAge(judgeAge(status.newestLoad, now)),
    newest_events: status.newestEvents.map((newest) => summarizeAge(judgeAge(newest, now))),
    waiting,
    quarantine,
    run_count: runCount,
    runs,
    changed: changed && { run_id: changed.run.runId, values: changed.values },
    last_error: lastError && { ...lastError.run, failed_checks: lastError.failedChecks },
  };
}

async function showErrors(session: Session, { io, flags, config }: CommandContext): Promise<void> {
  const json = flags.format === "json";
  try {
    const errors = await readLoadErrors(session, flags.run, REJECTS);
    if (json) io.writeOut(printJson(errorsAsData(errors, flags.run)));
    else io.writeOut(renderErrors(errors, flags.run, io.width));
  } catch (error) {
    if (!isMissingTable(error)) throw error;
    if (json) io.writeOut(printJson(errorsAsData(undefined, flags.run)));
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
    rejects: errors === undefined ? [] : namedRows(errors),
  };
}

/** The rows without what is done about each, and that once for all rows that it is done about. */
function withoutRemedies({
  columns,
  rows,
}: LoadErrors): Pick<LoadErrors, "columns" | "rows"> & { readonly remedies: readonly string[] } {
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  const [remedy, url, line] = [at("remedy"), at("url"), at("line_number")];
  if (remedy === -1) return { columns, rows, remedies: [] };
  const places = new Map<string, string[]>();
  for (const row of rows) {
    const said = row[remedy];
    if (said)
      places.set(said, [
        ...(places.get(said) ?? []),
        placeOf({ url: row[url] ?? "", line: Number(row[line]) }),
      ]);
  }
  return {
    columns: columns.toSpliced(remedy, 1),
    rows: rows.map((row) => row.toSpliced(remedy, 1)),
    remedies: [...places].map(([said, [first = "", ...more]]) =>
      visible(`  ${first}${more.length === 0 ? "" : ` and ${countOf(more.length, "more row")}`}: ${said}`),
    ),
  };
}

function renderErrors(errors: LoadErrors | undefined, run: string | undefined, width: number): string {
  if (errors === undefined || errors.rejected === 0)
    return `no rejected rows${run === undefined ? "" : ` of run ${run}`}\n`;
  const { runId, rejected, atLeast, listed, unread } = errors;
  const { columns, rows, remedies } = withoutRemedies(errors);
  const more = listed - rows.length;
  const lines = [
    `run ${runId}: ${atLeast ? "at least " : ""}${countOf(rejected, "rejected row")}`,
    sayUnlisted(rejected, listed, atLeast),
    unread && visible(unread),
    rows.length === 0 ? undefined : renderTextTable(columns, rows, width).trimEnd(),
    more > 0 ? `… and ${countOf(more, "more row")}: ${TABLES.rejects}` : undefined,
    ...(remedies.length === 0 ? [] : ["", "what to do:", ...remedies]),
  ];
  return `${lines.filter((line) => line !== undefined).join("\n")}\n`;
}
