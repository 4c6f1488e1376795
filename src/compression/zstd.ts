/**
 * The frames of zstd, and what they hold: whole by Node's own zlib where it has that (22.15, 23.8 and newer), which is four times as fast on
 * long files and compares checksums; by fzstd elsewhere and in parts, which compares nothing: what it makes is held against what the frame
 * says of it. A frame without a checksum, as some programs write them, says its size at most.
 */
import * as nodeZlib from "node:zlib";
import { CompressionFault } from "./compression-fault.ts";
import { LARGEST_PLAIN, TooLarge } from "./too-large.ts";
import { Window } from "./window.ts";
import { faulty, FrameReader } from "./zstd-frame.ts";
import {
  BLOCK_LENGTH,
  CHECKSUM_LENGTH,
  kindOfFrame,
  lengthOfHeader,
  MAGIC_LENGTH,
  readBlockHeader,
} from "./zstd-frames.ts";

/** What is asked of `node:zlib`; the types of Node 20 do not know it. */
export interface Zlib {
  readonly zstdDecompressSync?: (
    bytes: Uint8Array,
    options: { readonly maxOutputLength: number },
  ) => Uint8Array;
}

/**
 * The bytes that the frames mean, one after the other.
 * @throws CompressionFault when the bytes are not whole zstd frames and nothing else; TooLarge when they mean more than `most` bytes
 */
export function unzstd(
  bytes: Uint8Array,
  zlib: Zlib = nodeZlib as Zlib,
  most: number = LARGEST_PLAIN,
): Uint8Array {
  const { zstdDecompressSync: own = unzstdFrame } = zlib;
  const plain: Uint8Array[] = [];
  let left = most;
  // One by one: Node may stop after the first frame and say nothing of the rest (nodejs/node issue 64741).
  for (const frame of cutFrames(bytes)) {
    // Nothing at all is no limit that Node takes.
    const part = bounded(most, () => own(frame, { maxOutputLength: Math.max(1, left) }));
    left -= part.length;
    if (left < 0) throw new TooLarge(most);
    plain.push(part);
  }
  return plain.length === 1 && plain[0] !== undefined ? plain[0] : Buffer.concat(plain);
}

function bounded(most: number, work: () => Uint8Array): Uint8Array {
  try {
    return faulty(work);
  } catch (error) {
    throw isTooLarge(error) ? new TooLarge(most) : error;
  }
}

function isTooLarge(error: unknown): boolean {
  const { cause } = error as Error;
  return (
    cause instanceof TooLarge || (cause as NodeJS.ErrnoException | undefined)?.code === "ERR_BUFFER_TOO_LARGE"
  );
}

/**
 * Gives the bytes that the frames mean; `onFrame` is told of each that begins, those to be passed over too.
 * @throws CompressionFault after what could be read of bytes that are not whole zstd frames and nothing else
 */
export async function* unzstdParts(
  parts: AsyncIterable<Uint8Array>,
  onFrame: () => void,
): AsyncGenerator<Buffer> {
  const window = new Window(parts);
  let frames = 0;
  try {
    while (await window.has(1)) {
      await want(window, MAGIC_LENGTH, frames);
      const magic = window.take(MAGIC_LENGTH);
      const kind = kindOfFrame(magic);
      if (kind === undefined) throw noFrame(frames);
      frames += 1;
      onFrame();
      if (kind === "content") yield* contentOf(window, magic);
      else if (!(await passSkippable(window))) throw cutOff();
    }
  } finally {
    await window.close();
  }
}

async function passSkippable(window: Window): Promise<boolean> {
  return (await window.has(4)) && window.pass(window.take(4).readUInt32LE(0));
}

