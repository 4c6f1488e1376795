/**
 * The exact reader: the bytes of one object of the store as rows. White space alone stands between root objects; whatever else is
 * there is one error for each stretch of it. Reading goes on behind an error: with the next line.
 */
import { parseObject, type Member } from "./json-object.ts";
import { invalidJson, type LoadError } from "./load-errors.ts";

/** Redshift's limit for one JSON object (Developer Guide, "COPY from JSON format"). */
const LARGEST = 4 * 1024 * 1024;

export interface RawRow {
  /** Valid until the next row is asked for. */
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly members: readonly Member[];
  /** The last line of the object, from 1. */
  readonly line: number;
}

export interface BadRow {
  readonly line: number;
  readonly error: LoadError;
  /** What stands there, for people. */
  readonly excerpt: string;
}

const NEWLINE = 10;
const OPEN = 123;

/** Reads rows from chunks of decompressed bytes. `skipLines` lines at the start are passed over (IGNOREHEADER). */
export async function* readRows(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  skipLines: number,
): AsyncGenerator<RawRow | BadRow> {
  let buffer: Buffer = Buffer.alloc(0);
  let at = 0;
  let line = 1;
  let skip = skipLines;
  let first = true;

  /** Everything that is complete in the buffer; at the end of the input, everything. */
  function* drain(end: boolean): Generator<RawRow | BadRow> {
    while (skip > 0) {
      const newline = buffer.indexOf(NEWLINE, at);
      if (newline === -1) return;
      at = newline + 1;
      line += 1;
      skip -= 1;
    }
    for (;;) {
      while (at < buffer.length && isSpace(buffer[at] as number)) {
        if (buffer[at] === NEWLINE) line += 1;
        at += 1;
      }
      if (at >= buffer.length) return;
      if (buffer[at] !== OPEN) {
        const stop = endOfGarbage(buffer, at);
        if (stop === -1 && !end) return;
        yield garbage(at, stop === -1 ? buffer.length : stop);
        continue;
      }
      const parsed = parseObject(buffer, at);
      if (parsed.kind === "object") {
        const start = at;
        line += countNewlines(buffer, start, parsed.end);
        at = parsed.end;
        if (at - start > LARGEST)
          yield { line, error: invalidJson("an object of more than 4 MB", 0), excerpt: excerptOf(start) };
        else yield { bytes: buffer, start, end: at, members: parsed.members, line };
      } else if (parsed.kind === "error") {
        yield broken(parsed.what, parsed.at);
      } else if (end) {
        yield broken("the file ends inside an object", endOfText(buffer));
      } else {
        // An object beyond the limit is an error long before it is complete; the rest of it is not kept.
        if (buffer.length - at > LARGEST * 2) yield broken("an object of more than 4 MB", buffer.length);
        return;
      }
    }
  }

  const garbage = (start: number, stop: number): BadRow => {
    const bad: BadRow = {
      line,
      error: invalidJson(
        `${JSON.stringify(buffer.toString("utf8", start, Math.min(stop, start + 20)).trim())} where an object is expected`,
        0,
      ),
      excerpt: excerptOf(start),
    };
    at = stop;
    return bad;
  };
  /** An object that is no JSON: reading goes on with the line behind the fault, or on its line if the fault begins that. */
  const broken = (what: string, fault: number): BadRow => {
    const start = at;
    const lineStart = buffer.lastIndexOf(NEWLINE, fault - 1) + 1;
    const beginsLine =
      lineStart > start && buffer.subarray(lineStart, fault).every(isSpace) && buffer[fault] === OPEN;
    const newline = buffer.indexOf(NEWLINE, fault);
    const stop = beginsLine ? lineStart : newline === -1 ? buffer.length : newline;
    const faultLine =
      line + countNewlines(buffer, start, Math.min(beginsLine ? lineStart - 1 : fault, buffer.length));
    line += countNewlines(buffer, start, stop);
    at = stop;
    return { line: faultLine, error: invalidJson(what, fault - start), excerpt: excerptOf(start) };
  };
  const excerptOf = (start: number): string =>
    buffer.toString("utf8", start, Math.min(buffer.length, start + 1024));

  for await (const chunk of chunks) {
    const own = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    buffer = at >= buffer.length ? own : Buffer.concat([buffer.subarray(at), own]);
    at = 0;
    if (first && buffer.length >= 3) {
      // A byte order mark is no data.
      if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) at = 3;
      first = false;
    }
    yield* drain(false);
  }
  // One blank at the end, so that a number or word there is seen to be complete.
  buffer = Buffer.concat([buffer.subarray(at), Buffer.from(" ")]);
  at = 0;
  yield* drain(true);
}

/** Behind the last byte that is no white space: blank lines at the end of a file are nobody's. */
function endOfText(buffer: Buffer): number {
  let end = buffer.length;
  while (end > 0 && isSpace(buffer[end - 1] as number)) end -= 1;
  return end;
}

/** Garbage ends before the next object, or at the end of its line. */
function endOfGarbage(buffer: Buffer, start: number): number {
  for (let at = start; at < buffer.length; at += 1)
    if (buffer[at] === OPEN || buffer[at] === NEWLINE) return at;
  return -1;
}

function countNewlines(buffer: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = buffer.indexOf(NEWLINE, start); at !== -1 && at < end; at = buffer.indexOf(NEWLINE, at + 1))
    count += 1;
  return count;
}

function isSpace(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 13 || byte === NEWLINE;
}
