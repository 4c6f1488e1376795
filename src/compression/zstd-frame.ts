/** One frame of zstd, read block by block by fzstd, which compares nothing: what it makes is held against what the frame says of it. */
import { Decompress } from "fzstd";
import { CompressionFault } from "./compression-fault.ts";
import { beginChecksum } from "./content-checksum.ts";
import { checkBlock } from "./zstd-block.ts";
import { BLOCK_LENGTH, CHECKSUM_LENGTH, MAGIC_LENGTH, readBlockHeader, readHeader } from "./zstd-frames.ts";

/** Reads the blocks of one frame. */
export class FrameReader {
  /** Bytes of the content; undefined where the frame does not say. */
  readonly says: number | undefined;
  /** Bytes after the last block. */
  readonly behind: number;

  private readonly made: Uint8Array[] = [];
  private readonly stream = new Decompress((chunk) => void this.made.push(chunk));
  private readonly checksum = beginChecksum();
  private size = 0;

  /** @param start the number that it begins with, and its header. @throws CompressionFault for a header that asks for too much */
  constructor(start: Buffer) {
    const { size, hasChecksum } = readHeader(start.subarray(MAGIC_LENGTH));
    this.says = size;
    this.behind = hasChecksum ? CHECKSUM_LENGTH : 0;
    faulty(() => this.stream.push(start));
  }

  /** Returns what a block means. @param bytes with its header, and what is after the last one. @throws CompressionFault */
  take(bytes: Buffer): readonly Uint8Array[] {
    const { isLast, isCompressed, length } = readBlockHeader(bytes);
    if (isCompressed) checkBlock(bytes.subarray(BLOCK_LENGTH, BLOCK_LENGTH + length));
    // A short frame is held back until it is said to be all.
    faulty(() => this.stream.push(bytes, isLast));
    const chunks = this.made.splice(0);
    for (const chunk of chunks) {
      this.checksum.add(chunk);
      this.size += chunk.length;
    }
    return chunks;
  }

  /** Compares what was made with what the frame says. @param last as it was taken. @throws CompressionFault */
  finish(last: Buffer): void {
    const { says, behind, size } = this;
    if (says !== undefined && says !== size)
      throw new CompressionFault("damaged", `a zstd frame that claims ${says} bytes and holds ${size}`);
    if (behind > 0 && last.readUInt32LE(last.length - CHECKSUM_LENGTH) !== this.checksum.value())
      throw new CompressionFault("damaged", "a zstd frame with a wrong checksum");
  }
}

/** Does what throws at bytes that are none, and says it in our words. */
export function faulty<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CompressionFault) throw error;
    throw new CompressionFault("damaged", `zstd: ${(error as Error).message}`, error);
  }
}
