/** Where the frames of zstd begin and end (RFC 8878, 3.1), told by their lengths alone. */

/** The first four bytes of a frame. */
export const MAGIC = 0xfd2fb528;
/** The first of the 16 that begin a frame which readers pass over. */
export const SKIPPABLE = 0x184d2a50;

/** Bytes between the descriptor of a frame and its first block: window, dictionary and size of the content. */
export function lengthOfHeader(descriptor: number): number {
  const single = (descriptor >> 5) & 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const content = [single, 2, 4, 8][descriptor >> 6] ?? 0;
  return (single === 1 ? 0 : 1) + dictionary + content;
}

/** Counts the frames of bytes that come in pieces, those to be passed over too; stops at what is none. */
export class FrameCounter {
  /** Frames that have begun. */
  frames = 0;
  private next: "magic" | "length" | "descriptor" | "block" = "magic";
  private readonly held = Buffer.alloc(4);
  private filled = 0;
  private skip = 0;
  private checksum = 0;

  /** Whether the bytes so far end where a frame does. */
  get whole(): boolean {
    return this.next === "magic" && this.filled === 0 && this.skip === 0;
  }

  /** Looks at the bytes that follow. */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.skip > 0) {
        const passed = Math.min(this.skip, chunk.length - at);
        this.skip -= passed;
        at += passed;
        continue;
      }
      this.held[this.filled] = chunk[at] as number;
      this.filled += 1;
      at += 1;
      if (this.filled === LENGTHS[this.next]) this.step(this.held.readUIntLE(0, this.filled));
    }
  }

  private step(value: number): void {
    this.filled = 0;
    switch (this.next) {
      case "magic":
        return this.begin(value);
      case "length":
        this.skip = value;
        this.next = "magic";
        return;
      case "descriptor":
        this.checksum = (value & 4) === 0 ? 0 : 4;
        this.skip = lengthOfHeader(value);
        this.next = "block";
        return;
      case "block": {
        const isLast = (value & 1) === 1;
        const isRepeated = ((value >> 1) & 3) === 1;
        this.skip = (isRepeated ? 1 : value >> 3) + (isLast ? this.checksum : 0);
        if (isLast) this.next = "magic";
      }
    }
  }

  private begin(magic: number): void {
    const skippable = magic >= SKIPPABLE && magic < SKIPPABLE + 16;
    if (magic === MAGIC || skippable) {
      this.frames += 1;
      this.next = skippable ? "length" : "descriptor";
    } else {
      this.skip = Number.POSITIVE_INFINITY;
    }
  }
}

const LENGTHS = { magic: 4, length: 4, descriptor: 1, block: 3 } as const;
