/** The first rows of some of the files of a load: a look at their keys that costs the same however much there is to load. */
import { constants, gunzipSync } from "node:zlib";
import { CompressionFault } from "../compression/compression-fault.ts";
import { decompressParts } from "../compression/decompress.ts";
import type { Store } from "../store/store.ts";
import type { Compression } from "../compression/compression.ts";
import type { FileFormat } from "../formats/file-format.ts";
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
/** Bytes of JSON that are looked at in each. */
const MOST_BYTES = 64 * 1024;
/** Compressed bytes that are inflated for them; gzip makes at most a thousand times as much of its own. */
const MOST_COMPRESSED: Readonly<Record<Compression, number>> = {
  "": MOST_BYTES,
  gzip: 8 * 1024,
  zstd: MOST_BYTES,
};
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
  const { url, size, compression, format } = file;
  const most = MOST_COMPRESSED[compression];
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of store.readParts(file)) {
    parts.push(part);
    length += part.length;
    if (length >= most) break;
  }
  const plain = await inflateStart(Buffer.concat(parts).subarray(0, most), compression);
  return {
    url,
    ...objectsIn(withoutWrapper(plain.subarray(0, MOST_BYTES), format)),
    whole: size <= most && plain.length <= MOST_BYTES,
  };
}

/** The rows alone, where an array may be around them. */
function withoutWrapper(bytes: Uint8Array, format: FileFormat): Uint8Array {
  if (format.kind !== "json" || format.wrapper === undefined) return bytes;
  return unpackStart(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), format.wrapper);
}

/** What the first bytes of a compressed file mean; nothing, where they are none: COPY tells what is wrong with it. */
async function inflateStart(bytes: Buffer, compression: Compression): Promise<Uint8Array> {
  try {
    switch (compression) {
      case "gzip":
        return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
      case "zstd":
        return await unzstdStart(bytes);
      case "":
        return bytes;
    }
  } catch {
    return Buffer.alloc(0);
  }
}

/** Part by part, since a few bytes may mean very many; as much as can be read of them. */
async function unzstdStart(bytes: Buffer): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of decompressParts(once(bytes), "zstd")) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MOST_BYTES) break;
    }
  } catch (error) {
    if (!(error instanceof CompressionFault)) throw error;
  }
  return Buffer.concat(chunks);
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
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
