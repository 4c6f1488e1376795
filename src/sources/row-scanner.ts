/** Finds the rows that stand in an array, or in one below a key: a JSON file value by value, with no more of it in memory than one of them. */
import { LARGEST_ROW } from "../formats/largest-row.ts";
import {
  BAD,
  CLOSE,
  CLOSE_LIST,
  COMMA,
  DONE,
  JsonScanner,
  MORE,
  OPEN,
  OPEN_LIST,
  QUOTE,
  type Status,
} from "../formats/json-scanner.ts";
import type { JsonWrapper } from "../formats/json-wrapper.ts";
import { countNewlines } from "../formats/newlines.ts";

const NEWLINE = 10;

/** A row as one line. */
export interface UnpackedRow {
  /** Without newlines: those between its values are blanks. */
  readonly bytes: Buffer;
  /** The line of the file on which it ends, from 1. */
  readonly line: number;
}

/** What is expected next: a value at the root, an element, what follows one, or what follows a value of the object around the array. */
type Place = "root" | "first" | "element" | "behind" | "member";

/** Goes over a file in windows: give it bytes, take rows, until it says MORE or BAD. */
export class RowScanner {
  place: Place = "root";
  /** What is wrong, after BAD. */
  what = "";
  /** The line of what was not taken yet. */
  line = 1;
  private readonly scanner = new JsonScanner(Buffer.alloc(0));
  private readonly key: string | undefined;
  /** Where what was not taken yet begins. */
  private mark = 0;
  /** Whether what a step went over is a row. */
  private isRow = false;

  constructor({ key }: JsonWrapper) {
    this.key = key;
  }

  /** What was given and not taken. */
  get rest(): Buffer {
    return this.scanner.bytes.subarray(this.mark);
  }

  /** Gives what was not taken, and what follows it. */
  give(bytes: Buffer): void {
    this.scanner.bytes = bytes;
    this.mark = 0;
  }

  /** Goes one step, and adds the row that it ends, if one. After MORE the step begins again with more bytes. */
  step(rows: UnpackedRow[]): Status {
    const { scanner, place } = this;
    scanner.at = this.mark;
    const blank = scanner.space();
    this.advance();
    if (blank === MORE) return MORE;
    this.isRow = false;
    let status = this.take();
    const length = (status === MORE ? scanner.bytes.length : scanner.at) - this.mark;
    if (length > LARGEST_ROW) {
      this.what = "a value of more than 4 MB, and COPY accepts no row of this size";
      status = BAD;
    }
    if (status === MORE) {
      this.place = place;
      return MORE;
    }
    const bytes = scanner.bytes.subarray(this.mark, scanner.at);
    const newlines = this.advance();
    if (status === BAD) this.what ||= scanner.what;
    else if (this.isRow) rows.push({ bytes: newlines === 0 ? bytes : onOneLine(bytes), line: this.line });
    return status;
  }

  /** Takes what the scanner has gone over, and returns the newlines in it. */
  private advance(): number {
    const { bytes, at } = this.scanner;
    const newlines = countNewlines(bytes, this.mark, at);
    this.line += newlines;
    this.mark = at;
    return newlines;
  }

  /** What begins at the scanner's place; sets what is expected after it. */
  private take(): Status {
    const { scanner } = this;
    const byte = scanner.bytes[scanner.at];
    switch (this.place) {
      case "root":
        if (this.key === undefined && byte === OPEN_LIST) return this.pass("first");
        return this.key !== undefined && byte === OPEN ? this.object() : this.row("root");
      case "first":
        return byte === CLOSE_LIST ? this.leaveArray() : this.row("behind");
      case "element":
        return this.row("behind");
      case "behind":
        if (byte === COMMA) return this.pass("element");
        return byte === CLOSE_LIST ? this.leaveArray() : scanner.unexpected("a comma or a closing bracket");
      case "member":
        if (byte === CLOSE) return this.pass("root");
        if (byte !== COMMA) return scanner.unexpected("a comma or a closing brace");
        scanner.at += 1;
        return this.member();
    }
  }

  /** An object at the root: that around the array, up to its bracket, or else a row, to its end. */
  private object(): Status {
    const { scanner } = this;
    scanner.at += 1;
    if (scanner.space() === MORE) return MORE;
    this.isRow = true;
    if (scanner.bytes[scanner.at] === CLOSE) return this.pass("root");
    for (;;) {
      const status = this.member();
      if (status !== DONE) return status;
      this.isRow = this.place !== "first";
      if (!this.isRow) return DONE;
      if (scanner.space() === MORE) return MORE;
      const byte = scanner.bytes[scanner.at];
      if (byte === CLOSE) return this.pass("root");
      if (byte !== COMMA) return scanner.unexpected("a comma or a closing brace");
      scanner.at += 1;
    }
  }

  /** A key and its value, which is passed over unless it is the array. */
  private member(): Status {
    const { scanner, key = "" } = this;
    if (scanner.space() === MORE) return MORE;
    const start = scanner.at;
    if (scanner.bytes[start] !== QUOTE) return scanner.unexpected("a key in double quotes");
    let status = scanner.string();
    if (status !== DONE) return status;
    const name = scanner.bytes.toString("utf8", start, scanner.at);
    status = scanner.colon();
    if (status !== DONE) return status;
    if (scanner.bytes[scanner.at] === OPEN_LIST && JSON.parse(name) === key) return this.pass("first");
    this.place = "member";
    return scanner.value();
  }

  private leaveArray(): Status {
    return this.pass(this.key === undefined ? "root" : "member");
  }

  /** Goes over one byte. */
  private pass(to: Place): Status {
    this.scanner.at += 1;
    this.place = to;
    return DONE;
  }

  /** Goes over an object, which is a row. Only COPY knows how many rows it makes of what is not one. */
  private row(then: Place): Status {
    const { scanner } = this;
    if (scanner.bytes[scanner.at] !== OPEN) return scanner.unexpected("an object");
    this.isRow = true;
    this.place = then;
    return scanner.value();
  }
}

/** Between the values of a row newlines are nothing but white space, and in its strings there are none. */
function onOneLine(bytes: Buffer): Buffer {
  if (!bytes.includes(NEWLINE)) return bytes;
  return Buffer.from(bytes.map((byte) => (byte === NEWLINE ? 32 : byte)));
}
