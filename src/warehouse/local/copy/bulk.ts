/**
 * The fast way: DuckDB reads and converts whole files, the lines in doubt go through the exact reader, and a file in which
 * one of those is bad is left to the exact way as if nothing had been.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Store, StoredObject } from "../../../sources/store.ts";
import { UnreachableError } from "../../../errors.ts";
import { bulkSql, DOUBTS, type BulkSql } from "./bulk-sql.ts";
import { CompressionFault, readChunks } from "./chunks.ts";
import { countRows } from "./count-rows.ts";
import { convertRow, openReader, type RowPlan } from "./exact.ts";
import type { LoadedFile } from "./load-log.ts";
import { sampleKeys, signatureOf } from "./sample.ts";
import type { Staging } from "./staging.ts";

/** Smaller files are read as fast by the exact way. */
const SMALLEST = 128 * 1024;
/** Less than this in all is not worth the preparation. */
const WORTHWHILE = 2 * 1024 * 1024;
/** Bytes that one statement reads: enough to keep DuckDB's threads busy, little enough to do again. */
const BATCH = 256 * 1024 * 1024;
/** More lines in doubt than this in one batch, and the exact way is the faster one. */
const MOST_DOUBTS = 20_000;

/** Where rows go. */
export interface BulkTarget {
  readonly connection: DuckDBConnection;
  readonly store: Store;
  /** A quoted name in DuckDB. */
  readonly table: string;
  readonly staging: Staging;
}

export interface BulkResult {
  readonly loaded: readonly LoadedFile[];
  /** Files that the exact way must read; nothing of them has been loaded. */
  readonly left: readonly StoredObject[];
}

/** Loads what can be loaded in bulk. @throws UnreachableError when a file changes while it is read. */
export async function loadInBulk(
  objects: readonly StoredObject[],
  plan: RowPlan,
  target: BulkTarget,
): Promise<BulkResult> {
  const { groups, left } = group(objects, plan, target.store);
  const loaded: LoadedFile[] = [];
  if (groups.length > 0) await target.connection.run(`CREATE TEMP SEQUENCE IF NOT EXISTS ${DOUBTS}`);
  for (const { sql, files } of groups) {
    for (const batch of batchesOf(files)) {
      const done = await loadBatch(batch, sql, plan, target);
      loaded.push(...done.loaded);
      left.push(...done.left);
    }
  }
  return { loaded, left };
}

interface BulkFile {
  readonly object: StoredObject;
  readonly path: string;
}

interface Group {
  readonly sql: BulkSql;
  readonly files: BulkFile[];
}

/** Files whose objects have the same keys go together. */
function group(
  objects: readonly StoredObject[],
  plan: RowPlan,
  store: Store,
): { readonly groups: readonly Group[]; readonly left: StoredObject[] } {
  const groups = new Map<string, Group | undefined>();
  const left: StoredObject[] = [];
  const big = objects.filter(({ size }) => size >= SMALLEST);
  const worthwhile = big.reduce((sum, { size }) => sum + size, 0) >= WORTHWHILE;
  for (const object of objects) {
    const path = store.localPath(object.url);
    // DuckDB reads these characters of a path as a pattern.
    const able = worthwhile && object.size >= SMALLEST && path !== undefined && !/[*?[\]{}]/.test(path);
    const keys = able ? sampleKeys(path, plan.copy.compression) : undefined;
    if (keys === undefined || path === undefined) {
      left.push(object);
      continue;
    }
    const signature = signatureOf(keys);
    if (!groups.has(signature)) {
      const sql = bulkSql(plan, keys);
      groups.set(signature, sql && { sql, files: [] });
    }
    const found = groups.get(signature);
    if (found === undefined) left.push(object);
    else found.files.push({ object, path });
  }
  return { groups: [...groups.values()].filter((one) => one !== undefined), left };
}

function batchesOf(files: readonly BulkFile[]): BulkFile[][] {
  const batches: BulkFile[][] = [];
  let bytes = BATCH;
  for (const file of files) {
    if (bytes >= BATCH) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(file);
    bytes += file.object.size;
  }
  return batches;
}

