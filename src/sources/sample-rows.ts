/** The first rows of some of the files of a load: a look at their keys that costs the same however much there is to load. */
import type { Store } from "../store/store.ts";
import type { FileFormat } from "../formats/file-format.ts";
import { readStart } from "./read-start.ts";
import type { SourceFile } from "./source.ts";
import { unpackStart } from "./unpack-rows.ts";

/** What was seen of one file. */
export interface SampledFile {
  readonly url: string;
  /** The objects at its root, as far as they are whole within the bytes that were read, and JSON. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** The beginning of one that goes on beyond these bytes, where none is whole. */
  readonly cut: Buffer | undefined;
  /** Whether these are all of its rows. */
  readonly whole: boolean;
}

/** Files that are looked into, spread evenly over all: the first and the last are among them. */
const MOST_FILES = 40;
/** Requests at a time. */
const AT_ONCE = 8;

const OPEN = 123;
const CLOSE = 125;
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Looks into the files; those of a format that has no keys it leaves alone.
 * @throws UnreachableError when one is gone, cannot be read, or is no longer the one that was listed
 */
export async function sampleRows(
  store: Pick<Store, "readParts">,
  files: readonly SourceFile[],
): Promise<readonly SampledFile[]> {
  const chosen = spread(files.filter(({ format }) => format.kind === "json"));
  const sampled: SampledFile[] = [];
  for (let at = 0; at < chosen.length; at += AT_ONCE)
    sampled.push(
      ...(await Promise.all(chosen.slice(at, at + AT_ONCE).map((file) => sampleFile(store, file)))),
    );
  return sampled;
}

function spread(files: readonly SourceFile[]): readonly SourceFile[] {
  if (files.length <= MOST_FILES) return files;
  const step = (files.length - 1) / (MOST_FILES - 1);
  return Array.from({ length: MOST_FILES }, (_, index) => files[Math.round(index * step)] as SourceFile);
}

async function sampleFile(store: Pick<Store, "readParts">, file: SourceFile): Promise<SampledFile> {
  const { plain, whole } = await readStart(store, file);
  return { url: file.url, ...objectsIn(withoutWrapper(plain, file.format)), whole };
}

/** The rows alone, where an array may be around them. */
function withoutWrapper(bytes: Uint8Array, format: FileFormat): Uint8Array {
  if (format.kind !== "json" || format.wrapper === undefined) return bytes;
  return unpackStart(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), format.wrapper);
}

/** The objects at the root that begin and end within the bytes. Bytes over 127 only occur in strings. */
function objectsIn(bytes: Uint8Array): Pick<SampledFile, "rows" | "cut"> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows: Readonly<Record<string, unknown>>[] = [];
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at];
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) {
      inString = true;
    } else if (byte === OPEN) {
      if (depth === 0) start = at;
      depth += 1;
    } else if (byte === CLOSE && depth > 0) {
      depth -= 1;
      if (depth === 0) rows.push(...parsed(text.toString("utf8", start, at + 1)));
    }
  }
  return { rows, cut: depth > 0 && rows.length === 0 ? text.subarray(start) : undefined };
}

function parsed(text: string): SampledFile["rows"] {
  try {
    return [JSON.parse(text) as Readonly<Record<string, unknown>>];
  } catch {
    return [];
  }
}