async function* contentOf(window: Window, magic: Buffer): AsyncGenerator<Buffer> {
  await want(window, 1);
  const headerLength = 1 + lengthOfHeader(window.bytes.readUInt8(0));
  await want(window, headerLength);
  const frame = new FrameReader(Buffer.concat([magic, window.take(headerLength)]));
  for (let isLast = false; !isLast;) {
    await want(window, BLOCK_LENGTH);
    const block = readBlockHeader(window.bytes);
    ({ isLast } = block);
    const length = BLOCK_LENGTH + block.length + (isLast ? frame.behind : 0);
    await want(window, length);
    const bytes = window.take(length);
    for (const chunk of frame.take(bytes)) yield viewOf(chunk);
    if (isLast) frame.finish(bytes);
  }
}

/** One whole frame by fzstd, block by block, so that it ends where it means too much. */
function unzstdFrame(
  bytes: Uint8Array,
  { maxOutputLength }: { readonly maxOutputLength: number },
): Uint8Array {
  const view = viewOf(bytes);
  let at = MAGIC_LENGTH + 1 + lengthOfHeader(view.readUInt8(MAGIC_LENGTH));
  const frame = new FrameReader(view.subarray(0, at));
  if ((frame.says ?? 0) > maxOutputLength) throw new TooLarge(maxOutputLength);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let isLast = false; !isLast;) {
    const block = readBlockHeader(view.subarray(at, at + BLOCK_LENGTH));
    ({ isLast } = block);
    const end = isLast ? view.length : at + BLOCK_LENGTH + block.length;
    const taken = view.subarray(at, end);
    for (const chunk of frame.take(taken)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxOutputLength) throw new TooLarge(maxOutputLength);
    }
    if (isLast) frame.finish(taken);
    at = end;
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

/**
 * Cuts bytes into the zstd frames that they are (RFC 8878, 3.1); those that a reader skips are left out. Looks at the lengths alone.
 * @throws CompressionFault when they end too early, or are something else.
 */
export function cutFrames(bytes: Uint8Array): readonly Uint8Array[] {
  const frames: Uint8Array[] = [];
  const view = viewOf(bytes);
  let at = 0;
  let count = 0;
  while (at < view.length) {
    if (view.length - at < MAGIC_LENGTH) throw count === 0 ? noFrame(count) : cutOff();
    const kind = kindOfFrame(view.subarray(at, at + MAGIC_LENGTH));
    if (kind === undefined) throw noFrame(count);
    count += 1;
    const end = kind === "content" ? endOfFrame(view, at) : endOfSkippable(view, at);
    if (end > view.length) throw cutOff();
    if (kind === "content") frames.push(view.subarray(at, end));
    at = end;
  }
  return frames;
}

function endOfSkippable(view: Buffer, start: number): number {
  const at = start + MAGIC_LENGTH;
  return at + 4 > view.length ? Number.POSITIVE_INFINITY : at + 4 + view.readUInt32LE(at);
}

/** Where the frame that begins there ends; after the last byte when it is cut off. */
function endOfFrame(view: Buffer, start: number): number {
  const descriptor = view[start + MAGIC_LENGTH];
  if (descriptor === undefined) return Number.POSITIVE_INFINITY;
  let at = start + MAGIC_LENGTH + 1 + lengthOfHeader(descriptor);
  for (;;) {
    if (at + BLOCK_LENGTH > view.length) return Number.POSITIVE_INFINITY;
    const { isLast, length } = readBlockHeader(view.subarray(at, at + BLOCK_LENGTH));
    at += BLOCK_LENGTH + length;
    if (isLast) return at + ((descriptor & 4) === 0 ? 0 : CHECKSUM_LENGTH);
  }
}

async function want(window: Window, count: number, frames = 1): Promise<void> {
  if (!(await window.has(count))) throw frames === 0 ? noFrame(frames) : cutOff();
}

function cutOff(): CompressionFault {
  return new CompressionFault("cut", "the last zstd frame is cut off");
}

/** Bytes that begin no frame, after so many. */
function noFrame(frames: number): CompressionFault {
  return frames === 0
    ? new CompressionFault("other", "no zstd frame")
    : new CompressionFault("more", "bytes after the last frame that are not zstd");
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
