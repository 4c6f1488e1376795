/**
 * The rows of what a COPY reads, with the values of some columns and the lines on which they stand. It is for files that a COPY has taken:
 * what is not a row it passes over, since the COPY has reported it.
 */
import { LARGEST_ROW } from "../formats/largest-row.ts";
import { DelimitedScanner } from "../formats/delimited-scanner.ts";
import type { DelimitedFormat, FileFormat } from "../formats/file-format.ts";
import type { PathStep } from "../formats/json-path.ts";
import { BAD, DONE, JsonScanner, MORE, OPEN, OPEN_LIST } from "../formats/json-scanner.ts";
import { elementAt, membersOf, type JsonValue } from "../formats/json-value.ts";
import { countNewlines } from "../formats/newlines.ts";
import { takesLists, type JsonTaking } from "./json-taking.ts";

/** How a COPY finds the values of columns in the rows of its files. */
export interface RowLayout {
  readonly format: FileFormat;
  /** What COPY takes of a row of JSON. */
  readonly taking: JsonTaking;
}

/** Valid until the next one is asked for. */
export interface RowPlace {
  /** As it stands in the file, without escapes; undefined for null and for what is not there. */
  valueOf(column: string): string | undefined;
  /** From 1, as load errors count: of JSON the last line of the row, of text the one on which the field begins. */
  lineOf(column: string): number;
  /** The first and the last of the lines that load errors may tell of it: of JSON the last line alone, of text all of the record. */
  lines(): { readonly first: number; readonly last: number };
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
  const reader: Rows = format.kind === "json" ? new JsonRows(layout.taking) : new DelimitedRows(format);
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
  private readonly taking: JsonTaking;
  private readonly scanner = new JsonScanner(NOTHING);
  /** The line of the byte at `countedTo`. */
  private line = 1;
  private countedTo = 0;

  constructor(taking: JsonTaking) {
    this.taking = taking;
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
      if (status === DONE && open === OPEN_LIST && !takesLists(this.taking)) continue;
      if (status === DONE) {
        const end = scanner.at;
        const kind = open === OPEN ? "object" : "array";
        const row: JsonValue = { kind, bytes, start, end, plain: false };
        yield {
          valueOf: (column) => textOf(row, column, this.taking),
          lineOf: () => this.lineAt(end),
          lines: () => ({ first: this.lineAt(end), last: this.lineAt(end) }),
        };
        scanner.at = end;
        continue;
      }
      // What is not JSON the COPY passes over too, and goes on with a line below.
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
}

/** The text of a column's value, a string without its escapes and all else as it stands; undefined for null and for what is not there. */
function textOf(
  row: JsonValue,
  column: string,
  { columns, paths, ignoreCase }: JsonTaking,
): string | undefined {
  const path = paths === undefined ? [] : paths[columns.indexOf(column)];
  let value = path && row;
  for (const [depth, step] of (path ?? []).entries())
    value = value && valueBehind(value, step, ignoreCase && depth === 0);
  if (value === undefined || value.kind === "null") return undefined;
  const raw = value.bytes.toString("utf8", value.start, value.end);
  return value.kind === "string" ? (JSON.parse(raw) as string) : raw;
}

/** The value a step further down; of keys that are there twice the first counts, as in the COPY of the local warehouse. */
function valueBehind(value: JsonValue, step: PathStep, ignoreCase: boolean): JsonValue | undefined {
  if (typeof step === "number") return value.kind === "array" ? elementAt(value, step) : undefined;
  if (value.kind !== "object") return undefined;
  for (const { key, value: found } of membersOf(value))
    if (key === step || (ignoreCase && key.toLowerCase() === step.toLowerCase())) return found;
  return undefined;
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
      lines: () => this.linesOfRecord(),
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

  /** Whether it has as many fields as COPY wants; a delimiter after the last one begins none. */
  private isRow(): boolean {
    const { count, fields } = this.scanner;
    const { columns, fillRecord } = this.format;
    const last = fields[count - 1];
    const ends = last !== undefined && last.start === last.end && !last.quoted ? 1 : 0;
    if (count < columns.length) return fillRecord;
    return count === columns.length || count === columns.length + ends;
  }

  private linesOfRecord(): { readonly first: number; readonly last: number } {
    const { bytes, start, at } = this.scanner;
    const first = this.firstLine + countNewlines(bytes, 0, start);
    return { first, last: first + countNewlines(bytes, start, Math.max(start, at - 1)) };
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
