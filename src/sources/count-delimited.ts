/** Counts the records of CSV or delimited text, and what is not a record, as the reader of the local warehouse tells them apart. */
import { LARGEST_ROW } from "../formats/largest-row.ts";
import { DelimitedScanner } from "../formats/delimited-scanner.ts";
import type { DelimitedFormat } from "../formats/file-format.ts";
import { FileStart } from "../formats/file-start.ts";
import { HeldBack } from "./held-back.ts";
import type { RowCount, RowCounter } from "./row-counter.ts";

const NEWLINE = 10;
const BACKSLASH = 92;

/** Counts them, however the file is cut into chunks. */
export class DelimitedRows implements RowCounter {
  private readonly format: DelimitedFormat;
  private readonly scanner: DelimitedScanner;
  private readonly held: HeldBack;
  private readonly start: FileStart;
  private rows = 0;
  private whole = true;
  /** Whether the first row has been reached. */
  private started = false;
  /** Quotation marks in the header. */
  private quotes = 0;

  constructor(format: DelimitedFormat) {
    this.format = format;
    this.scanner = new DelimitedScanner(format);
    this.held = new HeldBack(this.scanner);
    this.start = new FileStart(format.headerLines);
  }

  push(chunk: Buffer): void {
    // To some readers it is text, to others an end.
    if (chunk.includes(0)) this.whole = false;
    if (this.held.push(chunk)) this.read();
  }

  finish(): RowCount {
    this.held.giveAll();
    this.scanner.finished = true;
    this.read();
    const { started, whole, start, format, quotes } = this;
    // A header that is not there, or whose last field goes on in the first row.
    const isHeaded = started && (!format.csv || quotes % 2 === 0);
    return { rows: this.rows, whole: whole && isHeaded && !start.hasMark };
  }

  private read(): void {
    const { scanner, format } = this;
    if (!this.started && !this.passStart()) return;
    for (;;) {
      const step = scanner.next();
      if (step === "end") return;
      const isShort = scanner.bytes.length - scanner.start <= LARGEST_ROW;
      if (step === "more" && isShort) return this.held.wait();
      if (step === "record") {
        if (scanner.end - scanner.start > LARGEST_ROW) this.whole = false;
        if (scanner.isBlank) {
          // A carriage return makes an empty line one of which the guide says nothing.
          if (!format.ignoreBlankLines || scanner.bytes[scanner.end] !== NEWLINE) this.whole = false;
          if (format.ignoreBlankLines) continue;
        }
      } else {
        this.whole = false;
        if (!scanner.passLine()) {
          if (isShort) return this.held.wait();
          scanner.at = scanner.bytes.length;
        }
      }
      this.rows += 1;
    }
  }

  private passStart(): boolean {
    const { scanner, format } = this;
    const from = scanner.at;
    this.started = this.start.pass(scanner, scanner.finished);
    const quote = format.quote.charCodeAt(0);
    for (const byte of scanner.bytes.subarray(from, scanner.at)) {
      if (byte === quote) this.quotes += 1;
      if (byte === BACKSLASH && format.escape) this.whole = false;
    }
    return this.started;
  }
}
