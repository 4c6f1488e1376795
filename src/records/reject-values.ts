/** The values of rejected rows, which the warehouse's logs cut short or leave out: they are read from the source files. */
import { decompressParts } from "../compression/decompress.ts";
import { countNewlines } from "../formats/newlines.ts";
import { filesOf, type LoadedObject } from "../sources/pack-map.ts";
import { readRejectedValues } from "../sources/rejected-value.ts";
import type { SourceFile } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import { NEEDED } from "./reject-groups.ts";
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
    // Where a value is missing there is none to show.
    if (file === undefined || file.format.kind === "parquet" || reject.code === NEEDED) continue;
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
    const plain = await readLines(store, file, Math.max(...rows.map(({ line }) => line)));
    return readRejectedValues(plain, file.format, rows);
  } catch {
    // The value only illustrates the error; a file that vanished meanwhile must not hide what was wrong in it.
    return [];
  }
}

/** The plain bytes of a file, up to that line and not many more. */
async function readLines(store: Pick<Store, "readParts">, file: SourceFile, last: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let lines = 0;
  for await (const chunk of decompressParts(store.readParts(file), file.compression)) {
    chunks.push(chunk);
    bytes += chunk.length;
    lines += countNewlines(chunk);
    if (lines >= last || bytes > MOST_BYTES) break;
  }
  return Buffer.concat(chunks);
}
