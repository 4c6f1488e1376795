/** The values of rejected rows, which the warehouse's logs cut short or leave out: they are read from the source files. */
import { decompressParts } from "../compression/decompress.ts";
import { countNewlines } from "../formats/newlines.ts";
import { filesOf, type LoadedObject } from "../sources/pack-map.ts";
import { unpackParts } from "../sources/unpack-files.ts";
import { readRejectedValues } from "../sources/rejected-value.ts";
import type { SourceFile } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import type { Reject } from "./result.ts";

/** Rejected rows whose values are looked up. */
const LOOKED_UP = 100;
/** Bytes of a file, decompressed, that are held for it; a row behind them keeps its reason and has no value. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Returns the rows, the first of them with their values. Each file is read once, up to the last of its lines; for a large one that takes its
 * time, and so is to be done when no transaction is open.
 */
export async function withValues(
  store: Pick<Store, "readParts">,
  objects: readonly LoadedObject[],
  rejects: readonly Reject[],
): Promise<readonly Reject[]> {
  const files = new Map<string, SourceFile>();
  for (const object of objects) for (const file of filesOf(object)) files.set(file.url, file);
  const wanted = new Map<SourceFile, Reject[]>();
  for (const reject of rejects.slice(0, LOOKED_UP)) {
    const file = files.get(reject.url);
    if (file === undefined || file.format.kind === "parquet") continue;
    wanted.set(file, [...(wanted.get(file) ?? []), reject]);
  }
  const values = new Map<Reject, string | undefined>();
  for (const [file, rows] of wanted) {
    const found = await valuesIn(store, file, rows);
    for (const [index, row] of rows.entries()) values.set(row, found[index]);
  }
  return rejects.map((reject) => (values.has(reject) ? { ...reject, value: values.get(reject) } : reject));
}

async function valuesIn(
  store: Pick<Store, "readParts">,
  file: SourceFile,
  rows: readonly Reject[],
): Promise<readonly (string | undefined)[]> {
  try {
    // A row that was taken out of an array is the line of its number among those that were.
    const places = rows.map(({ row, line, column }) => ({ line: row ?? line, column }));
    const isUnpacked = rows.some(({ row }) => row !== undefined);
    const plain = await readLines(store, file, Math.max(...places.map(({ line }) => line)), isUnpacked);
    return readRejectedValues(plain, file.format, places);
  } catch {
    // The value only illustrates the error; a file that vanished meanwhile must not hide what was wrong in it.
    return [];
  }
}

/** The plain bytes of a file, or its rows one a line, up to that line and not many more. */
async function readLines(
  store: Pick<Store, "readParts">,
  file: SourceFile,
  last: number,
  isUnpacked: boolean,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let lines = 0;
  const parts = decompressParts(store.readParts(file), file.compression);
  for await (const chunk of isUnpacked ? unpackParts(parts, file) : parts) {
    chunks.push(chunk);
    bytes += chunk.length;
    lines += countNewlines(chunk);
    if (lines >= last || bytes > MOST_BYTES) break;
  }
  return Buffer.concat(chunks);
}
