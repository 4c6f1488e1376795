/**
 * The exact reader of JSON: the bytes of one file as rows. Objects (and arrays, for JSONPaths that begin with an index) stand at the
 * root with nothing but white space between them (Developer Guide, "COPY from JSON format"). Whatever else is there is
 * one error for each stretch of it; after an object that is not JSON, reading goes on where it seems to end.
 */
import { LARGEST_ROW } from "../../../formats/largest-row.ts";
import { endOfBroken } from "../../../formats/broken-json.ts";
import { FileStart } from "../../../formats/file-start.ts";
import { BAD, DONE, JsonScanner, MORE, OPEN, OPEN_LIST } from "../../../formats/json-scanner.ts";
import { invalidJson, invalidPath, tooLarge, type LoadError } from "./load-errors.ts";
import { Members, type ColumnsOfKey } from "./members.ts";
import type { RawValue } from "./raw-value.ts";
import type { BadRow, Rows } from "./rows.ts";

/** Characters of a bad row that are kept for people. */
const EXCERPT = 1024;
/** Characters of garbage that the message shows. */
const SHOWN = 20;
const NEWLINE = 10;

/** What the rows of one file are read for. */
export interface ReaderOptions {
  readonly columns: number;
  readonly columnsOf: ColumnsOfKey;
  /** Whether an array may be a row. */
  readonly arrays: boolean;
  /** IGNOREHEADER: lines at the start that are passed over, whatever they hold. */
  readonly skipLines: number;
}

/** Reads the rows of one file. */
export class RowReader implements Rows {
  readonly values: readonly (RawValue | undefined)[];
  readonly row: RawValue = { kind: "object", bytes: Buffer.alloc(0), start: 0, end: 0, plain: false };
  bad: BadRow | undefined;

  private readonly options: ReaderOptions;
  private readonly scanner = new JsonScanner(Buffer.alloc(0));
  private readonly members: Members;
  private finished = false;
  private readonly start: FileStart;
  /** Whether the stretch of garbage that has been told of goes on. */
  private inGarbage = false;
  /** The line of the byte at `countedTo`. */
  private line = 1;
  private countedTo = 0;

  constructor(options: ReaderOptions) {
    this.options = options;
    this.start = new FileStart(options.skipLines);
    this.members = new Members(this.scanner, options.columns, options.columnsOf);
    this.values = this.members.values;
  }

  push(chunk: Buffer): void {
    const { scanner } = this;
    this.lineAt(scanner.at);
    const rest = scanner.bytes.subarray(scanner.at);
    scanner.bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    scanner.at = 0;
    this.countedTo = 0;
  }

  finish(): void {
    this.finished = true;
  }

  next(): boolean {
    this.bad = undefined;
    const { scanner } = this;
    if (!this.start.pass(scanner, this.finished)) return false;
    const { bytes } = scanner;
    for (;;) {
      while (isSpace(bytes[scanner.at])) scanner.at += 1;
      const byte = bytes[scanner.at];
      if (byte === undefined) return false;
      if (byte === OPEN || (byte === OPEN_LIST && (this.options.arrays || !this.inGarbage))) {
        this.inGarbage = false;
        return this.structure(byte);
      }
      const start = scanner.at;
      const end = endOfGarbage(bytes, start, this.options.arrays);
      // So much of it is wanted for the message.
      if (!this.inGarbage && !this.finished && end - start < SHOWN && end === bytes.length) return false;
      scanner.at = end;
      if (this.inGarbage) continue;
      this.inGarbage = true;
      const text = bytes.toString("utf8", start, Math.min(end, start + SHOWN)).trim();
      return this.reject(start, start, invalidJson(`${JSON.stringify(text)} where an object is expected`, 0));
    }
  }

  /** The last line of the object (Developer Guide, "STL_LOAD_ERRORS", line_number). */
  lineOf(): number {
    return this.lineAt(this.row.end);
  }

  /** The line of an offset that is not before one asked for earlier. */
  private lineAt(offset: number): number {
    const { bytes } = this.scanner;
    let at = bytes.indexOf(NEWLINE, this.countedTo);
    for (; at !== -1 && at < offset; at = bytes.indexOf(NEWLINE, at + 1)) this.line += 1;
    this.countedTo = Math.max(this.countedTo, offset);
    return this.line;
  }

  private structure(open: number): boolean {
    const { scanner, row } = this;
    const { bytes } = scanner;
    const start = scanner.at;
    const status = open === OPEN ? this.members.read() : scanner.value();
    if (status === BAD) return this.broken(start, scanner.at, scanner.what);
    if ((status === DONE ? scanner.at : bytes.length) - start > LARGEST_ROW) {
      scanner.at = status === DONE ? scanner.at : bytes.length;
      return this.reject(start, scanner.at, tooLarge());
    }
    if (status === MORE) {
      scanner.at = start;
      let end = bytes.length;
      while (isSpace(bytes[end - 1])) end -= 1;
      return this.finished && this.broken(start, end, "the file ends inside an object");
    }
    row.kind = open === OPEN ? "object" : "array";
    row.bytes = bytes;
    row.start = start;
    row.end = scanner.at;
    if (open === OPEN || this.options.arrays) return true;
    return this.reject(start, scanner.at, invalidPath("Member is not an object."));
  }

  /** An object that is not JSON: one error, and reading goes on after it. */
  private broken(start: number, fault: number, what: string): boolean {
    const { scanner } = this;
    const { bytes } = scanner;
    const end = endOfBroken(bytes, start, fault, this.finished);
    if (end === undefined && bytes.length - start <= LARGEST_ROW) {
      scanner.at = start;
      return false;
    }
    scanner.at = end ?? bytes.length;
    // A fault on the first byte of the next row lies on the line before: there something is missing.
    const at = fault === end && bytes[fault - 1] === NEWLINE ? fault - 1 : fault;
    return this.reject(start, at, invalidJson(what, fault - start));
  }

  private reject(start: number, at: number, error: LoadError): true {
    const { bytes } = this.scanner;
    const excerpt = bytes.toString("utf8", start, Math.min(bytes.length, start + EXCERPT));
    this.bad = { line: this.lineAt(at), error, excerpt };
    return true;
  }
}

/** Garbage goes on to the next structure that may be a row. */
function endOfGarbage(bytes: Buffer, start: number, arrays: boolean): number {
  const object = bytes.indexOf(OPEN, start);
  const list = arrays ? bytes.indexOf(OPEN_LIST, start) : -1;
  const ends = [object, list].filter((end) => end !== -1);
  return ends.length === 0 ? bytes.length : Math.min(...ends);
}

/** White space as C's isspace() has it. */
function isSpace(byte: number | undefined): boolean {
  return byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13);
}
