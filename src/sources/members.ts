/** Whether a compressed file is one whole member, several, one behind the other, or not whole. */
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";
import { FrameCounter } from "../store/zstd-frames.ts";
import type { Compression } from "./source.ts";

/** Bytes of a gzip member before its optional fields, and behind its data (RFC 1952). */
const HEADER = 10;
const TRAILER = 8;
/** Flags of the header (RFC 1952, 2.3.1). */
const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;

/** What a compressed file is made of: `broken` is one that ends too early, or is of another compression, or of none. */
export type Members = "one" | "several" | "broken";

/**
 * Returns whether another member follows the first one, of gzip (RFC 1952), or a frame of zstd (RFC 8878), or else whether the one is
 * whole. The file is read as far as it takes to know, and nothing of it is kept. Nothing at all is one of nothing.
 */
export async function membersOf(parts: AsyncIterable<Buffer>, compression: Compression): Promise<Members> {
  switch (compression) {
    case "gzip":
      return gzipMembers(parts);
    case "zstd":
      return zstdFrames(parts);
    case "":
      return "one";
  }
}

async function zstdFrames(parts: AsyncIterable<Buffer>): Promise<Members> {
  const counter = new FrameCounter();
  for await (const part of parts) {
    counter.push(part);
    if (counter.frames > 1) return "several";
  }
  return counter.whole ? "one" : "broken";
}

/** The first member is inflated to find its end; the two bytes behind its trailer tell. */
async function gzipMembers(parts: AsyncIterable<Buffer>): Promise<Members> {
  const window = new Window(parts);
  try {
    let header: number | undefined;
    while (header === undefined) {
      if (!(await window.more())) return window.bytes.length === 0 ? "one" : "broken";
      header = endOfHeader(window.bytes);
    }
    if (!startsMember(window.bytes, 0)) return "broken";
    const data = await lengthOfData(window, header);
    if (data === undefined) return "broken";
    const next = header + data + TRAILER - window.start;
    while (window.bytes.length < next + 2)
      if (!(await window.more())) return window.bytes.length < next ? "broken" : "one";
    // What else stands behind a member is passed over by some readers and refused by others: COPY tells.
    return startsMember(window.bytes, next) ? "several" : "one";
  } finally {
    await window.close();
  }
}

/** The first two bytes of a member (RFC 1952, 2.3.1). */
function startsMember(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b;
}

/** Bytes of deflated data from that offset on; undefined for what is none, or ends too early. */
async function lengthOfData(window: Window, from: number): Promise<number | undefined> {
  const inflate = createInflateRaw({ chunkSize: 1 << 20 });
  async function* rest(): AsyncGenerator<Buffer> {
    yield window.bytes.subarray(from);
    for (;;) {
      // What is inflated already is not asked for again.
      window.forget(from + inflate.bytesWritten);
      const before = window.end;
      if (!(await window.more())) return;
      yield window.bytes.subarray(before - window.start);
    }
  }
  const feed = rest();
  const fed = pipeline(feed, inflate).catch(() => undefined);
  try {
    for await (const _ of inflate);
    return inflate.bytesWritten;
  } catch {
    return undefined;
  } finally {
    inflate.destroy();
    await feed.return(undefined);
    await fed;
  }
}

/** As much of a file as may still be looked at. */
class Window {
  bytes: Buffer = Buffer.alloc(0);
  /** The offset of the first of them in the file. */
  start = 0;
  private readonly parts: AsyncIterator<Buffer>;

  constructor(parts: AsyncIterable<Buffer>) {
    this.parts = parts[Symbol.asyncIterator]();
  }

  get end(): number {
    return this.start + this.bytes.length;
  }

  /** Reads on; false at the end of the file. */
  async more(): Promise<boolean> {
    const next = await this.parts.next();
    if (next.done === true) return false;
    this.bytes = this.bytes.length === 0 ? next.value : Buffer.concat([this.bytes, next.value]);
    return true;
  }

  /** Lets go of what lies before that offset. */
  forget(offset: number): void {
    const passed = Math.max(0, Math.min(offset - this.start, this.bytes.length));
    this.bytes = this.bytes.subarray(passed);
    this.start += passed;
  }

  async close(): Promise<void> {
    await this.parts.return?.();
  }
}

/** Where the data of a gzip member begins; undefined while that is not to be seen. */
function endOfHeader(bytes: Buffer): number | undefined {
  if (bytes.length < HEADER) return undefined;
  const flags = bytes[3] as number;
  let at = HEADER;
  if ((flags & FEXTRA) !== 0) {
    if (bytes.length < at + 2) return undefined;
    at += 2 + bytes.readUInt16LE(at);
  }
  for (const flag of [FNAME, FCOMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end === -1) return undefined;
    at = end + 1;
  }
  if ((flags & FHCRC) !== 0) at += 2;
  return at <= bytes.length ? at : undefined;
}