async function loadBatch(
  batch: readonly BulkFile[],
  sql: BulkSql,
  plan: RowPlan,
  target: BulkTarget,
): Promise<BulkResult> {
  const { connection, store, table, staging } = target;
  const compressed = plan.copy.compression !== "";
  // DuckDB takes a truncated gzip file for a short one, so that ours must have read it first.
  const counts = compressed ? await countAll(batch, plan, store) : undefined;
  const sound = batch.filter((_, index) => counts?.[index] !== null);
  const left = batch.filter((_, index) => counts?.[index] === null).map(({ object }) => object);
  if (sound.length === 0) return { loaded: [], left };
  const paths = sound.map(({ path }) => path);
  const lastRow = await askNumber(connection, `SELECT max(rowid) FROM ${table}`);
  const before = await doubtsSoFar(connection);
  const counting = compressed ? undefined : countAll(sound, plan, store);
  const [inserted, counted] = await Promise.all([connection.run(sql.insert(table, paths)), counting]);
  const rows = (counted ?? counts?.filter((count) => count !== null)) as readonly number[];
  const doubts = (await doubtsSoFar(connection)) - before;
  const total = rows.reduce((sum, count) => sum + count, 0);
  if (inserted.rowsChanged + doubts !== total) {
    throw new UnreachableError(
      `a file changed while it was read: it had ${total} rows, then ${inserted.rowsChanged + doubts}`,
      {
        where: paths.join(", "),
        next: "run again, when nobody writes to it any more",
      },
    );
  }
  if (
    doubts > 0 &&
    !(doubts <= MOST_DOUBTS && (await settle(sql.select(paths), plan, connection, staging)))
  ) {
    // What was inserted may be wrong: a line that looks like a row may stand inside another structure.
    await connection.run(`DELETE FROM ${table} WHERE rowid > ${lastRow}`);
    return { loaded: [], left: [...left, ...sound.map(({ object }) => object)] };
  }
  const loaded = sound.map(({ object }, index) => ({
    url: object.url,
    bytes: object.size,
    rows: rows[index] as number,
    errors: 0,
  }));
  return { loaded, left };
}

/** Rows of each file; null for one that cannot be decompressed. */
function countAll(
  files: readonly BulkFile[],
  { copy }: RowPlan,
  store: Store,
): Promise<readonly (number | null)[]> {
  const count = async ({ object }: BulkFile): Promise<number | null> => {
    try {
      return await countRows(readChunks(object, store, copy.compression));
    } catch (error) {
      if (error instanceof CompressionFault) return null;
      throw error;
    }
  };
  return (async () => {
    const counts: (number | null)[] = [];
    for (const file of files) counts.push(await count(file));
    return counts;
  })();
}

/** Puts the lines in doubt through the exact reader; false when one of them is bad or is not one whole object. */
async function settle(
  select: string,
  plan: RowPlan,
  connection: DuckDBConnection,
  staging: Staging,
): Promise<boolean> {
  const lines = (await connection.runAndReadAll(select)).getColumns()[0] as readonly (string | null)[];
  const good: (readonly (string | null)[])[] = [];
  for (const line of lines) {
    if (line === null) return false;
    const reader = openReader(plan, 0);
    reader.push(Buffer.from(`${line}\n`));
    reader.finish();
    if (!reader.next() || reader.bad !== undefined) return false;
    if (convertRow(reader, plan, (values) => void good.push(values)) !== undefined) return false;
  }
  for (const values of good) staging.add(values);
  await staging.drain();
  return true;
}

async function doubtsSoFar(connection: DuckDBConnection): Promise<number> {
  return askNumber(
    connection,
    `SELECT last_value FROM duckdb_sequences() WHERE sequence_name = '${DOUBTS}' AND temporary`,
  ).then((value) => Math.max(0, value));
}

/** One number; -1 for null. */
async function askNumber(connection: DuckDBConnection, sql: string): Promise<number> {
  const value = (await connection.runAndReadAll(sql)).getColumns()[0]?.[0];
  return value === null || value === undefined ? -1 : Number(value);
}
