/**
 * Whether a file of delimited text is so regular that every reader cuts it into the same fields: as many in each record as there are
 * columns, quotation marks only around whole fields, newlines alone between records, nothing in doubt.
 */
import { LARGEST_ROW } from "../../../formats/largest-row.ts";
import type { DelimitedFormat } from "../../../formats/file-format.ts";

/** What a regular file holds. */
export interface Regular {
  readonly rows: number;
  /** Newlines. */
  readonly lines: number;
  /** Whether a record goes over several lines. */
  readonly spansLines: boolean;
}

const NEWLINE = 10;
const RETURN = 13;
const MARK = Buffer.from("\ufeff");

/** Where the reading stands. */
const FIELD_START = 0;
const IN_FIELD = 1;
const IN_QUOTES = 2;
/** After a quotation mark that closes a field, or is the first of two. */
const BEHIND_QUOTE = 3;

/** Reads a file to its end, and returns what it holds; undefined as soon as something in it is irregular. */
export async function regularRows(
  chunks: AsyncIterable<Buffer>,
  format: DelimitedFormat,
  columns: number,
): Promise<Regular | undefined> {
  const { csv, headerLines } = format;
  const delimiter = format.delimiter.charCodeAt(0);
  const quote = csv ? format.quote.charCodeAt(0) : -1;
  // One look for each byte inside of a field, in place of four: half of the time is spent there.
  const ends = new Uint8Array(256);
  for (const byte of [NEWLINE, RETURN, delimiter, ...(csv ? [quote] : [])]) ends[byte] = 1;
  let header = headerLines;
  let rows = 0;
  let lines = 0;
  let spansLines = false;
  let state = FIELD_START;
  let fields = 1;
  /** Bytes of the record that came in earlier chunks. */
  let carried = 0;
  let last = Buffer.alloc(0);
  for await (const chunk of chunks) {
    // Of a byte order mark every reader has another opinion, wherever it stands: DuckDB drops one that begins a later field. NUL is text to some and an end to others.
    const seam = Buffer.concat([last, chunk.subarray(0, MARK.length - 1)]);
    if (seam.includes(MARK) || chunk.includes(MARK) || chunk.includes(0)) return undefined;
    last = Buffer.concat([last, chunk.subarray(-(MARK.length - 1))]).subarray(-(MARK.length - 1));
    const { length } = chunk;
    let at = 0;
    for (; header > 0; header -= 1) {
      const end = chunk.indexOf(NEWLINE, at);
      const line = chunk.subarray(at, end === -1 ? length : end);
      // A header that is long, quoted or not whole is not worth the trouble.
      if (end === -1 || line.includes(RETURN) || (csv && line.includes(quote))) return undefined;
      at = end + 1;
      lines += 1;
    }
    let start = at;
    while (at < length) {
      const byte = chunk[at] as number;
      if (state === IN_QUOTES) {
        const close = chunk.indexOf(quote, at);
        const end = close === -1 ? length : close;
        for (
          let line = chunk.indexOf(NEWLINE, at);
          line !== -1 && line < end;
          line = chunk.indexOf(NEWLINE, line + 1)
        ) {
          lines += 1;
          spansLines = true;
        }
        at = end + 1;
        if (close !== -1) state = BEHIND_QUOTE;
      } else if (byte === NEWLINE) {
        if (fields !== columns || (state === FIELD_START && fields === 1)) return undefined;
        if (carried + at - start > LARGEST_ROW) return undefined;
        rows += 1;
        lines += 1;
        fields = 1;
        state = FIELD_START;
        at += 1;
        start = at;
        carried = 0;
      } else if (byte === delimiter) {
        fields += 1;
        state = FIELD_START;
        at += 1;
      } else if (byte === quote) {
        if (state === IN_FIELD) return undefined;
        state = IN_QUOTES;
        at += 1;
      } else {
        if (byte === RETURN || state === BEHIND_QUOTE) return undefined;
        state = IN_FIELD;
        at += 1;
        while (at < length && ends[chunk[at] as number] === 0) at += 1;
      }
    }
    carried += length - start;
  }
  if (header > 0 || state === IN_QUOTES) return undefined;
  const open = carried > 0;
  if (open && (fields !== columns || carried > LARGEST_ROW)) return undefined;
  return { rows: open ? rows + 1 : rows, lines, spansLines };
}
