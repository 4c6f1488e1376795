/**
 * Looks through the bytes of a file for whatever DuckDB's JSON reader takes otherwise than Redshift does, as fast as JavaScript
 * can: searches of whole blocks, no loop over bytes.
 */
import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";

/** Redshift's limit for one JSON object. */
const LARGEST = 4 * 1024 * 1024;
const BLOCK = 4 << 20;
const NEWLINE = 10;

/** What is known of a file that is not in doubt: one object on every line that is not blank. */
export interface Scanned {
  readonly rows: number;
}

/**
 * Scans one file. Undefined when it is in doubt: bytes that are no UTF-8, a NUL, a line over 4 MB, a comma before a closing
 * bracket (which DuckDB allows), or a line whose object has other keys.
 * @param keys of every object, in order, for COPYs that must know the spelling of each
 */
export async function scanFile(
  path: string,
  gzip: boolean,
  keys: readonly string[] | undefined,
): Promise<Scanned | undefined> {
  const file = createReadStream(path, { highWaterMark: BLOCK });
  const source: AsyncIterable<Buffer> = gzip ? file.pipe(createGunzip({ chunkSize: 1 << 20 })) : file;
  const quoted = keys?.map((key) => `${JSON.stringify(key)}:`);
  let rest: Buffer = Buffer.alloc(0);
  let rows = 0;
  try {
    for await (const chunk of source) {
      const last = chunk.lastIndexOf(NEWLINE);
      if (last === -1) {
        rest = Buffer.concat([rest, chunk]);
        if (rest.length > LARGEST) return undefined;
        continue;
      }
      const block = Buffer.concat([rest, chunk.subarray(0, last + 1)]);
      rest = chunk.subarray(last + 1);
      const found = scanBlock(block, quoted);
      if (found === undefined) return undefined;
      rows += found;
    }
    if (rest.length > 0) {
      const found = scanBlock(Buffer.concat([rest, Buffer.from("\n")]), quoted);
      if (found === undefined) return undefined;
      rows += found;
    }
  } catch {
    // A file that cannot be read or unpacked is for the exact way, which says what is wrong with it.
    return undefined;
  } finally {
    file.destroy();
  }
  return { rows };
}

/** The rows of a block of whole lines; undefined when it is in doubt. */
function scanBlock(block: Buffer, keys: readonly string[] | undefined): number | undefined {
  if (!isUtf8(block) || block.includes("\\u0000") || block.includes(0)) return undefined;
  if (block[0] === 0xef && block[1] === 0xbb) return undefined;
  if (hasTrailingComma(block)) return undefined;
  const text = keys === undefined ? "" : block.toString("latin1");
  let rows = 0;
  let start = 0;
  for (let end = block.indexOf(NEWLINE); end !== -1; end = block.indexOf(NEWLINE, start)) {
    if (end - start > LARGEST) return undefined;
    if (end > start && !isBlank(block, start, end)) {
      rows += 1;
      if (keys !== undefined && !hasKeys(text, start, end, keys)) return undefined;
    }
    start = end + 1;
  }
  return rows;
}

/** Whether a comma stands before a closing bracket; in a text it may, and then the file is read exactly for nothing. */
function hasTrailingComma(block: Buffer): boolean {
  for (const close of [125, 93]) {
    for (let at = block.indexOf(close); at !== -1; at = block.indexOf(close, at + 1)) {
      let before = at - 1;
      while (before >= 0 && (block[before] === 32 || block[before] === 9 || block[before] === 13))
        before -= 1;
      if (block[before] === 44) return true;
    }
  }
  return false;
}

function isBlank(block: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1)
    if (block[at] !== 32 && block[at] !== 13 && block[at] !== 9) return false;
  return true;
}

/**
 * Whether the object on a line has exactly these keys, in this order and spelling. What ends in `":` is a key, or looks like
 * one in a text, and then the line is in doubt.
 * @param keys with their quotes and colon, as in `"artist":`
 */
function hasKeys(text: string, start: number, end: number, keys: readonly string[]): boolean {
  let at = start;
  for (const key of keys) {
    const found = text.indexOf('":', at) + 2;
    if (found === 1 || found > end || !text.startsWith(key, found - key.length)) return false;
    at = found;
  }
  const more = text.indexOf('":', at);
  return more === -1 || more >= end;
}
