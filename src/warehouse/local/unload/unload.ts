/** UNLOAD: the rows of a query into files, which go into the store when all of them are written. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { WarehouseError } from "../../../errors.ts";
import type { Store } from "../../../store/store.ts";
import { storeInRegion } from "../copy/region.ts";
import type { UnloadCommand, UnloadColumn } from "./command.ts";
import type { LocalFile } from "./local-file.ts";
import { manifestText, type UnloadedFile } from "./manifest.ts";
import { fileUrl, manifestUrl, partitionFolder } from "./names.ts";
import { writeParquetFiles, type WrittenColumn } from "./parquet-files.ts";
import { stagedColumn, stageRows, streamRows, type Batch, type Stage } from "./stage.ts";
import { writeTextFiles } from "./text-files.ts";
import { lineWriter } from "./write-text.ts";

/** What is unloaded. */
export interface UnloadPlan {
  readonly command: UnloadCommand;
  /** DuckDB's text of the query, and its columns. */
  readonly sql: string;
  readonly columns: readonly UnloadColumn[];
}

/** Where an UNLOAD reads and writes. */
export interface UnloadContext {
  /** The session's connection, inside its transaction. */
  readonly connection: DuckDBConnection;
  readonly store: Store;
  /** Where the warehouse stands; undefined is nowhere in particular, and UNLOAD writes everywhere. */
  readonly region: string | undefined;
  /** The database file, beside which the files grow, or `:memory:`. */
  readonly database: string;
  /** Ends the UNLOAD between two pieces. */
  readonly signal: AbortSignal;
  /** A number of this statement alone. */
  readonly id: number;
}

/** Files on this machine, and the folders of their partitions by their indexes. */
interface Written {
  readonly files: readonly LocalFile[];
  readonly folders: readonly string[];
}

/**
 * Writes the files, and returns how many rows are in them. A query that fails leaves everything as it was: what is there goes away, with
 * CLEANPATH, when the new files are ready.
 * @throws WarehouseError XX000 for files that are there already; UnreachableError when the place cannot be written.
 */
export async function executeUnload(plan: UnloadPlan, context: UnloadContext): Promise<number> {
  const { command } = plan;
  const { put, store } = placeOf(command, context);
  if (command.existing === "refuse" && (await store.list(command.to)).length > 0) throw notEmpty(command.to);
  const inMemory = context.database === ":memory:";
  const folder = mkdtempSync(inMemory ? join(tmpdir(), "dwh-unload-") : `${context.database}.unload-`);
  try {
    const { files, folders } = await writeFiles(plan, folder, context);
    if (command.existing === "remove") await clean(command, folders, store);
    const unloaded: UnloadedFile[] = [];
    for (const { path, partition, part, size, rows } of files) {
      const url = fileUrl(command, folders[partition] ?? "", part);
      await put(path, url);
      unloaded.push({ url, size, rows: rows + (hasHeader(command) ? 1 : 0) });
    }
    if (command.manifest !== "none") {
      const columns = command.manifest === "verbose" ? writtenColumns(plan) : undefined;
      await store.write(manifestUrl(command), Buffer.from(manifestText(unloaded, columns)));
    }
    return files.reduce((total, { rows }) => total + rows, 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The store in the region of the UNLOAD. @throws WarehouseError where there is no store that takes files. */
function placeOf({ region, to }: UnloadCommand, { store, region: own, signal }: UnloadContext) {
  const wanted = own && (region ?? own);
  const placed = wanted === undefined ? store : storeInRegion(store, wanted);
  const put = placed.put?.bind(placed);
  if (put !== undefined) return { store: placed, put: (path: string, url: string) => put(path, url, signal) };
  throw new WarehouseError("this warehouse has nowhere to unload to", {
    sqlState: "0A000",
    where: to,
    next: "open it with a store for files: a folder, or S3",
  });
}

async function writeFiles(plan: UnloadPlan, folder: string, context: UnloadContext): Promise<Written> {
  const { command, sql, columns } = plan;
  const { connection, signal, id } = context;
  const { format, compression, maxFileSize, partition } = command;
  if (format.kind !== "parquet" && partition.columns.length === 0) {
    const writer = lineWriter(format, columns);
    const files = await writeTextFiles(unparted(streamRows(connection, sql, signal)), writer, {
      folder,
      compression,
      maxFileSize,
    });
    return { files, folders: [] };
  }
  const keys = partition.columns.map((name) => columns.findIndex((column) => column.name === name));
  const stage = await stageRows(connection, { sql, columns: columns.length }, keys, id);
  const written = writtenColumns(plan);
  const files =
    format.kind === "parquet"
      ? await writeParquetFiles(connection, stage, written, { folder, maxFileSize, signal })
      : await writeTextFiles(parted(connection, stage, written, signal), lineWriter(format, written), {
          folder,
          compression,
          maxFileSize,
        });
  await stage.drop();
  return { files, folders: stage.partitions.map((values) => partitionFolder(partition.columns, values)) };
}

/** "Partition columns aren't included in the output file", unless INCLUDE is said. */
function writtenColumns({ command: { partition }, columns }: UnloadPlan): readonly WrittenColumn[] {
  return columns
    .map((column, index) => ({ ...column, index }))
    .filter(({ name }) => partition.include || !partition.columns.includes(name));
}

async function* unparted(rows: AsyncIterable<Batch["rows"]>): AsyncGenerator<Batch> {
  for await (const some of rows) yield { partition: 0, rows: some };
}

async function* parted(
  connection: DuckDBConnection,
  { table }: Stage,
  columns: readonly WrittenColumn[],
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const list = ["part", ...columns.map(({ index }) => stagedColumn(index))].join(", ");
  const sql = `SELECT ${list} FROM ${table} ORDER BY part, n`;
  for await (const rows of streamRows(connection, sql, signal)) {
    for (let start = 0, end = 0; start < rows.length; start = end) {
      const part = rows[start]?.[0];
      while (end < rows.length && rows[end]?.[0] === part) end += 1;
      yield { partition: Number(part) - 1, rows: rows.slice(start, end).map(([, ...values]) => values) };
    }
  }
}

/** "If you include the PARTITION BY clause, existing files are removed only from the partition folders to receive new files." */
async function clean({ to, partition }: UnloadCommand, folders: readonly string[], store: Store) {
  if (partition.columns.length === 0) return store.remove(to);
  for (const folder of folders) await store.remove(`${to}${folder}`);
}

function hasHeader({ format }: UnloadCommand): boolean {
  return "header" in format && format.header;
}

/** "By default, UNLOAD fails if it finds files that it would possibly overwrite": here all that begin with the prefix. In Redshift's words. */
function notEmpty(to: string): WarehouseError {
  const what =
    "Specified unload destination on S3 is not empty. Consider using a different bucket / prefix, manually removing the target files in " +
    "S3, or using the ALLOWOVERWRITE option.";
  return new WarehouseError(what, {
    sqlState: "XX000",
    where: to,
    next: "write allowoverwrite, or cleanpath to remove what is there",
  });
}
