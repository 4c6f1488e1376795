/** As much of bytes that come in parts as may still be looked at. */

/** Reads parts in order, and lets go of what was taken. */
export class Window {
  /** What has come and was not taken. */
  bytes: Buffer = Buffer.alloc(0);
  private readonly parts: AsyncIterator<Uint8Array>;

  constructor(parts: AsyncIterable<Uint8Array>) {
    this.parts = parts[Symbol.asyncIterator]();
  }

  /** Reads on; false at the end. */
  async more(): Promise<boolean> {
    const next = await this.parts.next();
    if (next.done === true) return false;
    const { buffer, byteOffset, length } = next.value;
    const part = Buffer.from(buffer, byteOffset, length);
    this.bytes = this.bytes.length === 0 ? part : Buffer.concat([this.bytes, part]);
    return true;
  }

  /** Whether so many bytes are there, which are read where they have not come yet. */
  async has(count: number): Promise<boolean> {
    while (this.bytes.length < count) if (!(await this.more())) return false;
    return true;
  }

  /** Returns the next bytes, which must be there. */
  take(count: number): Buffer {
    const taken = this.bytes.subarray(0, count);
    this.bytes = this.bytes.subarray(count);
    return taken;
  }

  /** Lets go of so many bytes; false where they end before. */
  async pass(count: number): Promise<boolean> {
    let left = count;
    for (;;) {
      const passed = Math.min(left, this.bytes.length);
      this.take(passed);
      left -= passed;
      if (left === 0) return true;
      if (!(await this.more())) return false;
    }
  }

  async close(): Promise<void> {
    await this.parts.return?.();
  }
}
