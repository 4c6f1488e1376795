/** The load errors of one run, as they are on record. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import type { Column, Row, Session } from "../warehouse/warehouse.ts";
import { queryFirstRow } from "../warehouse/query-rows.ts";

/** What is shown of a rejected row, in this order. */
const SHOWN = ["recorded_at", "url", "line_number", "column_name", "value", "error_code", "reason", "remedy"];

/** The rejected rows of a run: how many there were, and those that can be read. */
export interface LoadErrors {
  readonly runId: string;
  /** By the record of the run; 0 for one that is not on record. */
  readonly rejected: number;
  /** Whether there may be more of them: the COPY had stopped at so many. */
  readonly atLeast: boolean;
  /** How many of them are on record: as many as the warehouse's log of load errors held. */
  readonly listed: number;
  /** What the record of a run that ended well says: why the log could not be read. */
  readonly unread: string | undefined;
  /** The first of those on record, by file and line. */
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/**
 * Reads the load errors of a run, or of the newest that rejected rows; undefined where none has. A run of an older version may have
 * rejected rows on record, and none in its sum.
 * @param most how many rows are read
 * @throws WarehouseError 42P01 where no run has made the tables yet
 */
export async function readLoadErrors(
  session: Session,
  run: string | undefined,
  most: number,
): Promise<LoadErrors | undefined> {
  const runId = run ?? (await newestWithRejects(session));
  if (runId === undefined) return undefined;
  const ofRun = `where run_id = ${quoteLiteral(runId)}`;
  const record = await queryFirstRow(
    session,
    `select status, rows_rejected, error from ${TABLES.runs} ${ofRun}`,
  );
  const { listed } = await queryFirstRow(
    session,
    `select count(*) as listed from ${TABLES.rejects} ${ofRun}`,
  );
  // All columns: a warehouse of an earlier version has no remedies.
  const all = await session.execute(
    `select * from ${TABLES.rejects} ${ofRun} order by url, line_number limit ${most}`,
  );
  const shown = SHOWN.map((column) => all.columns.findIndex(({ name }) => name === column)).filter(
    (index) => index !== -1,
  );
  return {
    runId,
    rejected: Math.max(Number(record["rows_rejected"] ?? 0), Number(listed)),
    atLeast: record["status"] === "rejected",
    listed: Number(listed),
    unread: record["status"] === "succeeded" ? (record["error"] ?? undefined) : undefined,
    columns: shown.flatMap((index) => all.columns[index] ?? []),
    rows: all.rows.map((row) => shown.map((index) => row[index] ?? null)),
  };
}

async function newestWithRejects(session: Session): Promise<string | undefined> {
  const newest = await queryFirstRow(
    session,
    `select run_id from ${TABLES.runs} where rows_rejected > 0 or run_id in (select run_id from ${TABLES.rejects}) ` +
      "order by started_at desc, run_id desc limit 1",
  );
  return newest["run_id"] ?? undefined;
}
