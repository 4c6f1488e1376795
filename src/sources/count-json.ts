/** Counts the rows of JSON: objects at the root, and what lies between them and is not one, as the reader of the local warehouse tells them apart. */
import { LARGEST_ROW } from "../formats/largest-row.ts";
import { endOfBroken } from "../formats/broken-json.ts";
import { FileStart } from "../formats/file-start.ts";
import { BAD, DONE, JsonScanner, OPEN, OPEN_LIST } from "../formats/json-scanner.ts";
import { HeldBack } from "./held-back.ts";
import type { RowCount, RowCounter } from "./row-counter.ts";

/** Counts them, however the file is cut into chunks. */
export class JsonRows implements RowCounter {
  private readonly scanner = new JsonScanner(Buffer.alloc(0));
  private readonly held = new HeldBack(this.scanner);
  private readonly start = new FileStart(0);
  private rows = 0;
  private whole = true;
  /** Whether a stretch that is not JSON, and has been counted, goes on. */
  private inGarbage = false;

  push(chunk: Buffer): void {
    if (this.held.push(chunk)) this.read(false);
  }

  finish(): RowCount {
    this.held.giveAll();
    this.read(true);
    return { rows: this.rows, whole: this.whole && !this.start.hasMark };
  }

  private read(finished: boolean): void {
    const { scanner } = this;
    if (!this.start.pass(scanner, finished)) return;
    const { bytes } = scanner;
    for (;;) {
      for (let byte = bytes[scanner.at]; isSpace(byte); byte = bytes[(scanner.at += 1)])
        if (byte === 11 || byte === 12) this.whole = false;
      const byte = bytes[scanner.at];
      if (byte === undefined) return;
      if (byte === OPEN || (byte === OPEN_LIST && !this.inGarbage)) {
        if (!this.structure(finished)) return;
        this.inGarbage = false;
        this.rows += 1;
      } else {
        const next = bytes.indexOf(OPEN, scanner.at);
        scanner.at = next === -1 ? bytes.length : next;
        this.whole = false;
        if (!this.inGarbage) this.rows += 1;
        this.inGarbage = true;
      }
    }
  }

  /** Goes over one object or array, also one that is not one; false when more has to come first. */
  private structure(finished: boolean): boolean {
    const { scanner } = this;
    const { bytes } = scanner;
    const start = scanner.at;
    const isObject = bytes[start] === OPEN;
    const status = scanner.value();
    const isShort = (status === DONE ? scanner.at : bytes.length) - start <= LARGEST_ROW;
    if (status === DONE) {
      if (!isObject || !isShort) this.whole = false;
      return true;
    }
    const fault = status === BAD ? scanner.at : bytes.length;
    const end = status === BAD || finished ? endOfBroken(bytes, start, fault, finished) : undefined;
    if (end === undefined && isShort) {
      scanner.at = start;
      this.held.wait();
      return false;
    }
    this.whole = false;
    scanner.at = end ?? bytes.length;
    return true;
  }
}

/** White space as C's isspace() has it. */
function isSpace(byte: number | undefined): boolean {
  return byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13);
}
