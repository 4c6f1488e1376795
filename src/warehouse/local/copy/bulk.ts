/**
 * The fast way: DuckDB reads and converts whole files, and the lines in doubt go through the exact reader. A file in which one of those
 * is not a whole object is left to the exact way as if nothing had happened.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { CompressionFault } from "../../../compression/compression-fault.ts";
import type { Store, StoredObject } from "../../../store/store.ts";
import { UnreachableError } from "../../../errors.ts";
import { rejectLines } from "./bad-lines.ts";
import { askNumber, DOUBTS, doubtsSoFar } from "./doubts.ts";
import { bulkSql, type BulkSql } from "./bulk-sql.ts";
import { newPiece, readChunks, readRaw } from "./chunks.ts";
import { countRows, type RowCount } from "./count-rows.ts";
import type { RowPlan } from "./exact.ts";
import type { LoadedFile, RejectedRow } from "./load-log.ts";
import { sampleKeys, signatureOf } from "./sample.ts";
import { filesInDoubt, NONE_IN_DOUBT, settleLines } from "./settle-lines.ts";
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
  const rejected: RejectedRow[] = [];
  if (groups.length > 0) await target.connection.run(`CREATE TEMP SEQUENCE IF NOT EXISTS ${DOUBTS}`);
  for (const { sql, files } of groups) {
    // Which row is the one too many for MAXERROR the exact way tells.
    const most = plan.copy.maxErrors - 1 - rejected.length;
    const done = await loadGroup(files, sql, plan, { ...target, most });
    loaded.push(...done.loaded);
    left.push(...done.left);
    rejected.push(...done.rejected);
  }
  return { loaded, left, rejected };
}

/** Where rows go, and how many bad ones may be left out. */
interface BoundTarget extends BulkTarget {
  readonly most: number;
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
  target: BoundTarget,
): Promise<BulkResult> {
  const counting = countAll(files, plan, target.store);
  // Somebody waits for it below; until then a failure of it is not one that nobody hears of.
  counting.catch(() => undefined);
  // DuckDB takes a truncated gzip file for a short one, so that ours must have read it first.
  const unsound = new Set<BulkFile>();
  if (plan.copy.compression !== "") {
    for (const [file, count] of await counting) if (count === null) unsound.add(file);
  }
  let good = files.filter((file) => !unsound.has(file));
  let rejected: readonly RejectedRow[] = [];
  while (good.length > 0) {
    const inserted = await insertAll(good, sql, counting, plan, target);
    ({ rejected } = inserted);
    if (inserted.bad.size === 0) break;
    const rest = good.filter(({ path }) => !inserted.bad.has(path));
    good = rest.length < good.length ? rest : [];
  }
  const counts = await counting;
  const loaded = good.map((file) => {
    const { url, size } = file.object;
    const errors = rejected.filter((row) => row.url === url).length;
    return { url, bytes: size, ...(counts.get(file) ?? NOTHING), errors };
  });
  return { loaded, rejected, left: files.filter((file) => !good.includes(file)).map(({ object }) => object) };
}

type Counts = ReadonlyMap<BulkFile, RowCount | null>;
const NOTHING: RowCount = { rows: 0, lines: 0 };

/** What became of files: the paths of those that are for the exact way, or, where there are none, the bad rows. */
interface Inserted {
  readonly bad: ReadonlySet<string>;
  readonly rejected: readonly RejectedRow[];
}

/** Inserts the good rows of all files, or nothing where some of the files are for the exact way. */
async function insertAll(
  files: readonly BulkFile[],
  sql: BulkSql,
  counting: Promise<Counts>,
  plan: RowPlan,
  target: BoundTarget,
): Promise<Inserted> {
  const { connection, table, staging } = target;
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
        next: "run again once nobody writes to it",
      },
    );
  }
  if (doubts === 0) return { bad: new Set(), rejected: [] };
  const settled =
    doubts > MOST_DOUBTS
      ? { ...NONE_IN_DOUBT, broken: await filesInDoubt(sql.suspects(paths), connection) }
      : await settleLines(sql.doubts(paths), plan, connection);
  const spoilt = files.filter(({ path }) => settled.places.has(path));
  const { bad, rejected } =
    settled.broken.size > 0
      ? { bad: settled.broken, rejected: [] }
      : await rejectBad(spoilt, sql, plan, target);
  // What was inserted may be wrong: a line that looks like a row may stand inside another structure.
  if (bad.size > 0) await connection.run(`DELETE FROM ${table} WHERE rowid > ${lastRow}`);
  else for (const values of settled.good) staging.add(values);
  await staging.drain();
  return { bad, rejected };
}

/** Returns the bad rows of files whose lines are all objects, or the paths of those for which this does not work. */
async function rejectBad(
  files: readonly BulkFile[],
  sql: BulkSql,
  plan: RowPlan,
  { connection, store, most }: BoundTarget,
): Promise<Inserted> {
  const bad = new Set<string>();
  const rejected: RejectedRow[] = [];
  for (const { object, path } of files) {
    // One by one: lines are counted through all files that a statement reads. Where one is empty, their numbers meet no bad row.
    const { places } = await settleLines(sql.doubts([path]), plan, connection);
    const lines = places.get(path) ?? [];
    const isAllowed = rejected.length + lines.length <= most;
    const rows = isAllowed ? await rejectLines(object, lines, plan, store) : undefined;
    if (rows === undefined) bad.add(path);
    else rejected.push(...rows);
  }
  return { bad, rejected };
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
