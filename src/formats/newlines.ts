/** Newlines, of which every line of a file has one, but perhaps the last. */

const NEWLINE = 10;

/** Returns the number of newlines in bytes, or in those from `start` to `end`. */
export function countNewlines(bytes: Buffer, start = 0, end = bytes.length): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE, start); at !== -1 && at < end; at = bytes.indexOf(NEWLINE, at + 1))
    lines += 1;
  return lines;
}
