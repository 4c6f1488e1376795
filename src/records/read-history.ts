/** Reads the record tables and the ledger. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import { parseMoment } from "../text/amounts.ts";
import type { RunDetail, RunRow, SourceRow, TableGrowth } from "../report/data.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { readFailures } from "./read-failures.ts";
import { readChanged, readColumns } from "./read-columns.ts";
import { queryRows, queryFirstRow } from "../warehouse/query-rows.ts";

/** Runs of the history. */
const RUNS = 30;
/** Rejected rows, and reasons for rejecting them, that are shown. */
const REJECTS = 50;

const RUN_COLUMNS =
  "run_id, status, exit_code, started_at, ended_at, duration_ms, files, bytes, rows_read, rows_staged, rows_rejected, " +
  "case when exit_code = 0 or rows_added is null then rows_added else 0 end as rows_added, checks_failed, checks_warned, retries, version, error, " +
  "max(case when status = 'succeeded' and files > 0 then ended_at end) " +
  "over (order by started_at, run_id rows unbounded preceding) as data_from, " +
  "max(case when status = 'succeeded' and files > 0 then ended_at end) " +
  "over (order by started_at, run_id rows between unbounded preceding and 1 preceding) as previous_load";

/** The last runs on record, newest first. */
export async function readRuns(session: Session, where = "true"): Promise<readonly RunRow[]> {
  const rows = await queryRows(
    session,
    `select * from (select ${RUN_COLUMNS} from ${TABLES.runs}) as history where ${where} ` +
      `order by started_at desc, run_id desc limit ${RUNS}`,
  );
  return rows.map((row) => ({
    runId: row["run_id"] ?? "",
    status: row["status"] ?? "",
    exitCode: Number(row["exit_code"]),
    startedAt: parseMoment(row["started_at"]),
    endedAt: parseMoment(row["ended_at"]),
    durationMs: Number(row["duration_ms"]),
    files: Number(row["files"]),
    bytes: Number(row["bytes"]),
    rowsRead: Number(row["rows_read"]),
    rowsStaged: Number(row["rows_staged"]),
    rowsRejected: Number(row["rows_rejected"]),
    rowsAdded: optional(row["rows_added"]),
    checksFailed: Number(row["checks_failed"]),
    checksWarned: Number(row["checks_warned"]),
    retries: Number(row["retries"]),
    version: row["version"] ?? "",
    error: row["error"] ?? undefined,
    dataFrom: parseMoment(row["data_from"]),
    previousLoad: parseMoment(row["previous_load"]),
  }));
}

/** The newest run with steps, and what is known of it. */
export async function readDetail(
  session: Session,
  has: (...tables: readonly string[]) => boolean,
): Promise<RunDetail | undefined> {
  const [run] = await readRuns(session, `run_id in (select run_id from ${TABLES.steps})`);
  if (run === undefined) return undefined;
  const ofRun = `where run_id = ${quoteLiteral(run.runId)}`;
  const steps = await queryRows(
    session,
    // All columns: a warehouse of an earlier version has no notes.
    `select * from ${TABLES.steps} ${ofRun} order by position`,
  );
  const nothing = { columns: [], rows: [] };
  const reasons = has(TABLES.rejects)
    ? await session.execute(
        `select source, reason, count(*) as row_count, column_name, error_code from ${TABLES.rejects} ${ofRun} ` +
          `group by source, column_name, error_code, reason order by row_count desc, reason limit ${REJECTS}`,
      )
    : nothing;
  const rejects = has(TABLES.rejects)
    ? await session.execute(
        `select url, line_number, reason, value, column_name, column_type, error_code from ${TABLES.rejects} ${ofRun} ` +
          `order by url, line_number limit ${REJECTS}`,
      )
    : nothing;
  const { listed } = has(TABLES.rejects)
    ? await queryFirstRow(session, `select count(*) as listed from ${TABLES.rejects} ${ofRun}`)
    : { listed: "0" };
  return {
    run,
    sources: has(TABLES.files) ? await readSources(session, ofRun) : [],
    steps: steps.map((row) => ({
      position: Number(row["position"]),
      name: row["step"] ?? "",
      kind: row["kind"] ?? "",
      status: row["status"] ?? "",
      startedAt: parseMoment(row["started_at"]),
      durationMs: Number(row["duration_ms"]),
      rows: Number(row["row_count"]),
      note: row["note"] ?? undefined,
    })),
    reasons,
    rejects,
    listed: Number(listed),
    failures: has(TABLES.failures) ? await readFailures(session, run.runId) : [],
    columns: has(TABLES.columns) ? await readColumns(session, ofRun) : [],
    changed: has(TABLES.columns) ? await readChanged(session, ofRun) : [],
  };
}

/** Sums over the files of the ledger; null where the figure of one of them is not known: see run/reconcile.ts. */
const WHOLE_SUMS = ["rows_read", "rows_staged", "rows_rejected"]
  .map((name) => `case when count(${name}) = count(*) then sum(${name}) end as ${name}`)
  .join(", ");

/** What each source brought, over all files of the ledger or those of a run. */
export async function readSources(session: Session, where = ""): Promise<readonly SourceRow[]> {
  const rows = await queryRows(
    session,
    `select source, count(*) as files, sum(size) as bytes, ${WHOLE_SUMS} from ${TABLES.files} ${where} group by source order by source`,
  );
  return rows.map((row) => ({
    source: row["source"] ?? "",
    files: Number(row["files"]),
    bytes: Number(row["bytes"]),
    rowsRead: optional(row["rows_read"]),
    rowsStaged: optional(row["rows_staged"]),
    rowsRejected: optional(row["rows_rejected"]),
  }));
}

/** How many runs are on record. */
export async function readRunCount(session: Session): Promise<number> {
  return Number(
    (await queryFirstRow(session, `select count(*) as run_count from ${TABLES.runs}`))["run_count"],
  );
}

/**
 * What the runs on record did to each table, in the order in which they held the lock: those that did not commit added nothing. A record
 * that stands there twice counts once.
 */
export async function readGrowth(session: Session): Promise<readonly TableGrowth[]> {
  const rows = await queryRows(
    session,
    `with counted as (
       select distinct run_id, table_name, counted_at, rows_before, rows_after from ${TABLES.tables}
       where run_id not in (select run_id from ${TABLES.runs} where exit_code <> 0)
     ),
     ranked as (
       select table_name, rows_before, rows_after,
         row_number() over (partition by table_name order by counted_at, run_id) as place
       from counted
     )
     select table_name, sum(case when place = 1 then rows_before else 0 end) as first_rows,
       sum(rows_after - rows_before) as rows_added
     from ranked group by table_name order by table_name`,
  );
  return rows.map((row) => ({
    table: row["table_name"] ?? "",
    before: Number(row["first_rows"]),
    added: Number(row["rows_added"]),
  }));
}

/** How many rows a table has; its name goes into the query as it stands. */
export async function countRows(session: Session, name: string): Promise<number> {
  return Number((await queryFirstRow(session, `select count(*) as row_count from ${name}`))["row_count"]);
}

function optional(text: string | null | undefined): number | undefined {
  return text === null || text === undefined ? undefined : Number(text);
}
