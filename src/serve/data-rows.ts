/** DataRow messages, many in one piece of memory: what a server does most. */

/** Bytes of one piece; a row that is longer has one of its own. */
const PIECE = 64 * 1024;
/** Up to so many UTF-16 units it is faster to write a text unit by unit than to call for it. */
const SHORT = 24;

/** A row: the values, texts or bytes as they are to go out. */
export type SentRow = readonly (string | Buffer | null)[];

/** Yields messages of all rows, one after the other, in pieces; a null is the length -1. */
export function* dataRows(rows: Iterable<SentRow>): Generator<Buffer> {
  let piece = Buffer.allocUnsafe(PIECE);
  let end = 0;
  for (const row of rows) {
    const most = longest(row);
    if (end > 0 && end + most > piece.length) {
      yield piece.subarray(0, end);
      end = 0;
      piece = Buffer.allocUnsafe(Math.max(PIECE, most));
    } else if (most > piece.length) piece = Buffer.allocUnsafe(most);
    end = writeRow(piece, end, row);
  }
  if (end > 0) yield piece.subarray(0, end);
}

/** The most bytes that its message may have: three for a UTF-16 unit. */
function longest(row: SentRow): number {
  let most = 7;
  for (const value of row)
    most += 4 + (value === null ? 0 : typeof value === "string" ? 3 * value.length : value.length);
  return most;
}

function writeRow(piece: Buffer, start: number, row: SentRow): number {
  piece[start] = 0x44; // D
  let at = piece.writeInt16BE(row.length, start + 5);
  for (const value of row) {
    if (value === null) {
      at = piece.writeInt32BE(-1, at);
      continue;
    }
    const behind =
      typeof value === "string" ? writeText(piece, at + 4, value) : at + 4 + value.copy(piece, at + 4);
    piece.writeInt32BE(behind - at - 4, at);
    at = behind;
  }
  piece.writeInt32BE(at - start - 1, start + 1);
  return at;
}

/** Returns where it ends. */
function writeText(piece: Buffer, start: number, text: string): number {
  if (text.length > SHORT) return start + piece.write(text, start, "utf8");
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 127) return start + piece.write(text, start, "utf8");
    piece[start + at] = unit;
  }
  return start + text.length;
}
