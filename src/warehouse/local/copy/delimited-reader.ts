/**
 * The exact reader of CSV and delimited text: the bytes of one file as rows. After a row that is not one, reading goes on with the line
 * below that on which it begins: a quotation mark that is never closed costs one row, and not the rest of the file.
 */
import { LARGEST_ROW } from "../../../formats/largest-row.ts";
import { DelimitedScanner, type FieldPlace } from "../../../formats/delimited-scanner.ts";
import type { DelimitedFormat } from "../../../formats/file-format.ts";
import { countNewlines } from "../../../formats/newlines.ts";
import { FileStart } from "../../../formats/file-start.ts";
import {
  badQuotes,
  delimiterMissing,
  extraColumns,
  missingNewline,
  noData,
  rowTooLarge,
} from "./load-errors.ts";
import type { LoadError } from "./load-errors.ts";
import type { RawValue } from "./raw-value.ts";
import type { BadRow, Rows } from "./rows.ts";

/** Characters of a bad row that are kept for people. */
const EXCERPT = 1024;
const NOTHING = Buffer.alloc(0);

/** What the rows of one file are read for. */
export interface DelimitedOptions {
  readonly format: DelimitedFormat;
  /**
   * For each column whether it is VARCHAR: FILLRECORD gives these an empty text, and null to the others and with NULL AS '', which
   * produces "the same behavior" as EMPTYASNULL ("Data conversion parameters").
   */
  readonly varchars: readonly boolean[];
}

/** Reads the rows of one file. */
export class DelimitedReader implements Rows {
  readonly values: (RawValue | undefined)[];
  readonly row: RawValue = { kind: "text", bytes: NOTHING, start: 0, end: 0, plain: false };
  bad: BadRow | undefined;

  private readonly format: DelimitedFormat;
  private readonly varchars: readonly boolean[];
  private readonly scanner: DelimitedScanner;
  private readonly slots: RawValue[];
  private readonly nulls: Buffer;
  private readonly start: FileStart;
  /** The line on which the bytes begin that are held. */
  private firstLine = 1;

  constructor({ format, varchars }: DelimitedOptions) {
    this.format = format;
    this.varchars = varchars;
    this.scanner = new DelimitedScanner(format);
    this.slots = varchars.map(() => ({ kind: "text", bytes: NOTHING, start: 0, end: 0, plain: false }));
    this.values = varchars.map(() => undefined);
    this.nulls = Buffer.from(format.nullAs);
    this.start = new FileStart(format.headerLines);
  }

  push(chunk: Buffer): void {
    const { scanner } = this;
    this.firstLine += countNewlines(scanner.bytes.subarray(0, scanner.at));
    const rest = scanner.bytes.subarray(scanner.at);
    scanner.bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    scanner.at = 0;
  }

  finish(): void {
    this.scanner.finished = true;
  }

  next(): boolean {
    this.bad = undefined;
    const { scanner, format } = this;
    if (!this.start.pass(scanner, scanner.finished)) return false;
    for (;;) {
      const step = scanner.next();
      if (step === "end") return false;
      if (step === "more" && scanner.bytes.length - scanner.start <= LARGEST_ROW) return false;
      if (step !== "record") return this.passOver(step === "bad" ? this.flaw() : rowTooLarge());
      if (scanner.end - scanner.start > LARGEST_ROW) return this.reject(rowTooLarge(), -1);
      if (scanner.isBlank && format.ignoreBlankLines) continue;
      return this.take();
    }
  }

  lineOf(column: number): number {
    return this.lineAt(
      this.scanner.fields[Math.min(column, this.scanner.count - 1)]?.start ?? this.scanner.start,
    );
  }

  /** A row that is not one: reading goes on with the next line, which may not be there yet. */
  private passOver(error: LoadError): boolean {
    const { scanner } = this;
    if (!scanner.passLine()) {
      if (scanner.bytes.length - scanner.start <= LARGEST_ROW) return false;
      // A line that is longer than any row is not waited for.
      scanner.at = scanner.bytes.length;
    }
    return this.reject(error, scanner.count - 1);
  }

  private lineAt(offset: number): number {
    return this.firstLine + countNewlines(this.scanner.bytes.subarray(0, offset));
  }

  private flaw(): LoadError {
    const { scanner, format } = this;
    const position = scanner.flawAt - scanner.start;
    if (scanner.flaw === "quote") return badQuotes(format.csv, position);
    return missingNewline(scanner.bytes[scanner.flawAt + 1] ?? 0, position + 1);
  }

  /** The fields of a record as the values of a row. */
  private take(): true {
    const { scanner, values, slots, format } = this;
    const { fields } = scanner;
    let { count } = scanner;
    if (scanner.isBlank) return this.reject(noData(), 0);
    // "Do not include any special characters … to indicate the last field in a record. This field can be a delimiter."
    // (Developer Guide, "Preparing your input data"): one after the last field is not a field more.
    if (count === slots.length + 1 && isEmpty(fields[count - 1])) count -= 1;
    if (count > slots.length) return this.reject(extraColumns(), slots.length);
    if (count < slots.length && !format.fillRecord) return this.reject(delimiterMissing(), count - 1);
    for (const [index, slot] of slots.entries()) {
      const field = index < count ? fields[index] : undefined;
      if (field === undefined)
        values[index] = this.varchars[index] && format.nullAs !== "" ? emptyValue(slot) : undefined;
      else values[index] = this.isNull(field) ? undefined : this.fill(slot, field);
    }
    const { row } = this;
    row.bytes = scanner.bytes;
    row.start = scanner.start;
    row.end = scanner.end;
    return true;
  }

  private fill(slot: RawValue, field: FieldPlace): RawValue {
    const { bytes } = this.scanner;
    if (field.escaped) {
      slot.bytes = this.scanner.valueOf(field);
      slot.start = 0;
      slot.end = slot.bytes.length;
      return slot;
    }
    slot.bytes = bytes;
    slot.start = field.start;
    slot.end = field.end;
    return slot;
  }

  /** By the field as it stands; the default text for null may be escaped too ("Data conversion parameters", ESCAPE). */
  private isNull({ start, end }: FieldPlace): boolean {
    const { nulls, format } = this;
    const { bytes } = this.scanner;
    if (end - start === nulls.length) return bytes.compare(nulls, 0, nulls.length, start, end) === 0;
    if (!format.escape || format.nullAs !== String.raw`\N`) return false;
    return end - start === 3 && bytes.toString("latin1", start, end) === String.raw`\\N`;
  }

  private reject(error: LoadError, column: number): true {
    const { scanner } = this;
    const { bytes, start } = scanner;
    const end = Math.min(scanner.endOfFirstLine, start + EXCERPT);
    const field = scanner.fields[Math.max(0, column)];
    const from = field?.start ?? start;
    this.bad = {
      line: this.lineAt(start),
      error,
      excerpt: bytes.toString("utf8", start, end),
      value: bytes.toString("utf8", from, Math.max(from, end)),
      ...(column >= 0 && column < this.slots.length ? { column } : {}),
    };
    return true;
  }
}

function isEmpty(field: FieldPlace | undefined): boolean {
  return field !== undefined && field.start === field.end && !field.quoted;
}

function emptyValue(slot: RawValue): RawValue {
  slot.bytes = NOTHING;
  slot.start = 0;
  slot.end = 0;
  return slot;
}
