/**
 * The fast way: DuckDB reads whole files, where that is exact. A file in doubt is read the exact way instead; which files are, is
 * found by a scan of their bytes (bulk-scan.ts) and by conditions on every value (bulk-sql.ts).
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Store, StoredObject } from "../../../sources/store.ts";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import { bulkInsert, canBulk, type KeyedColumn } from "./bulk-sql.ts";
import { scanFile } from "./bulk-scan.ts";
import type { LoadedFile } from "./load-log.ts";
import { topLevelKeys } from "./mapping.ts";
import type { CopyCommand } from "./options.ts";
import { readRows } from "./reader.ts";
import { readChunks } from "./chunks.ts";

/** Below this the exact way is as fast. */
const SMALL = 256 * 1024;

export interface BulkContext {
  readonly connection: DuckDBConnection;
  readonly store: Store;
  /** The table's quoted name in DuckDB. */
  readonly duckTable: string;
  /** A name that nobody else uses. */
  readonly sequence: string;
}

/** What the fast way loaded, and what it leaves to the exact one. */
export interface Bulked {
  readonly files: readonly LoadedFile[];
  readonly rest: readonly StoredObject[];
}

/** Loads what can be loaded fast. Rows that it inserted of files that turned out to be in doubt are taken out again. */
export async function loadBulk(
  objects: readonly StoredObject[],
  copy: CopyCommand,
  columns: readonly ColumnDefinition[],
  context: BulkContext,
): Promise<Bulked> {
  const large = objects.filter(
    ({ size, url }) => size >= SMALL && context.store.localPath(url) !== undefined,
  );
  const first = large[0];
  if (copy.dryRun || first === undefined || !canBulk(copy, columns)) return { files: [], rest: objects };
  const keyed = await keyColumns(first, copy, columns, context.store);
  if (keyed === undefined) return { files: [], rest: objects };

  const { rows, doubtful } = await scanAll(large, copy, keyed, context.store);
  const sure = large.filter((object) => rows.has(object.url) && !doubtful.has(object));
  await context.connection.run(`CREATE TEMP SEQUENCE ${context.sequence} MINVALUE 0 START 0`);
  const loaded = await insertFiles(sure, rows, keyed.columns, copy, context);
  await context.connection.run(`DROP SEQUENCE ${context.sequence}`);
  const done = new Set(loaded);
  return {
    files: loaded.map(({ url, size }) => ({ url, bytes: size, rows: rows.get(url) ?? 0, errors: 0 })),
    rest: objects.filter((object) => !done.has(object)),
  };
}

/** All at once; if anything is in doubt then, one by one, to find out where. Returns the files that are loaded. */
async function insertFiles(
  files: readonly StoredObject[],
  rows: ReadonlyMap<string, number>,
  columns: readonly KeyedColumn[],
  copy: CopyCommand,
  context: BulkContext,
): Promise<readonly StoredObject[]> {
  if (files.length === 0) return [];
  if (await tryInsert(files, rows, columns, copy, context)) return files;
  if (files.length === 1) return [];
  const half = files.length >> 1;
  return [
    ...(await insertFiles(files.slice(0, half), rows, columns, copy, context)),
    ...(await insertFiles(files.slice(half), rows, columns, copy, context)),
  ];
}

async function tryInsert(
  files: readonly StoredObject[],
  rows: ReadonlyMap<string, number>,
  columns: readonly KeyedColumn[],
  copy: CopyCommand,
  { connection, duckTable, store, sequence }: BulkContext,
): Promise<boolean> {
  const paths = files.map(({ url }) => store.localPath(url) as string);
  const before = await highestRow(connection, duckTable);
  const doubtsBefore = await nextOf(connection, sequence);
  const inserted = await connection.runAndReadAll(bulkInsert(paths, duckTable, columns, copy, sequence));
  const doubts = (await nextOf(connection, sequence)) - doubtsBefore - 1n;
  const expected = files.reduce((sum, { url }) => sum + (rows.get(url) ?? 0), 0);
  if (doubts === 0n && inserted.rowsChanged === expected) return true;
  // Rows of this transaction have the highest row ids, so these are the ones just inserted.
  await connection.run(`DELETE FROM ${duckTable} WHERE rowid > ${before}`);
  return false;
}

async function highestRow(connection: DuckDBConnection, table: string): Promise<bigint> {
  const reader = await connection.runAndReadAll(`SELECT max(rowid) FROM ${table}`);
  const [row] = reader.getColumns()[0] ?? [];
  return typeof row === "bigint" ? row : -1n;
}

async function nextOf(connection: DuckDBConnection, sequence: string): Promise<bigint> {
  const reader = await connection.runAndReadAll(`SELECT nextval('${sequence}')`);
  return reader.getColumns()[0]?.[0] as bigint;
}

interface Keyed {
  readonly columns: readonly KeyedColumn[];
  /** All keys of an object, in order: set when their spelling has to be the same in every line. */
  readonly spelling: readonly string[] | undefined;
}

/** The key of each column: as the JSONPaths say, as the columns are called, or as the first object spells it. */
async function keyColumns(
  first: StoredObject,
  copy: CopyCommand,
  columns: readonly ColumnDefinition[],
  store: Store,
): Promise<Keyed | undefined> {
  const { json } = copy;
  if (json.kind === "noshred") return undefined;
  if (json.kind === "jsonpaths") {
    const keys = topLevelKeys((await store.read(json.url)).toString("utf8"), json.url);
    if (keys === undefined || keys.length !== columns.length) return undefined;
    return {
      columns: columns.map((column, index) => ({ column, key: keys[index] as string })),
      spelling: undefined,
    };
  }
  if (!json.ignoreCase)
    return { columns: columns.map((column) => ({ column, key: column.name })), spelling: undefined };
  for await (const row of readRows(readChunks(first, store, copy), 0)) {
    if ("error" in row) return undefined;
    const keys = row.members.map(({ key }) => key);
    const spellings = new Map(keys.map((key) => [key.toLowerCase(), key]));
    const plain = keys.every((key) => /^[\x20-\x7e]+$/.test(key)) && spellings.size === keys.length;
    if (!plain || columns.some(({ name }) => !spellings.has(name))) return undefined;
    return {
      columns: columns.map((column) => ({ column, key: spellings.get(column.name) as string })),
      spelling: keys,
    };
  }
  return undefined;
}

/** Rows by file, for the files that the scan finds nothing in. */
async function scanAll(
  files: readonly StoredObject[],
  copy: CopyCommand,
  { spelling }: Keyed,
  store: Store,
): Promise<{ rows: ReadonlyMap<string, number>; doubtful: ReadonlySet<StoredObject> }> {
  const rows = new Map<string, number>();
  const doubtful = new Set<StoredObject>();
  for (const file of files) {
    const scanned = await scanFile(
      store.localPath(file.url) as string,
      copy.compression === "gzip",
      spelling,
    );
    // A file that a manifest names twice is loaded twice, one by one.
    if (scanned === undefined || rows.has(file.url)) doubtful.add(file);
    else rows.set(file.url, scanned.rows);
  }
  return { rows, doubtful };
}
