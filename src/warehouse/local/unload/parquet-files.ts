/** Rows into Parquet files, by DuckDB: version 1.0, each row group compressed with Snappy (Database Developer Guide, "UNLOAD"). */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { duckLiteral, duckName } from "../quote.ts";
import type { UnloadColumn } from "./command.ts";
import type { LocalFile } from "./local-file.ts";
import { stagedColumn, type Stage } from "./stage.ts";

/** A column that stands in the files, by its index in the query. */
export interface WrittenColumn extends UnloadColumn {
  readonly index: number;
}

interface ParquetFiles {
  readonly folder: string;
  /** Bytes of one file, about: "the actual file size is approximated". */
  readonly maxFileSize: number;
  readonly signal: AbortSignal;
}

/** Rows of a partition that go into one file: so many, after so many others. */
interface Slice {
  readonly rows: number;
  readonly offset: number;
}

/** Writes the files, and returns them in order; without rows there are none. @throws DuckDB's error; the signal's reason once it is aborted. */
export async function writeParquetFiles(
  connection: DuckDBConnection,
  stage: Stage,
  columns: readonly WrittenColumn[],
  { folder, maxFileSize, signal }: ParquetFiles,
): Promise<readonly LocalFile[]> {
  const list = columns.map((column) => `${valueOf(column)} AS ${duckName(column.name)}`).join(", ");
  const files: LocalFile[] = [];
  const write = async (partition: number, { rows, offset }: Slice): Promise<LocalFile> => {
    signal.throwIfAborted();
    const path = join(folder, `${partition}-${offset}-${rows}`);
    await connection.run(
      `COPY (SELECT ${list} FROM ${stage.table} WHERE part = ${partition + 1} ORDER BY n LIMIT ${rows} OFFSET ${offset}) ` +
        `TO ${duckLiteral(path)} (FORMAT parquet, PARQUET_VERSION v1, COMPRESSION snappy)`,
    );
    return { path, partition, part: 0, rows, size: statSync(path).size };
  };
  for (const partition of stage.partitions.keys()) {
    const whole = await write(partition, { rows: await count(connection, stage, partition), offset: 0 });
    const slices = slicesOf(whole, maxFileSize);
    const parts = slices.length === 1 ? [whole] : [];
    if (slices.length > 1) for (const slice of slices) parts.push(await write(partition, slice));
    files.push(...parts.map((file, part) => ({ ...file, part })));
  }
  return files;
}

/** As many equal slices as it takes for files of that size. */
function slicesOf({ rows, size }: LocalFile, maxFileSize: number): readonly Slice[] {
  const each = Math.ceil(rows / Math.ceil(size / maxFileSize));
  const slices: Slice[] = [];
  for (let offset = 0; offset < rows; offset += each)
    slices.push({ offset, rows: Math.min(each, rows - offset) });
  return slices;
}

/**
 * "If a column uses TIMESTAMPTZ data format, only the timestamp values are unloaded. The time zone information isn't unloaded." SUPER
 * columns are of "the JSON data type" ("Unloading semi-structured data").
 */
function valueOf({ index, type }: WrittenColumn): string {
  const column = stagedColumn(index);
  if (type.name === "super") return `CAST(${column} AS JSON)`;
  return type.name === "timestamptz" ? `(${column} AT TIME ZONE 'UTC')` : column;
}

async function count(connection: DuckDBConnection, { table }: Stage, partition: number): Promise<number> {
  const found = await connection.runAndReadAll(`SELECT count(*) FROM ${table} WHERE part = ${partition + 1}`);
  return Number(found.getColumns()[0]?.[0]);
}
