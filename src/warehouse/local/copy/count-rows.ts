/** Counts the lines of a file that hold something. */
const NEWLINE = 10;

/** Returns the number of lines with more than white space in them; the last one needs no newline. */
export async function countRows(chunks: AsyncIterable<Buffer>): Promise<number> {
  let rows = 0;
  /** Whether the line so far is blank. */
  let blank = true;
  for await (const chunk of chunks) {
    let at = 0;
    while (at < chunk.length) {
      if (blank) {
        while (at < chunk.length && isBlank(chunk[at] as number)) at += 1;
        if (at === chunk.length) break;
        blank = false;
        rows += 1;
      }
      const newline = chunk.indexOf(NEWLINE, at);
      if (newline === -1) break;
      at = newline + 1;
      blank = true;
    }
  }
  return rows;
}

/** White space as C's isspace() has it; a newline too, since an empty line is no row. */
function isBlank(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}
