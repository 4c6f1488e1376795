/**
 * The fast way: DuckDB reads and converts whole files, the lines in doubt go through the exact reader, and a file in which
 * one of those is bad is left to the exact way as if nothing had been.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { CompressionFault } from "../../../compression/compression-fault.ts";
import type { Store, StoredObject } from "../../../store/store.ts";
import { UnreachableError } from "../../../errors.ts";
import { askNumber, DOUBTS, doubtsSoFar } from "./doubts.ts";
import { bulkSql, type BulkSql } from "./bulk-sql.ts";
import { newPiece, readChunks, readRaw } from "./chunks.ts";
import { countRows, type RowCount } from "./count-rows.ts";
import { convertRow, openReader, type RowPlan } from "./exact.ts";
import type { LoadedFile, RejectedRow } from "./load-log.ts";
import { sampleKeys, signatureOf } from "./sample.ts";
import type { Staging } from "./staging.ts";

/** Smaller files are read as fast by the exact way. */
const SMALLEST = 128 * 1024;
/** Less than this in all is not worth the preparation. */
const WORTHWHILE = 2 * 1024 * 1024;
/** With more lines in doubt than this, the exact way is the faster one for the files that hold them. */
const MOST_DOUBTS = 20_000;

/** Where rows go. */
export interface BulkTarget {
  readonly connection: DuckDBConnection;
  readonly store: Store;
  /** A quoted name in DuckDB. */
  readonly table: string;
  readonly staging: Staging;
}

/** Which files were loaded, and which were not touched. */
export interface BulkResult {
  readonly loaded: readonly LoadedFile[];
  /** Files that the exact way must read; nothing of them has been loaded. */
  readonly left: readonly StoredObject[];
  /** The bad rows of those that were loaded, file by file. */
  readonly rejected: readonly RejectedRow[];
}

/**
 * Loads what can be loaded in bulk, and returns what was and what is left.
 * @throws UnreachableError when a file changes while it is read.
 */
