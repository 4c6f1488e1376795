/** What the frames of zstd say of themselves (RFC 8878, 3.1). */
import { CompressionFault } from "./compression-fault.ts";

/** Bytes of the number that begins a frame. */
export const MAGIC_LENGTH = 4;
/** Bytes in front of every block. */
export const BLOCK_LENGTH = 3;
/** Bytes of the checksum after the last block. */
export const CHECKSUM_LENGTH = 4;

/** The number that a frame begins with. */
const MAGIC = 0xfd2fb528;
/** The first of the 16 that begin a frame which readers pass over. */
const SKIPPABLE = 0x184d2a50;
/** A window of more than the zstd program takes without being told to is not set aside here either. */
const LARGEST_WINDOW = 128 * 1024 * 1024;

/** What a frame is by its first four bytes; undefined for bytes that begin none. */
export function kindOfFrame(magic: Buffer): "content" | "skippable" | undefined {
  const number = magic.readUInt32LE(0);
  if (number === MAGIC) return "content";
  return number >= SKIPPABLE && number < SKIPPABLE + 16 ? "skippable" : undefined;
}

/** Returns the bytes between the descriptor of a frame and its first block: window, dictionary and size of the content. */
export function lengthOfHeader(descriptor: number): number {
  const [window, dictionary, content] = fieldsOf(descriptor);
  return window + dictionary + content;
}

function fieldsOf(descriptor: number): readonly [window: number, dictionary: number, content: number] {
  const single = (descriptor >> 5) & 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const content = [single, 2, 4, 8][descriptor >> 6] ?? 0;
  return [single === 1 ? 0 : 1, dictionary, content];
}

/** What the header of a frame says. */
export interface FrameHeader {
  /** Bytes of the content; undefined where it does not say. */
  readonly size: number | undefined;
  /** Whether a checksum of the content stands after the last block. */
  readonly hasChecksum: boolean;
}

/**
 * Reads a header: the descriptor and as many bytes as it asks for.
 * @throws CompressionFault for one that asks for a dictionary, which no file has, or for more memory than is given
 */
export function readHeader(bytes: Buffer): FrameHeader {
  const descriptor = bytes.readUInt8(0);
  const [window, dictionary, content] = fieldsOf(descriptor);
  const id = dictionary === 0 ? 0 : bytes.readUIntLE(1 + window, dictionary);
  if (id !== 0) throw new CompressionFault("damaged", `a zstd frame that needs the dictionary ${id}`);
  const size = content === 0 ? undefined : readSize(bytes, 1 + window + dictionary, content);
  const needed = window === 0 ? (size ?? 0) : windowOf(bytes.readUInt8(1));
  if (needed > LARGEST_WINDOW)
    throw new CompressionFault("damaged", `a zstd frame that needs a window of ${needed} bytes`);
  return { size, hasChecksum: (descriptor & 4) !== 0 };
}

/** RFC 8878, 3.1.1.1.4: of two bytes, 256 are counted more. */
function readSize(bytes: Buffer, at: number, length: number): number {
  if (length === 8) return Number(bytes.readBigUInt64LE(at));
  return bytes.readUIntLE(at, length) + (length === 2 ? 256 : 0);
}

/** RFC 8878, 3.1.1.1.2. */
function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

/** What stands in front of a block. */
export interface BlockHeader {
  readonly isLast: boolean;
  readonly isCompressed: boolean;
  /** Bytes of the block as it stands. */
  readonly length: number;
}

/** Reads the three bytes in front of a block (RFC 8878, 3.1.1.2): one that repeats a byte has that byte alone. */
export function readBlockHeader(bytes: Buffer): BlockHeader {
  const value = bytes.readUIntLE(0, BLOCK_LENGTH);
  const type = (value >> 1) & 3;
  return { isLast: (value & 1) === 1, isCompressed: type === 2, length: type === 1 ? 1 : value >> 3 };
}
