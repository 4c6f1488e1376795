/**
 * Bytes cut into the packets of the Postgres protocol (Postgres manual, "Frontend/Backend Protocol", "Message
 * Formats"). Pure: bytes come in as they arrive, whole packets go out, however they were split on the way.
 */
import { FatalError } from "./fatal-error.ts";

/** A packet with a type, as every one after the start-up. */
export interface Message {
  /** One ASCII character. */
  readonly type: string;
  /** Without type and length. */
  readonly body: Buffer;
}

/** The longest start-up packet, in bytes: Postgres' MAX_STARTUP_PACKET_LENGTH. */
export const STARTUP_LIMIT = 10_000;
/** The longest packet before the password is known to be right, in bytes. */
export const LOGIN_LIMIT = 65_536;
/**
 * The longest message, in bytes. Redshift's longest statement is 16 MB (Database Developer Guide, "SQL reference"); a
 * little more for what surrounds it.
 */
export const MESSAGE_LIMIT = 16 * 1024 * 1024 + 65_536;

/** Takes bytes in with `push`, and gives whole packets out with the two `take…` methods. */
export class Framer {
  private chunks: Buffer[] = [];
  private length = 0;

  /** Bytes that have come in and were not yet taken. */
  get buffered(): number {
    return this.length;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.chunks.push(chunk);
    this.length += chunk.length;
  }

  /**
   * A packet without a type, as the first ones of a connection; undefined until it is whole.
   * @throws FatalError for a length that cannot be or is above the limit (bytes).
   */
  takePacket(limit: number): Buffer | undefined {
    const length = this.announced(0, limit);
    if (length === undefined || this.length < length) return undefined;
    return this.take(length).subarray(4);
  }

  /**
   * The next message; undefined until it is whole.
   * @throws FatalError for a length that cannot be or is above the limit (bytes).
   */
  takeMessage(limit: number): Message | undefined {
    const length = this.announced(1, limit);
    if (length === undefined || this.length < length + 1) return undefined;
    const bytes = this.take(length + 1);
    return { type: String.fromCharCode(bytes[0] as number), body: bytes.subarray(5) };
  }

  /** The length field, which counts itself, found after `skip` bytes. */
  private announced(skip: number, limit: number): number | undefined {
    if (this.length < skip + 4) return undefined;
    const length = this.peek(skip + 4).readInt32BE(skip);
    if (length < 4) throw new FatalError("invalid message length", { sqlState: "08P01" });
    if (length > limit) {
      throw new FatalError(`a message of ${length} bytes is over the limit of ${limit}`, {
        sqlState: "08P01",
      });
    }
    return length;
  }

  /** The first bytes, in one piece. */
  private peek(count: number): Buffer {
    const first = this.chunks[0];
    if (first !== undefined && first.length >= count) return first;
    // A chunk holds at least one byte, so `count` chunks are enough; only a header is ever asked for.
    return Buffer.concat(this.chunks.slice(0, count));
  }

  private take(count: number): Buffer {
    const all = this.chunks.length === 1 ? (this.chunks[0] as Buffer) : Buffer.concat(this.chunks);
    const rest = all.subarray(count);
    this.chunks = rest.length === 0 ? [] : [rest];
    this.length = rest.length;
    return all.subarray(0, count);
  }
}