export async function loadInBulk(
  objects: readonly StoredObject[],
  plan: RowPlan,
  target: BulkTarget,
): Promise<BulkResult> {
  const { groups, left } = group(objects, plan, target.store);
  const loaded: LoadedFile[] = [];
  if (groups.length > 0) await target.connection.run(`CREATE TEMP SEQUENCE IF NOT EXISTS ${DOUBTS}`);
  for (const { sql, files } of groups) {
    const done = await loadGroup(files, sql, plan, target);
    loaded.push(...done.loaded);
    left.push(...done.left);
  }
  return { loaded, left, rejected: [] };
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
  // Rows in which something is replaced are noted by the exact way.
  if (plan.copy.invalidCharacters !== undefined) return { groups: [], left: [...objects] };
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

async function loadGroup(
  files: readonly BulkFile[],
  sql: BulkSql,
  plan: RowPlan,
  target: BulkTarget,
): Promise<Omit<BulkResult, "rejected">> {
  const counting = countAll(files, plan, target.store);
  // Somebody waits for it below; until then a failure of it is not one that nobody hears of.
  counting.catch(() => undefined);
  // DuckDB takes a truncated gzip file for a short one, so that ours must have read it first.
  const unsound = new Set<BulkFile>();
  if (plan.copy.compression !== "") {
    for (const [file, count] of await counting) if (count === null) unsound.add(file);
  }
  let good = files.filter((file) => !unsound.has(file));
  while (good.length > 0) {
    const bad = await insertAll(good, sql, counting, plan, target);
    if (bad.size === 0) break;
    const rest = good.filter(({ path }) => !bad.has(path));
    good = rest.length < good.length ? rest : [];
  }
  const counts = await counting;
  const loaded = good.map((file) => {
    const { url, size } = file.object;
    return { url, bytes: size, ...(counts.get(file) ?? NOTHING), errors: 0 };
  });
  return { loaded, left: files.filter((file) => !good.includes(file)).map(({ object }) => object) };
}

type Counts = ReadonlyMap<BulkFile, RowCount | null>;
const NOTHING: RowCount = { rows: 0, lines: 0 };

/** Inserts the rows of all files, or of none when some of them are bad: returns the paths of those. */
async function insertAll(
  files: readonly BulkFile[],
  sql: BulkSql,
  counting: Promise<Counts>,
  plan: RowPlan,
  { connection, table, staging }: BulkTarget,
): Promise<ReadonlySet<string>> {
  const paths = files.map(({ path }) => path);
  const lastRow = await askNumber(connection, `SELECT max(rowid) FROM ${table}`);
  const before = await doubtsSoFar(connection);
  const [inserted, counts] = await Promise.all([connection.run(sql.insert(table, paths)), counting]);
  const doubts = (await doubtsSoFar(connection)) - before;
  const total = files.reduce((sum, file) => sum + (counts.get(file) ?? NOTHING).rows, 0);
  if (inserted.rowsChanged + doubts !== total) {
    throw new UnreachableError(
      `a file changed while it was read: it had ${total} rows, then ${inserted.rowsChanged + doubts}`,
      {
        where: paths.join(", "),
        next: "run again, when nobody writes to it any more",
      },
    );
  }
  if (doubts === 0) return new Set();
  const bad =
    doubts > MOST_DOUBTS
      ? await filesInDoubt(sql.suspects(paths), connection)
      : await settle(sql.doubts(paths), plan, connection, staging);
  // What was inserted may be wrong: a line that looks like a row may stand inside another structure.
  if (bad.size > 0) await connection.run(`DELETE FROM ${table} WHERE rowid > ${lastRow}`);
  return bad;
}

/** Rows of each file; null for one that cannot be decompressed. */
async function countAll(files: readonly BulkFile[], { copy }: RowPlan, store: Store): Promise<Counts> {
  const piece = newPiece();
  const counts = new Map<BulkFile, RowCount | null>();
  for (const file of files) {
    const chunks =
      copy.compression === ""
        ? readRaw(file.object, store, () => piece)
        : readChunks(file.object, store, copy.compression);
    try {
      counts.set(file, await countRows(chunks));
    } catch (error) {
      if (!(error instanceof CompressionFault)) throw error;
      counts.set(file, null);
    }
  }
  return counts;
}

async function filesInDoubt(select: string, connection: DuckDBConnection): Promise<ReadonlySet<string>> {
  const [paths = []] = (await connection.runAndReadAll(select)).getColumns();
  return new Set(paths.map(String));
}

/** Puts the lines in doubt through the exact reader; returns the files with one that is bad, or is not one whole object. */
async function settle(
  select: string,
  plan: RowPlan,
  connection: DuckDBConnection,
  staging: Staging,
): Promise<ReadonlySet<string>> {
  const [paths = [], lines = []] = (await connection.runAndReadAll(select)).getColumns();
  const good: (readonly (string | null)[])[] = [];
  const bad = new Set<string>();
  for (const [index, line] of (lines as readonly (string | null)[]).entries()) {
    const values = line === null ? undefined : convertLine(line, plan);
    if (values === undefined) bad.add(String(paths[index]));
    else good.push(values);
  }
  if (bad.size > 0) return bad;
  for (const values of good) staging.add(values);
  await staging.drain();
  return bad;
}

/** The converted values of a line that is one whole object; undefined when it is not, or one of its values is bad. */
function convertLine(line: string, plan: RowPlan): readonly (string | null)[] | undefined {
  const reader = openReader(plan, 0);
  reader.push(Buffer.from(`${line}\n`));
  reader.finish();
  if (!reader.next() || reader.bad !== undefined) return undefined;
  let converted: readonly (string | null)[] | undefined;
  convertRow(reader, plan, (values) => void (converted = values));
  return converted;
}
