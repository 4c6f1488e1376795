/** Whether a compressed file is one whole member, several, one after the other, or not whole. */
import { CompressionFault } from "../compression/compression-fault.ts";
import type { Compression } from "../compression/compression.ts";
import { decompressParts } from "../compression/decompress.ts";
import { countNewlines } from "../formats/newlines.ts";
import type { RowCount, RowCounter } from "./row-counter.ts";

/** What a compressed file is made of. */
export type Members =
  /** `counted` is what it holds. */
  | { readonly are: "one"; readonly counted: RowCount | undefined }
  | { readonly are: "several" }
  /** `lines` is how many lines could be read before that. */
  | { readonly are: "broken"; readonly fault: CompressionFault; readonly lines: number };

/**
 * Returns whether another member follows the first one, of gzip (RFC 1952), or a frame of zstd (RFC 8878), or else whether the one is
 * whole, by its checksum too. The file is read as far as it takes to know, and nothing of it is kept. Nothing at all is one of nothing.
 * @param counter is given what it holds
 */
export async function membersOf(
  parts: AsyncIterable<Buffer>,
  compression: Compression,
  counter?: RowCounter,
): Promise<Members> {
  let members = 0;
  let lines = 0;
  try {
    const plain = decompressParts(parts, compression, () => {
      members += 1;
      if (members > 1) throw new SeveralMembers();
    });
    for await (const chunk of plain) {
      lines += countNewlines(chunk);
      counter?.push(chunk);
    }
    return { are: "one", counted: counter?.finish() };
  } catch (error) {
    if (error instanceof SeveralMembers) return { are: "several" };
    if (error instanceof CompressionFault) return { are: "broken", fault: error, lines };
    throw error;
  }
}

/** Returns how many lines of a broken file can be read before its fault. */
export async function linesBefore(bytes: Uint8Array, compression: Compression): Promise<number> {
  let lines = 0;
  try {
    for await (const chunk of decompressParts(once(bytes), compression)) lines += countNewlines(chunk);
  } catch (error) {
    if (!(error instanceof CompressionFault)) throw error;
  }
  return lines;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Buffer> {
  yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Ends the reading: more need not be known. */
class SeveralMembers extends Error {}
