/** What COPY leaves in the system tables; written on a connection of its own, so that it survives a rollback. */
import type { DuckDBConnection, DuckDBInstance, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import { renderDataType } from "../../../dialect/types.ts";
import type { ColumnType } from "../../../dialect/types.ts";
import { duckdb } from "../duckdb.ts";
import type { LoadError } from "./load-errors.ts";
import type { ReplacedRow } from "./replacements.ts";

/** One rejected row: where it is, and what is wrong with which of its values. */
export interface RejectedRow {
  readonly url: string;
  /** The last line of the object. */
  readonly line: number;
  readonly column: { readonly name: string; readonly type: ColumnType } | undefined;
  readonly error: LoadError;
  readonly rawLine: string;
  readonly rawValue: string;
}

/** What one object gave. */
export interface LoadedFile {
  readonly url: string;
  readonly bytes: number;
  /** Rows read, good and bad. */
  readonly rows: number;
  /** Newlines read: `lines_scanned` counts lines, which "may not match" the rows (Developer Guide, "SYS_LOAD_DETAIL"). */
  readonly lines: number;
  readonly errors: number;
}

/** One COPY that is over, as the system tables tell it. */
export interface LoadRecord {
  readonly queryId: number;
  readonly transactionId: number;
  readonly sessionId: number;
  readonly database: string;
  readonly table: string;
  readonly source: string;
  readonly format: "json" | "text" | "parquet";
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly status: "completed" | "aborted";
  readonly loadedRows: number;
  readonly files: readonly LoadedFile[];
  /** Those that the log keeps, which may be fewer than there were. */
  readonly rejected: readonly RejectedRow[];
  /** The first rows in which ACCEPTINVCHARS has replaced something. */
  readonly replaced: readonly ReplacedRow[];
}

/** The system tables with the columns of the manual. */
const TABLES: readonly string[] = [
  `stl_load_errors (userid INTEGER, slice INTEGER, tbl INTEGER, starttime TIMESTAMP, session INTEGER, query INTEGER, filename VARCHAR,
    line_number BIGINT, colname VARCHAR, type VARCHAR, col_length VARCHAR, position INTEGER, raw_line VARCHAR, raw_field_value VARCHAR,
    err_code INTEGER, err_reason VARCHAR, is_partial INTEGER, start_offset BIGINT, copy_job_id BIGINT)`,
  `sys_load_error_detail (user_id INTEGER, query_id BIGINT, transaction_id BIGINT, session_id INTEGER, database_name VARCHAR, table_id
    INTEGER, start_time TIMESTAMP, file_name VARCHAR, line_number BIGINT, column_name VARCHAR, column_type VARCHAR, column_length
    VARCHAR, position INTEGER, error_code INTEGER, error_message VARCHAR)`,
  `sys_load_history (user_id INTEGER, query_id BIGINT, transaction_id BIGINT, session_id INTEGER, database_name VARCHAR, status VARCHAR,
    table_name VARCHAR, start_time TIMESTAMP, end_time TIMESTAMP, duration BIGINT, data_source VARCHAR, file_format VARCHAR,
    loaded_rows BIGINT, loaded_bytes BIGINT, source_file_count INTEGER, source_file_bytes BIGINT, file_count_scanned INTEGER,
    file_bytes_scanned BIGINT, error_count BIGINT, copy_job_id BIGINT)`,
  `sys_load_detail (user_id INTEGER, query_id BIGINT, file_name VARCHAR, bytes_scanned BIGINT, lines_scanned BIGINT, splits_scanned
    INTEGER, record_time TIMESTAMP, start_time TIMESTAMP, end_time TIMESTAMP, file_etag VARCHAR, file_last_modified TIMESTAMP)`,
  `stl_load_commits (userid INTEGER, query INTEGER, slice INTEGER, name VARCHAR, filename VARCHAR, byte_offset INTEGER, lines_scanned
    BIGINT, errors BIGINT, curtime TIMESTAMP, status INTEGER, file_format VARCHAR, is_partial INTEGER, start_offset BIGINT,
    copy_job_id BIGINT)`,
  `stl_replacements (userid INTEGER, query INTEGER, slice INTEGER, tbl INTEGER, starttime TIMESTAMP, session INTEGER, filename VARCHAR,
    line_number BIGINT, colname VARCHAR, raw_line VARCHAR)`,
  `sys_copy_replacements (user_id INTEGER, query_id BIGINT, table_id INTEGER, file_name VARCHAR, column_name VARCHAR, line_number BIGINT,
    raw_line VARCHAR)`,
];

/** DuckDB statements that make the system tables of loading; they do nothing to a warehouse that has them. */
export const LOAD_LOG_DDL: readonly string[] = TABLES.map(
  (table) => `CREATE TABLE IF NOT EXISTS _redshift.${table}`,
);

const USER = 100;

/** As "STL_LOAD_COMMITS" of the Developer Guide spells them. */
const FORMATS = { json: "JSON", text: "Text", parquet: "Parquet" } as const;

type Cell = string | number | Date | undefined;

/**
 * Writes the record of one COPY, at once and for good, on a connection of its own: neither the rollback of the session nor
 * another COPY that ends at the same time may get in its way.
 */
export async function writeLoadLog(instance: DuckDBInstance, record: LoadRecord): Promise<void> {
  const log = await instance.connect();
  try {
    await log.run("BEGIN");
    await appendAll(log, record);
    await appendReplaced(log, record);
    await log.run("COMMIT");
  } finally {
    log.closeSync();
  }
}

async function appendAll(log: DuckDBConnection, record: LoadRecord): Promise<void> {
  const { queryId, transactionId, sessionId, database, startedAt, endedAt, files, rejected } = record;
  const sum = (of: (file: LoadedFile) => number): number =>
    files.reduce((total, file) => total + of(file), 0);
  const allBytes = sum((file) => file.bytes);
  const completed = record.status === "completed" ? 1 : 0;
  await append(log, "sys_load_history", [
    // prettier-ignore
    [USER, queryId, transactionId, sessionId, database, record.status, record.table, startedAt, endedAt,
      (endedAt.getTime() - startedAt.getTime()) * 1000, record.source, record.format, record.loadedRows, allBytes, files.length,
      allBytes, files.length, allBytes, sum(({ errors }) => errors), -1],
  ]);
  await append(
    log,
    "sys_load_detail",
    // prettier-ignore
    files.map(({ url, bytes, lines }) =>
      [USER, queryId, url, bytes, lines, 1, endedAt, startedAt, endedAt, undefined, undefined]),
  );
  await append(
    log,
    "stl_load_commits",
    // prettier-ignore
    files.map(({ url, lines, errors }) =>
      [USER, queryId, 0, "", url, 0, lines, errors, endedAt, completed, FORMATS[record.format], 0, 0, -1]),
  );
  await append(
    log,
    "sys_load_error_detail",
    rejected.map(({ url, line, column, error }) => {
      const { name, type, length } = describeColumn(column);
      // prettier-ignore
      return [USER, queryId, transactionId, sessionId, database, 0, startedAt, url, line, name, type, length,
        error.position, error.code, (error.context ?? error.reason).slice(0, 512)];
    }),
  );
  await append(
    log,
    "stl_load_errors",
    rejected.map(({ url, line, column, error, rawLine, rawValue }) => {
      const { name, type, length } = describeColumn(column);
      // prettier-ignore
      return [USER, 0, 0, startedAt, sessionId, queryId, url, line, name, type, length, error.position,
        rawLine.slice(0, 1024), rawValue.slice(0, 1024), error.code, error.reason.slice(0, 100), 0, 0, -1];
    }),
  );
}

async function appendReplaced(log: DuckDBConnection, record: LoadRecord): Promise<void> {
  const { queryId, sessionId, startedAt, replaced } = record;
  await append(
    log,
    "stl_replacements",
    // prettier-ignore
    replaced.map(({ url, line, column, rawLine }) =>
      [USER, queryId, 0, 0, startedAt, sessionId, url, line, column, rawLine]),
  );
  await append(
    log,
    "sys_copy_replacements",
    replaced.map(({ url, line, column, rawLine }) => [USER, queryId, 0, url, column, line, rawLine]),
  );
}

/** The column as the system tables tell of it. */
function describeColumn(column: RejectedRow["column"]): { name: string; type: string; length: string } {
  if (column === undefined) return { name: "", type: "", length: "0" };
  const { name, type } = column;
  return {
    name,
    type: renderDataType(type).replace(/\(.*/, "").slice(0, 10),
    length: "length" in type ? String(type.length) : "0",
  };
}

/** Appends: one INSERT for thousands of files would take longer than loading them. */
async function append(
  log: DuckDBConnection,
  table: string,
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const appender = await log.createAppender(table, "_redshift");
  const types = Array.from({ length: appender.columnCount }, (_, index) => appender.columnType(index));
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      if (cell === undefined) appender.appendNull();
      else appender.appendValue(valueOf(cell, types[index]), types[index]);
    }
    appender.endRow();
  }
  appender.closeSync();
}

function valueOf(cell: string | number | Date, type: DuckDBType | undefined): DuckDBValue {
  if (cell instanceof Date) return new duckdb.DuckDBTimestampValue(BigInt(cell.getTime()) * 1000n);
  if (typeof cell === "string") return cell.replaceAll("\0", "�");
  return type === duckdb.BIGINT ? BigInt(cell) : cell;
}
