/**
 * The rows of what a COPY reads, with the values of some columns and the lines on which they stand. It is for files that a COPY has taken:
 * what is no row it passes over, since the COPY has told of it.
 */
import { LARGEST_ROW } from "../formats/largest-row.ts";
import { DelimitedScanner } from "../formats/delimited-scanner.ts";
import type { DelimitedFormat, FileFormat } from "../formats/file-format.ts";
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
} from "../formats/json-scanner.ts";
import { countNewlines } from "../formats/newlines.ts";

/** One step of a path into a row of JSON: a key, or a place in a list. */
type PathStep = string | number;

/** How a COPY finds the values of columns in the rows of its files. */
export interface RowLayout {
  readonly format: FileFormat;
  /** Where in a row of JSON the value of each column stands. */
  readonly pathOf: (column: string) => readonly PathStep[] | undefined;
  /** Whether keys at the root of a row are matched in whatever case. */
  readonly ignoreCase: boolean;
  /** Whether a list of JSON may be a row. */
  readonly lists: boolean;
}

/** Valid until the next one is asked for. */
export interface RowPlace {
  /** As it stands in the file, without escapes; undefined for null and for what is not there. */
  valueOf(column: string): string | undefined;
  /** From 1, as load errors count: of JSON the last line of the row, of text the one on which the field begins. */
  lineOf(column: string): number;
}

/** Takes bytes, and gives the rows that are whole. */
interface Rows {
  push(chunk: Buffer): void;
  rows(finished: boolean): Generator<RowPlace>;
}

const NEWLINE = 10;
const NOTHING = Buffer.alloc(0);

/** Gives the rows, in memory that does not grow with them; none of Parquet. @param chunks plain bytes */
export async function* rowPlaces(chunks: AsyncIterable<Buffer>, layout: RowLayout): AsyncGenerator<RowPlace> {
  const { format } = layout;
  if (format.kind === "parquet") return;
  const reader: Rows = format.kind === "json" ? new JsonRows(layout) : new DelimitedRows(format);
  for await (const chunk of chunks) {
    reader.push(chunk);
    yield* reader.rows(false);
  }
  yield* reader.rows(true);
}

/** What is left of the bytes, and the chunk. */
function joined({ bytes, at }: { readonly bytes: Buffer; readonly at: number }, chunk: Buffer): Buffer {
  return at >= bytes.length ? chunk : Buffer.concat([bytes.subarray(at), chunk]);
}

class JsonRows implements Rows {
  private readonly layout: RowLayout;
  private readonly scanner = new JsonScanner(NOTHING);
  /** The line of the byte at `countedTo`. */
  private line = 1;
  private countedTo = 0;

  constructor(layout: RowLayout) {
    this.layout = layout;
  }

  push(chunk: Buffer): void {
    const { scanner } = this;
    this.lineAt(scanner.at);
    scanner.bytes = joined(scanner, chunk);
    scanner.at = 0;
    this.countedTo = 0;
  }

  *rows(finished: boolean): Generator<RowPlace> {
    const { scanner } = this;
    const { bytes } = scanner;
    while (scanner.space() !== MORE) {
      const start = scanner.at;
      const open = bytes[start];
      if (open !== OPEN && open !== OPEN_LIST) {
        const next = bytes.indexOf(OPEN, start);
        scanner.at = next === -1 ? bytes.length : next;
        continue;
      }
      const status = scanner.value();
      if (status === DONE && open === OPEN_LIST && !this.layout.lists) continue;
      if (status === DONE) {
        const end = scanner.at;
        yield { valueOf: (column) => this.valueOf(start, column), lineOf: () => this.lineAt(end) };
        scanner.at = end;
        continue;
      }
      // What is no JSON the COPY passes over too, and goes on with a line below.
      const next = status === BAD ? bytes.indexOf(NEWLINE, scanner.at) : -1;
      if (next === -1 && !finished && bytes.length - start <= LARGEST_ROW) {
        scanner.at = start;
        return;
      }
      scanner.at = next === -1 ? bytes.length : next;
    }
  }

  private lineAt(offset: number): number {
    this.line += countNewlines(this.scanner.bytes, this.countedTo, offset);
    this.countedTo = offset;
    return this.line;
  }

  private valueOf(start: number, column: string): string | undefined {
    const { pathOf, ignoreCase } = this.layout;
    const path = pathOf(column);
    if (path === undefined) return undefined;
    const scanner = new JsonScanner(this.scanner.bytes, start);
    for (const [depth, step] of path.entries())
      if (!enter(scanner, step, ignoreCase && depth === 0)) return undefined;
    return textHere(scanner);
  }
}

