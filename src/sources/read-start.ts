/** The first bytes of a file, decompressed: a look that costs the same however large the file is. */
import { constants, gunzipSync } from "node:zlib";
import type { Compression } from "../compression/compression.ts";
import { CompressionFault } from "../compression/compression-fault.ts";
import { decompressParts } from "../compression/decompress.ts";
import type { Store } from "../store/store.ts";
import type { SourceFile } from "./source.ts";

/** Plain bytes that are looked at. */
export const START_BYTES = 64 * 1024;
/** Bytes that are read for them; gzip makes at most a thousand times as much of its own. */
const MOST_READ: Readonly<Record<Compression, number>> = {
  "": START_BYTES,
  gzip: 8 * 1024,
  zstd: START_BYTES,
};

/**
 * Returns up to 64 KB of what the file holds, and whether that is all of it; nothing of one that cannot be decompressed.
 * @throws UnreachableError when it is gone, cannot be read, or is no longer the one that was listed
 */
export async function readStart(
  store: Pick<Store, "readParts">,
  file: SourceFile,
): Promise<{ readonly plain: Uint8Array; readonly whole: boolean }> {
  const most = MOST_READ[file.compression];
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of store.readParts(file)) {
    parts.push(part);
    length += part.length;
    if (length >= most) break;
  }
  const plain = await inflateStart(Buffer.concat(parts).subarray(0, most), file.compression);
  return { plain: plain.subarray(0, START_BYTES), whole: file.size <= most && plain.length <= START_BYTES };
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
      if (length > START_BYTES) break;
    }
  } catch (error) {
    if (!(error instanceof CompressionFault)) throw error;
  }
  return Buffer.concat(chunks);
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
