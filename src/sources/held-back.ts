/** Bytes of a file that a scanner has not come to the end of: they are joined once there are twice as many, and not with every chunk. */

/** What reads them. */
interface Scanner {
  bytes: Buffer;
  at: number;
}

/** Gives a scanner its bytes, in time that grows with the file and no faster. */
export class HeldBack {
  private readonly scanner: Scanner;
  private waiting: Buffer[] = [];
  private length = 0;
  private wanted = 0;

  constructor(scanner: Scanner) {
    this.scanner = scanner;
  }

  /** Takes a chunk, and returns whether the scanner has enough to go on. */
  push(chunk: Buffer): boolean {
    this.waiting.push(chunk);
    this.length += chunk.length;
    if (this.length < this.wanted) return false;
    this.giveAll();
    return true;
  }

  /** Gives the scanner all that there is, after what it has left. */
  giveAll(): void {
    const { scanner } = this;
    const rest = scanner.bytes.subarray(scanner.at);
    const [only] = this.waiting;
    const isOne = rest.length === 0 && this.waiting.length === 1 && only !== undefined;
    scanner.bytes = isOne ? only : Buffer.concat([rest, ...this.waiting]);
    scanner.at = 0;
    this.waiting = [];
    this.length = 0;
    this.wanted = 0;
  }

  /** Goes on no sooner than when as many bytes have come as the scanner has left. */
  wait(): void {
    this.wanted = this.scanner.bytes.length - this.scanner.at;
  }
}
