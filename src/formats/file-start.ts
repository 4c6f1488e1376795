/** What stands before the first row of a file: a byte order mark, and the lines of IGNOREHEADER. */

const NEWLINE = 10;

/** Where a scanner reads, and what it has to read from. */
interface Reading {
  readonly bytes: Uint8Array;
  at: number;
}

/** Passes over it, however the file is cut into chunks. */
export class FileStart {
  /** Whether a byte order mark was there. */
  hasMark = false;
  private started = false;
  private linesToSkip: number;

  /** @param lines of IGNOREHEADER */
  constructor(lines: number) {
    this.linesToSkip = lines;
  }

  /**
   * Moves the scanner after it, and returns whether it is there; false while some of it has not come yet.
   * @param finished whether nothing more comes
   */
  pass(scanner: Reading, finished: boolean): boolean {
    const { bytes } = scanner;
    if (!this.started) {
      if (bytes.length < 3 && !finished) return false;
      this.hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
      if (this.hasMark) scanner.at = 3;
      this.started = true;
    }
    while (this.linesToSkip > 0) {
      const newline = bytes.indexOf(NEWLINE, scanner.at);
      scanner.at = newline === -1 ? bytes.length : newline + 1;
      if (newline === -1) return false;
      this.linesToSkip -= 1;
    }
    return true;
  }
}
