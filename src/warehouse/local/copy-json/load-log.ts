/** What COPY leaves in the system tables; written on a connection of its own, so that it survives a rollback. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { renderDataType } from "../../../dialect/types.ts";
import type { DataType } from "../../../dialect/types.ts";
import { duckLiteral } from "../rewrite/quote.ts";
import type { LoadError } from "./load-errors.ts";

/** One rejected row. */
export interface RejectedRow {
  readonly url: string;
  /** The last line of the object. */
  readonly line: number;
  readonly column: { readonly name: string; readonly type: DataType } | undefined;
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
  readonly errors: number;
}

/** One COPY, over. */
export interface LoadRecord {
  readonly queryId: number;
  readonly transactionId: number;
  readonly sessionId: number;
  readonly database: string;
  readonly table: string;
  readonly source: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly status: "completed" | "aborted";
  readonly loadedRows: number;
  readonly files: readonly LoadedFile[];
  readonly rejected: readonly RejectedRow[];
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
];

/** Statements that make the system tables of loading. */
export const LOAD_LOG_DDL: readonly string[] = TABLES.map(
  (table) => `CREATE TABLE IF NOT EXISTS _redshift.${table}`,
);

/** Rows of one INSERT. */
const BATCH = 500;

/** Writes the record of one COPY. */
export async function writeLoadLog(log: DuckDBConnection, record: LoadRecord): Promise<void> {
  const { queryId, sessionId } = record;
  const at = timestamp(record.startedAt);
  const ended = timestamp(record.endedAt);
  const bytes = record.files.reduce((sum, file) => sum + file.bytes, 0);
  const errors = record.files.reduce((sum, file) => sum + file.errors, 0);
  const micros = (record.endedAt.getTime() - record.startedAt.getTime()) * 1000;
  await log.run("BEGIN");
  await insert(log, "sys_load_history", [
    [
      100,
      queryId,
      record.transactionId,
      sessionId,
      text(record.database),
      text(record.status),
      text(record.table),
      at,
      ended,
      micros,
      text(record.source),
      text("json"),
      record.loadedRows,
      bytes,
      record.files.length,
      bytes,
      record.files.length,
      bytes,
      errors,
      -1,
    ],
  ]);
  await insert(
    log,
    "sys_load_detail",
    record.files.map((file) => [
      100,
      queryId,
      text(file.url),
      file.bytes,
      file.rows,
      1,
      ended,
      at,
      ended,
      "NULL",
      "NULL",
    ]),
  );
  await insert(
    log,
    "stl_load_commits",
    record.files.map((file) => [
      100,
      queryId,
      0,
      "''",
      text(file.url),
      0,
      file.rows,
      file.errors,
      ended,
      record.status === "completed" ? 1 : 0,
      text("JSON"),
      0,
      0,
      -1,
    ]),
  );
  const rejected = record.rejected.map((row) => {
    const length =
      row.column !== undefined && "length" in row.column.type ? String(row.column.type.length) : "0";
    const type =
      row.column === undefined ? "" : renderDataType(row.column.type).replace(/\(.*/, "").slice(0, 10);
    return { row, length: text(length), type: text(type), name: text(row.column?.name ?? "") };
  });
  await insert(
    log,
    "sys_load_error_detail",
    rejected.map(({ row, length, type, name }) => [
      100,
      queryId,
      record.transactionId,
      sessionId,
      text(record.database),
      0,
      at,
      text(row.url),
      row.line,
      name,
      type,
      length,
      row.error.position,
      row.error.code,
      text(row.error.reason.slice(0, 512)),
    ]),
  );
  await insert(
    log,
    "stl_load_errors",
    rejected.map(({ row, length, type, name }) => [
      100,
      0,
      0,
      at,
      sessionId,
      queryId,
      text(row.url),
      row.line,
      name,
      type,
      length,
      row.error.position,
      text(row.rawLine.slice(0, 1024)),
      text(row.rawValue.slice(0, 1024)),
      row.error.code,
      text(row.error.reason.slice(0, 100)),
      0,
      0,
      -1,
    ]),
  );
  await log.run("COMMIT");
}

async function insert(
  log: DuckDBConnection,
  table: string,
  rows: readonly (readonly (string | number)[])[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += BATCH) {
    const values = rows.slice(at, at + BATCH).map((row) => `(${row.join(", ")})`);
    await log.run(`INSERT INTO _redshift.${table} VALUES ${values.join(", ")}`);
  }
}

function text(value: string): string {
  return duckLiteral(value.replaceAll("\0", "�"));
}

function timestamp(at: Date): string {
  return `TIMESTAMP ${duckLiteral(at.toISOString().replace("T", " ").replace("Z", ""))}`;
}
