/**
 * The fast way: DuckDB reads whole files, where that is exact. Before anything is inserted it is proven: a scan of the bytes
 * (bulk-scan.ts) and conditions on every value (bulk-sql.ts) tell which files are in doubt; these are read the exact way.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { WarehouseError } from "../../../errors.ts";
import type { Store, StoredObject } from "../../../sources/store.ts";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import { scanFile } from "./bulk-scan.ts";
import { bulkInsert, bulkProof, canBulk, type KeyedColumn } from "./bulk-sql.ts";
import { readChunks } from "./chunks.ts";
import type { LoadedFile } from "./load-log.ts";
import { topLevelKeys } from "./mapping.ts";
import type { CopyCommand } from "./options.ts";
import { readRows } from "./reader.ts";

/** Below this the exact way is as fast. */
const SMALL = 256 * 1024;

export interface BulkContext {
  /** The session's, inside its transaction. */
  readonly connection: DuckDBConnection;
  /** Another one: an error in a proof must not end the session's transaction. */
  readonly log: DuckDBConnection;
  readonly store: Store;
  /** The table's quoted name in DuckDB. */
  readonly duckTable: string;
}

/** What the fast way loaded, and what it leaves to the exact one. */
export interface Bulked {
  readonly files: readonly LoadedFile[];
  readonly rest: readonly StoredObject[];
}

/** Loads what can be loaded fast. @throws WarehouseError when a file changes while it is read. */
export async function loadBulk(
  objects: readonly StoredObject[],
  copy: CopyCommand,
  columns: readonly ColumnDefinition[],
  context: BulkContext,
): Promise<Bulked> {
  const { store, log } = context;
  const nothing: Bulked = { files: [], rest: objects };
  if (copy.dryRun || !canBulk(copy, columns)) return nothing;
  const paths = pathsOf(objects, store);
  const [first] = paths.keys();
  if (first === undefined) return nothing;
  const keyed = await keyColumns(first, copy, columns, store);
  if (keyed === undefined) return nothing;

  const [scanned, proven] = await Promise.all([
    scanAll([...paths.values()], copy, keyed),
    prove(log, [...paths.values()], keyed.columns, copy),
  ]);
  const rowsOf = (path: string): number | undefined => {
    const rows = proven.get(path);
    return rows !== undefined && rows === scanned.get(path) ? rows : undefined;
  };
  const sure = [...paths].filter(([, path]) => rowsOf(path) !== undefined);
  if (sure.length === 0) return nothing;
  const sql = bulkInsert(
    sure.map(([, path]) => path),
    context.duckTable,
    keyed.columns,
    copy,
  );
  const inserted = (await context.connection.runAndReadAll(sql)).rowsChanged;
  const expected = sure.reduce((sum, [, path]) => sum + (rowsOf(path) ?? 0), 0);
  if (inserted !== expected) {
    throw new WarehouseError("a file changed while it was loaded", { sqlState: "XX000", next: "run again" });
  }
  const done = new Set(sure.map(([object]) => object));
  return {
    files: sure.map(([{ url, size }, path]) => ({ url, bytes: size, rows: rowsOf(path) ?? 0, errors: 0 })),
    rest: objects.filter((object) => !done.has(object)),
  };
}

/** The files worth it, with their paths; a file that a manifest names twice is for the exact way. */
function pathsOf(objects: readonly StoredObject[], store: Store): ReadonlyMap<StoredObject, string> {
  const urls = objects.map(({ url }) => url);
  const twice = new Set(urls.filter((url, index) => urls.indexOf(url) !== index));
  return new Map(
    objects.flatMap((object): [StoredObject, string][] => {
      const path = object.size < SMALL || twice.has(object.url) ? undefined : store.localPath(object.url);
      return path === undefined ? [] : [[object, path]];
    }),
  );
}

/** Rows of the files in which no value is in doubt. What DuckDB cannot read at all is looked for by halves. */
async function prove(
  log: DuckDBConnection,
  paths: readonly string[],
  columns: readonly KeyedColumn[],
  copy: CopyCommand,
): Promise<ReadonlyMap<string, number>> {
  try {
    const reader = await log.runAndReadAll(bulkProof(paths, columns, copy));
    const [names = [], rows = [], doubts = []] = reader.getColumns();
    return new Map(
      names.flatMap((name, index): [string, number][] =>
        doubts[index] === 0n ? [[name as string, Number(rows[index])]] : [],
      ),
    );
  } catch {
    // The exact way says what is wrong with the file, and where.
    if (paths.length <= 1) return new Map();
    const half = paths.length >> 1;
    const before = await prove(log, paths.slice(0, half), columns, copy);
    return new Map([...before, ...(await prove(log, paths.slice(half), columns, copy))]);
  }
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

/** Rows by path, for the files that the scan finds nothing in. */
async function scanAll(
  paths: readonly string[],
  copy: CopyCommand,
  { spelling }: Keyed,
): Promise<ReadonlyMap<string, number>> {
  const rows = new Map<string, number>();
  for (const path of paths) {
    const scanned = await scanFile(path, copy.compression === "gzip", spelling);
    if (scanned !== undefined) rows.set(path, scanned.rows);
  }
  return rows;
}