/** Goes to the value behind a step: of keys that are there twice the first counts, as in the COPY of the local warehouse. False where there is none. */
function enter(scanner: JsonScanner, step: PathStep, ignoreCase: boolean): boolean {
  const { bytes } = scanner;
  const isList = typeof step === "number";
  if (bytes[scanner.at] !== (isList ? OPEN_LIST : OPEN)) return false;
  scanner.at += 1;
  scanner.space();
  if (bytes[scanner.at] === (isList ? CLOSE_LIST : CLOSE)) return false;
  for (let place = 0; ; place += 1) {
    if (isList ? place === step : isKey(scanner, step, ignoreCase)) return true;
    scanner.value();
    scanner.space();
    if (bytes[scanner.at] !== COMMA) return false;
    scanner.at += 1;
    scanner.space();
  }
}

/** Goes over a key to its value, and says whether it is the one. */
function isKey(scanner: JsonScanner, wanted: string, ignoreCase: boolean): boolean {
  const start = scanner.at;
  scanner.string();
  const key = stringOf(scanner, start);
  scanner.colon();
  return key === wanted || (ignoreCase && key.toLowerCase() === wanted.toLowerCase());
}

/** The text of the value here: of a string without its escapes, of all else as it stands. */
function textHere(scanner: JsonScanner): string | undefined {
  const start = scanner.at;
  scanner.value();
  if (scanner.kind === "null") return undefined;
  return scanner.kind === "string"
    ? stringOf(scanner, start)
    : scanner.bytes.toString("utf8", start, scanner.at);
}

/** The string that the scanner has just gone over. */
function stringOf({ bytes, at, plain }: JsonScanner, start: number): string {
  if (plain) return bytes.toString("latin1", start + 1, at - 1);
  return JSON.parse(bytes.toString("utf8", start, at)) as string;
}

class DelimitedRows implements Rows {
  private readonly format: DelimitedFormat;
  private readonly scanner: DelimitedScanner;
  private headerLines: number;
  private atStart = true;
  /** The line on which the bytes begin that are held. */
  private firstLine = 1;

  constructor(format: DelimitedFormat) {
    this.format = format;
    this.scanner = new DelimitedScanner(format);
    this.headerLines = format.headerLines;
  }

  push(chunk: Buffer): void {
    const { scanner } = this;
    this.firstLine += countNewlines(scanner.bytes, 0, scanner.at);
    scanner.bytes = joined(scanner, chunk);
    scanner.at = 0;
  }

  *rows(finished: boolean): Generator<RowPlace> {
    const { scanner } = this;
    scanner.finished = finished;
    if (!this.passStart()) return;
    const place: RowPlace = {
      valueOf: (column) => this.valueOf(column),
      lineOf: (column) =>
        this.firstLine + countNewlines(scanner.bytes, 0, this.fieldOf(column)?.start ?? scanner.start),
    };
    for (;;) {
      const step = scanner.next();
      if (step === "end") return;
      if (step === "record") {
        if (!scanner.isBlank && this.isRow()) yield place;
        continue;
      }
      const { start } = scanner;
      const mayGrow = !finished && scanner.bytes.length - start <= LARGEST_ROW;
      if ((step === "more" && mayGrow) || (!scanner.passLine() && mayGrow)) {
        scanner.at = start;
        return;
      }
      // A line that is longer than any row is not waited for.
      if (scanner.at === start) scanner.at = scanner.bytes.length;
    }
  }

  /** Passes over a byte order mark and the lines of IGNOREHEADER; false while they are not all there. */
  private passStart(): boolean {
    const { scanner } = this;
    const { bytes, finished } = scanner;
    if (this.atStart) {
      if (bytes.length < 3 && !finished) return false;
      if (bytes.indexOf("\ufeff") === 0) scanner.at = 3;
      this.atStart = false;
    }
    for (; this.headerLines > 0; this.headerLines -= 1) {
      const newline = bytes.indexOf(NEWLINE, scanner.at);
      scanner.at = newline === -1 ? bytes.length : newline + 1;
      if (newline === -1) return false;
    }
    return true;
  }

  /** Whether it has as many fields as COPY wants; a delimiter behind the last one begins none. */
  private isRow(): boolean {
    const { count, fields } = this.scanner;
    const { columns, fillRecord } = this.format;
    const last = fields[count - 1];
    const ends = last !== undefined && last.start === last.end && !last.quoted ? 1 : 0;
    if (count < columns.length) return fillRecord;
    return count === columns.length || count === columns.length + ends;
  }

  private fieldOf(column: string): DelimitedScanner["fields"][number] | undefined {
    const index = this.format.columns.indexOf(column);
    return index < this.scanner.count ? this.scanner.fields[index] : undefined;
  }

  private valueOf(column: string): string | undefined {
    const field = this.fieldOf(column);
    if (field === undefined) return undefined;
    const { bytes } = this.scanner;
    const written = bytes.toString("utf8", field.start, field.end);
    return written === this.format.nullAs ? undefined : this.scanner.valueOf(field).toString("utf8");
  }
}
