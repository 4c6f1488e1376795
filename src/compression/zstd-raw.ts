/** A frame of zstd whose blocks are raw (RFC 8878, 3.1.1): Node 20 has no zstd and fzstd only reads, so that one of our own is not compressed. */

/** How it begins: a window of 128 KB, and neither the size nor a checksum of the content (RFC 8878, 3.1.1.1). */
export const FRAME_START: Uint8Array = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]);
/** As large as a block may be (RFC 8878, 3.1.1.2). */
const BLOCK = 128 * 1024;

/** Gives the blocks that hold these bytes, each after its header. */
export function* rawBlocks(plain: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < plain.length; at += BLOCK) {
    const block = plain.subarray(at, at + BLOCK);
    yield header(block.length, false);
    yield block;
  }
}

function header(length: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntLE((length << 3) | (isLast ? 1 : 0), 0, 3);
  return bytes;
}

/** How it ends: with an empty block that is the last one. */
export const FRAME_END: Uint8Array = header(0, true);
