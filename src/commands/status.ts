/** `dwh status`: how things stand; `--errors` the rows of a run that could not be loaded. */
import { quoteLiteral } from "../dialect/quote.ts";
import { ConfigError } from "../errors.ts";
import { EXIT, TABLES } from "../names.ts";
import { sayUnlisted } from "../text/unlisted.ts";
import { withWarehouse } from "../job/open-warehouse.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { countOf } from "../text/amounts.ts";
import { snakeCaseKeys } from "../text/snake-case.ts";
import { openStore } from "../store/open-store.ts";
import { renderStatusSummary } from "../terminal/status-summary.ts";
import { renderTextTable } from "../terminal/table.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { queryFirstRow } from "../warehouse/query-rows.ts";
import type { CommandContext } from "../cli/context.ts";
import { readJobStatus, type JobStatus } from "../job/job-status.ts";
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
    await withWarehouse(context, openStore(config), (warehouse) =>
      warehouse.withSession((session) => showErrors(session, context)),
    );
    return EXIT.done;
  }
  const status = await readJobStatus(context);
  if (flags.format === "json") io.writeOut(`${JSON.stringify(asData(status, now()))}\n`);
  else io.writeOut(renderStatusSummary(status, { now: now(), width: io.width }));
  return EXIT.done;
}

function asData({ runs, runCount, ledger, loadedAt, waiting, lastError }: JobStatus, now: Date): object {
  return {
    files: ledger.size,
    loaded_at: loadedAt,
    age_seconds: loadedAt && (now.getTime() - loadedAt.getTime()) / 1000,
    waiting,
    run_count: runCount,
    runs: runs.map(snakeCaseKeys),
    last_error: lastError && { ...snakeCaseKeys(lastError.run), failed_checks: lastError.failedChecks },
  };
}

async function showErrors(session: Session, { io, flags }: CommandContext): Promise<void> {
  const json = flags.format === "json";
  try {
    const runId = flags.run ?? (await lastWithRejects(session));
    const ofRun = `from ${TABLES.rejects} where run_id = ${quoteLiteral(runId ?? "")}`;
    const rejects = await session.execute(
      `select recorded_at, url, line_number, column_name, value, error_code, reason, run_id ${ofRun} ` +
        `order by url, line_number limit ${REJECTS}`,
    );
    if (json) return io.writeOut(`${JSON.stringify(rowsAsObjects(rejects))}\n`);
    if (rejects.rows.length === 0)
      return io.writeOut(`no rejected rows${runId === undefined ? "" : ` of run ${runId}`}\n`);
    const { rejected } = await queryFirstRow(session, `select count(*) as rejected ${ofRun}`);
    const more = Number(rejected) - rejects.rows.length;
    const shown = {
      columns: rejects.columns.slice(0, -1),
      rows: rejects.rows.map((row) => row.slice(0, -1)),
    };
    io.writeOut(`run ${runId}: ${countOf(Number(rejected), "rejected row")}\n`);
    const unlisted = sayUnlisted(await readRejected(session, runId), Number(rejected));
    if (unlisted !== undefined) io.writeOut(`${unlisted}\n`);
    io.writeOut(renderTextTable(shown.columns, shown.rows, io.width));
    if (more > 0) io.writeOut(`… and ${countOf(more, "more row")}: ${TABLES.rejects}\n`);
  } catch (error) {
    if (!isMissingTable(error)) throw error;
    io.writeOut(json ? "[]\n" : "no run is on record yet; `dwh run` makes one\n");
  }
}

async function lastWithRejects(session: Session): Promise<string | undefined> {
  const newest = `select run_id from ${TABLES.rejects} order by recorded_at desc limit 1`;
  return (await queryFirstRow(session, newest))["run_id"] ?? undefined;
}

/** How many rows the run rejected by its record; 0 for one that is not on record. */
async function readRejected(session: Session, runId: string | undefined): Promise<number> {
  const run = `select rows_rejected from ${TABLES.runs} where run_id = ${quoteLiteral(runId ?? "")}`;
  return Number((await queryFirstRow(session, run))["rows_rejected"] ?? 0);
}
