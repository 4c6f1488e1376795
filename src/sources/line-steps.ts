/** The lines on which the rows of a file end, in order, in two bytes for each change of the way from one to the next. */

const MOST = 255;
const FIRST_BYTES = 1024;

/** A list of lines that only grows and never goes back. Rows of the same height, or all on one line, take next to nothing. */
export class LineSteps {
  /** Pairs: how many lines further, and for how many rows; no row is a step that goes on. */
  private pairs = Buffer.alloc(FIRST_BYTES);
  private length = 0;
  private last: number;
  private readonly before: number;

  /** @param before the line from which the first step is counted */
  constructor(before: number) {
    this.before = before;
    this.last = before;
  }

  /** Adds the line of the next row. */
  push(line: number): void {
    let step = line - this.last;
    this.last = line;
    for (; step > MOST; step -= MOST) this.append(MOST, 0);
    const at = this.length - 2;
    const rows = this.pairs[at + 1] ?? 0;
    if (at >= 0 && this.pairs[at] === step && rows > 0 && rows < MOST) this.pairs[at + 1] = rows + 1;
    else this.append(step, 1);
  }

  /** Returns the line of a row, from 1; that of the last one where there are not so many. */
  lineOf(row: number): number {
    let line = this.before;
    let left = row;
    for (let at = 0; at < this.length && left > 0; at += 2) {
      const step = this.pairs[at] as number;
      const rows = this.pairs[at + 1] as number;
      line += step * (rows === 0 ? 1 : Math.min(rows, left));
      left -= rows;
    }
    return line;
  }

  private append(step: number, rows: number): void {
    if (this.length === this.pairs.length)
      this.pairs = Buffer.concat([this.pairs, Buffer.alloc(this.pairs.length)]);
    this.pairs[this.length] = step;
    this.pairs[this.length + 1] = rows;
    this.length += 2;
  }
}
