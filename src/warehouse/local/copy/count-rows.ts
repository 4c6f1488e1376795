/** Counts the lines of a file, and those that hold something. */
const NEWLINE = 10;

/** What a file of one object a line holds. */
export interface RowCount {
  /** Lines with more than white space in them; the last one needs no newline. */
  readonly rows: number;
  /** Newlines. */
  readonly lines: number;
}

/** Returns how many rows and how many lines there are. */
export async function countRows(chunks: AsyncIterable<Buffer>): Promise<RowCount> {
  let rows = 0;
  let lines = 0;
  /** Whether the line so far is blank. */
  let blank = true;
  for await (const chunk of chunks) {
    let at = 0;
    while (at < chunk.length) {
      if (blank) {
        for (; at < chunk.length && isBlank(chunk[at] as number); at += 1) {
          if (chunk[at] === NEWLINE) lines += 1;
        }
        if (at === chunk.length) break;
        blank = false;
        rows += 1;
      }
      const newline = chunk.indexOf(NEWLINE, at);
      if (newline === -1) break;
      lines += 1;
      at = newline + 1;
      blank = true;
    }
  }
  return { rows, lines };
}

/** White space as C's isspace() has it; a newline too, since an empty line is not a row. */
function isBlank(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}
