/** The members of gzip (RFC 1952), and what they hold; checksum and length are compared, and nothing may stand after the last one. */
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw, gunzipSync } from "node:zlib";
import { CompressionFault } from "./compression-fault.ts";
import { LARGEST_PLAIN, TooLarge } from "./too-large.ts";
import { Window } from "./window.ts";

/** Bytes of a member before its optional fields, and after its data. */
const HEADER = 10;
const TRAILER = 8;
/** Flags of the header (RFC 1952, 2.3.1); those above are reserved. */
const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const RESERVED = 0xe0;
/** The one method of compression. */
const DEFLATE = 8;
/** Longer names and comments than this no header has. */
const LONGEST_HEADER = 256 * 1024;
/** Bytes that are inflated at a time. */
const PIECE = 1 << 20;

/**
 * The bytes that the members mean, one after the other.
 * @throws CompressionFault when the bytes are not whole members and nothing else; TooLarge when they mean more than `most` bytes
 */
export function gunzip(bytes: Uint8Array, most: number = LARGEST_PLAIN): Uint8Array {
  if (!startsMember(bytes)) throw noMember(0);
  try {
    // The types do not know what comes with `info`: what is after a member is passed over without a word otherwise.
    const { buffer, engine } = gunzipSync(bytes, { info: true, maxOutputLength: most }) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    if (engine.bytesWritten < bytes.length) throw noMember(1);
    return buffer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw new TooLarge(most);
    throw faultOf(error);
  }
}

/**
 * Gives the bytes that the members mean; `onMember` is told of each that begins.
 * @throws CompressionFault after what could be read of bytes that are not whole members and nothing else
 */
export async function* gunzipParts(
  parts: AsyncIterable<Uint8Array>,
  onMember: () => void,
): AsyncGenerator<Buffer> {
  const window = new Window(parts);
  let members = 0;
  try {
    while (await window.has(1)) {
      await window.has(2);
      if (!startsMember(window.bytes)) throw noMember(members);
      members += 1;
      onMember();
      yield* contentOf(window);
    }
  } finally {
    await window.close();
  }
}

/** The first two bytes of a member (RFC 1952, 2.3.1). */
function startsMember(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function* contentOf(window: Window): AsyncGenerator<Buffer> {
  let header: number | undefined;
  while ((header = endOfHeader(window.bytes)) === undefined) {
    if (window.bytes.length > LONGEST_HEADER) throw damaged("an unfinished gzip header");
    if (!(await window.more())) throw cutOff();
  }
  checkHeader(window.take(header));
  const inflate = createInflateRaw({ chunkSize: PIECE });
  /** How much of what the inflating has taken is let go of. */
  let passed = 0;
  const pass = (): void => {
    window.take(inflate.bytesWritten - passed);
    passed = inflate.bytesWritten;
  };
  async function* rest(): AsyncGenerator<Buffer> {
    if (window.bytes.length > 0) yield window.bytes;
    for (;;) {
      pass();
      const before = window.bytes.length;
      if (!(await window.more())) return;
      yield window.bytes.subarray(before);
    }
  }
  const feed = rest();
  // What goes wrong in it comes out of the stream below.
  const fed = pipeline(feed, inflate).catch(() => undefined);
  let checksum = 0;
  let size = 0;
  try {
    for await (const chunk of inflate) {
      checksum = crc32(chunk as Buffer, checksum);
      size += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  } catch (error) {
    throw faultOf(error);
  } finally {
    inflate.destroy();
    await feed.return(undefined);
    await fed;
  }
  pass();
  if (!(await window.has(TRAILER))) throw cutOff();
  const trailer = window.take(TRAILER);
  if (trailer.readUInt32LE(0) !== checksum) throw damaged("a gzip member with a wrong checksum");
  if (trailer.readUInt32LE(4) !== size % 2 ** 32)
    throw damaged(`a gzip member that gives a size other than its ${size} bytes`);
}

/** Where the data of a member begins; undefined while that is not to be seen. */
function endOfHeader(bytes: Buffer): number | undefined {
  if (bytes.length < HEADER) return undefined;
  const flags = bytes.readUInt8(3);
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

function checkHeader(header: Buffer): void {
  if (header.readUInt8(2) !== DEFLATE) throw damaged("gzip with an unknown method");
  const flags = header.readUInt8(3);
  if ((flags & RESERVED) !== 0) throw damaged("gzip with unknown flags");
  const end = header.length - 2;
  if ((flags & FHCRC) !== 0 && header.readUInt16LE(end) !== (crc32(header.subarray(0, end)) & 0xffff))
    throw damaged("a gzip header with a wrong checksum");
}

function damaged(says: string): CompressionFault {
  return new CompressionFault("damaged", says);
}

function cutOff(): CompressionFault {
  return new CompressionFault("cut", "the last gzip member is cut off");
}

/** Bytes that begin no member, after so many. */
function noMember(members: number): CompressionFault {
  return members === 0
    ? new CompressionFault("other", "no gzip member")
    : new CompressionFault("more", "bytes after the last member that are not gzip");
}

/** The fault that zlib tells of (its manual, "inflate": Z_BUF_ERROR is an input that ends); what else was thrown stays what it is. */
function faultOf(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "Z_BUF_ERROR") return cutOff();
  // That of the first member has been looked at.
  if (message === "incorrect header check") return noMember(1);
  if (code?.startsWith("Z_") === true) return new CompressionFault("damaged", `gzip: ${message}`, error);
  return error;
}
