/**
 * Whole zstd files: by Node's own zlib where it has that (22.15, 23.8 and newer), which is four times as fast on long files and compares
 * checksums; by fzstd elsewhere.
 */
import * as nodeZlib from "node:zlib";
import { decompress } from "fzstd";
import { lengthOfHeader, MAGIC, SKIPPABLE } from "../store/zstd-frames.ts";

/** What is asked of `node:zlib`; the types of Node 20 do not know it. */
export interface Zlib {
  readonly zstdDecompressSync?: (bytes: Uint8Array) => Uint8Array;
}

/**
 * The bytes that the frames mean, one behind the other.
 * @throws Error when the bytes are not whole zstd frames and nothing else.
 */
export function unzstd(bytes: Uint8Array, zlib: Zlib = nodeZlib as Zlib): Uint8Array {
  const { zstdDecompressSync: own } = zlib;
  if (own === undefined) return decompress(bytes);
  // One by one: Node may stop behind the first frame and say nothing of the rest (nodejs/node issue 64741).
  const plain = cutFrames(bytes).map((frame) => own(frame));
  return plain.length === 1 && plain[0] !== undefined ? plain[0] : Buffer.concat(plain);
}

/**
 * Cuts bytes into the zstd frames that they are (RFC 8878, 3.1); those that a reader skips are left out. Looks at the lengths alone.
 * @throws Error when they end too early, or are something else.
 */
export function cutFrames(bytes: Uint8Array): readonly Uint8Array[] {
  const frames: Uint8Array[] = [];
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < view.length) {
    const end = endOfFrame(view, at);
    if (end > view.length) throw new Error("the last zstd frame ends too early");
    if (view.readUInt32LE(at) === MAGIC) frames.push(view.subarray(at, end));
    at = end;
  }
  return frames;
}

/** Where the frame that begins there ends; behind the last byte when it is cut off. */
function endOfFrame(view: Buffer, start: number): number {
  const read = (at: number, length: number): number =>
    at + length <= view.length ? view.readUIntLE(at, length) : Number.POSITIVE_INFINITY;
  const magic = read(start, 4);
  if (magic >= SKIPPABLE && magic < SKIPPABLE + 16) return start + 8 + read(start + 4, 4);
  if (magic !== MAGIC) throw new Error("bytes that are no zstd frame");
  const descriptor = read(start + 4, 1);
  if (descriptor === Number.POSITIVE_INFINITY) return descriptor;
  let at = start + 5 + lengthOfHeader(descriptor);
  for (;;) {
    const header = read(at, 3);
    if (header === Number.POSITIVE_INFINITY) return header;
    const repeated = ((header >> 1) & 3) === 1;
    at += 3 + (repeated ? 1 : header >> 3);
    if ((header & 1) === 1) return at + ((descriptor & 4) === 0 ? 0 : 4);
  }
}
