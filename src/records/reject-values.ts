/** What rejected rows look like, which the warehouse's logs cut short or leave out: it is read from the source files. */
import { decompressParts } from "../compression/decompress.ts";
import { countNewlines } from "../formats/newlines.ts";
import type { PlannedCopy } from "../plan/planned-copy.ts";
import { filesOf, type LoadedObject } from "../sources/pack-map.ts";
import type { PlainFile } from "../sources/rejected-place.ts";
import { lookAtRejects, type SeenReject } from "../sources/rejected-value.ts";
import type { SourceFile, SourceName } from "../sources/source.ts";
import { unpackParts } from "../sources/unpack-files.ts";
import type { Store } from "../store/store.ts";
import { readTaking } from "./copy-paths.ts";
import { NEEDED } from "./remedy.ts";
import type { Reject } from "./result.ts";

/** Rejected rows that are looked up. */
const LOOKED_UP = 100;
/** Bytes of a file, decompressed, that are held for it; a row after them keeps its reason and has no value. */
const MOST_BYTES = 256 * 1024 * 1024;
/** Bytes of a file without lines that are held, of its beginning and of its end: they say what it is. */
const START_BYTES = 1024;

type Reading = Pick<Store, "read" | "readParts">;

/** The COPY of each source that has one. */
export type CopyOfSource = ReadonlyMap<SourceName, PlannedCopy>;

/**
 * Returns the rows, the first of them with their values, and with what their files show to be wrong. Each file is read once, up to the last
 * of its lines; for a large one that takes its time, and so is to be done when no transaction is open.
 */
export async function withValues(
  store: Reading,
  objects: readonly LoadedObject[],
  copies: CopyOfSource,
  rejects: readonly Reject[],
): Promise<readonly Reject[]> {
  const files = new Map<string, SourceFile>();
  for (const object of objects) for (const file of filesOf(object)) files.set(file.url, file);
  const wanted = new Map<SourceFile, Reject[]>();
  for (const reject of rejects.slice(0, LOOKED_UP)) {
    const file = files.get(reject.url);
    if (file === undefined) continue;
    wanted.set(file, [...(wanted.get(file) ?? []), reject]);
  }
  const seen = new Map<Reject, SeenReject>();
  for (const [file, rows] of wanted) {
    const found = await lookIn(store, file, copies.get(file.source), rows);
    for (const [index, row] of rows.entries()) seen.set(row, found[index] ?? NOTHING);
  }
  const faults = new Map([...seen].map(([reject, { fault }]) => [kindOf(reject), fault]));
  return rejects.map((reject) => {
    const { value, fault } = seen.get(reject) ?? { value: reject.value, fault: faults.get(kindOf(reject)) };
    // Where a value is missing there is none to show.
    return { ...reject, value: reject.code === NEEDED ? undefined : value, ...(fault && { seen: fault }) };
  });
}

const NO_BYTES = Buffer.alloc(0);
const NOTHING: SeenReject = { value: undefined, fault: undefined };

/** Rows beyond those that are looked up are wrong in the way of another of their file that is refused in the same words. */
function kindOf({ url, column, code, reason }: Reject): string {
  return JSON.stringify([url, column, code, reason]);
}

async function lookIn(
  store: Reading,
  file: SourceFile,
  copy: PlannedCopy | undefined,
  rows: readonly Reject[],
): Promise<readonly SeenReject[]> {
  try {
    // A row that was taken out of an array is the line of its number among those that were.
    const places = rows.map((reject) => ({ ...reject, line: reject.row ?? reject.line }));
    const isUnpacked = rows.some(({ row }) => row !== undefined);
    const last = Math.max(...places.map(({ line }) => line));
    const plain =
      file.format.kind === "parquet"
        ? await readEnds(store, file)
        : await readLines(store, file, last, isUnpacked);
    const taking = copy && file.format.kind === "json" ? await readTaking(store, copy) : undefined;
    return lookAtRejects(plain, file.format, places, taking);
  } catch {
    // The value only illustrates the error; a file that vanished meanwhile must not hide what was wrong in it.
    return [];
  }
}

/** The beginning and the end of a file, put together. */
async function readEnds(store: Reading, file: SourceFile): Promise<PlainFile> {
  let start = NO_BYTES;
  let end = NO_BYTES;
  let bytes = 0;
  for await (const part of store.readParts(file)) {
    if (start.length < START_BYTES) start = Buffer.concat([start, part.subarray(0, START_BYTES)]);
    end = Buffer.concat([end, part.subarray(-START_BYTES)]).subarray(-START_BYTES);
    bytes += part.length;
    if (bytes > MOST_BYTES) return { bytes: start, whole: false };
  }
  return { bytes: Buffer.concat([start, end]), whole: true };
}

/** The plain bytes of a file, or its rows one a line, up to that line and not many more. */
async function readLines(
  store: Reading,
  file: SourceFile,
  last: number,
  isUnpacked: boolean,
): Promise<PlainFile> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let lines = 0;
  let whole = true;
  const parts = decompressParts(store.readParts(file), file.compression);
  for await (const chunk of isUnpacked ? unpackParts(parts, file) : parts) {
    // A byte after the last line tells that there is more of the file.
    if (lines > last || bytes > MOST_BYTES) {
      whole = false;
      break;
    }
    chunks.push(chunk);
    bytes += chunk.length;
    lines += countNewlines(chunk);
  }
  return { bytes: Buffer.concat(chunks), whole };
}
