/**
 * Records of CSV and of delimited text over bytes ("Data format parameters" and "Data conversion parameters" of the Database Developer
 * Guide): it says where fields stand and keeps no copy of them. A line ends with a newline, or with a carriage return and a newline.
 */
import type { DelimitedFormat } from "./file-format.ts";

/** What is wrong with a record. */
export type Flaw =
  /** A quotation mark where none may be, or one that is not closed. */
  | "quote"
  /** A carriage return that no newline follows. */
  | "carriage return";

/** What a step came to: a record, the bytes end before it does, a record that is not one, or nothing is left. */
export type Step = "record" | "more" | "bad" | "end";

const NEWLINE = 10;
const RETURN = 13;
const BACKSLASH = 92;
const DOUBLE = 34;
const SINGLE = 39;

/** In the place of an offset: the bytes end too early. */
const MORE = -1;
/** In the place of an offset: there is a flaw. */
const BAD = -2;

/** Where one field stands in the bytes, without its quotation marks. */
export interface FieldPlace {
  start: number;
  end: number;
  /** Whether quotation marks stand around it. */
  quoted: boolean;
  /** Whether it holds characters that are not part of its value: doubled quotation marks, backslashes. */
  escaped: boolean;
}

/** A cursor over bytes, one record a step. */
export class DelimitedScanner {
  bytes: Buffer = Buffer.alloc(0);
  /** Where the next record begins. */
  at = 0;
  /** Whether no more bytes come. */
  finished = false;
  /** The fields of the last record: the first `count` of them. Valid until the next step. */
  readonly fields: FieldPlace[] = [];
  count = 0;
  /** Where the last record begins, and where its line end does. */
  start = 0;
  end = 0;
  /** What is wrong with the last record, where, and in which of its fields. */
  flaw: Flaw = "quote";
  flawAt = 0;

  private readonly csv: boolean;
  private readonly quote: number;
  private readonly escape: boolean;
  private readonly removeQuotes: boolean;
  private readonly delimiter: Buffer;
  private readonly first: number;

  constructor(format: DelimitedFormat) {
    this.csv = format.csv;
    this.quote = format.quote.charCodeAt(0);
    this.escape = format.escape;
    this.removeQuotes = format.removeQuotes;
    this.delimiter = Buffer.from(format.delimiter);
    this.first = this.delimiter[0] as number;
  }

  /** Whether the last record is an empty line. */
  get isBlank(): boolean {
    return this.start === this.end;
  }

  /** Goes over one record. After a bad one, `at` stays at its start: {@link passLine} goes on. */
  next(): Step {
    const { bytes } = this;
    this.count = 0;
    this.start = this.at;
    if (this.at >= bytes.length) return this.finished ? "end" : "more";
    for (let at = this.at; ;) {
      const field = this.nextField(at);
      const behind = this.csv ? this.csvField(at, field) : this.textField(at, field);
      if (behind === MORE) return "more";
      if (behind === BAD) return "bad";
      if (this.isDelimiter(behind)) {
        at = behind + this.delimiter.length;
        continue;
      }
      return this.close(behind);
    }
  }

  /** Goes on after the line on which the last record begins; false when that line does not end yet. */
  passLine(): boolean {
    const newline = this.bytes.indexOf(NEWLINE, this.start);
    if (newline === -1 && !this.finished) return false;
    this.at = newline === -1 ? this.bytes.length : newline + 1;
    return true;
  }

  /** Where the line ends on which the last record begins. */
  get endOfFirstLine(): number {
    const newline = this.bytes.indexOf(NEWLINE, this.start);
    const end = newline === -1 ? this.bytes.length : newline;
    return end > this.start && this.bytes[end - 1] === RETURN ? end - 1 : end;
  }

  /** The value of a field of the last record as bytes, a part of the others where nothing had to be taken out. */
  valueOf({ start, end, escaped }: FieldPlace): Buffer {
    const { bytes } = this;
    if (!escaped) return bytes.subarray(start, end);
    const mark = this.csv ? this.quote : BACKSLASH;
    const value = Buffer.allocUnsafe(end - start);
    let length = 0;
    for (let at = start; at < end; at += 1) {
      if (bytes[at] === mark && at + 1 < end) at += 1;
      value[length] = bytes[at] as number;
      length += 1;
    }
    return value.subarray(0, length);
  }

  private nextField(start: number): FieldPlace {
    const known = this.fields[this.count];
    this.count += 1;
    if (known === undefined) {
      const made = { start, end: start, quoted: false, escaped: false };
      this.fields.push(made);
      return made;
    }
    known.start = start;
    known.quoted = false;
    known.escaped = false;
    return known;
  }

  /** Returns where the field ends with what is around it, or MORE, or BAD. */
  private csvField(start: number, field: FieldPlace): number {
    const { bytes, quote, first } = this;
    const { length } = bytes;
    let at = start;
    while (this.isBlankAt(at)) at += 1;
    if (bytes[at] === quote) return this.quotedField(at, field);
    for (at = start; at < length; at += 1) {
      const byte = bytes[at];
      if (byte === NEWLINE || (byte === first && this.isDelimiter(at))) break;
      if (byte === quote) return this.bad("quote", at);
      if (byte === RETURN) {
        const ends = this.endsAtReturn(at);
        if (ends < 0) return ends;
        break;
      }
    }
    if (at >= length && !this.finished) return MORE;
    field.end = at;
    return at;
  }

  private quotedField(open: number, field: FieldPlace): number {
    const { bytes, quote } = this;
    field.quoted = true;
    field.start = open + 1;
    for (let from = open + 1; ;) {
      const close = bytes.indexOf(quote, from);
      if (close === -1) return this.finished ? this.bad("quote", open) : MORE;
      if (bytes[close + 1] === quote) {
        field.escaped = true;
        from = close + 2;
        continue;
      }
      field.end = close;
      let at = close + 1;
      while (this.isBlankAt(at)) at += 1;
      return this.expectEnd(at);
    }
  }

  private textField(start: number, field: FieldPlace): number {
    const { bytes, first, escape } = this;
    const { length } = bytes;
    const mark = bytes[start];
    if (this.removeQuotes && (mark === DOUBLE || mark === SINGLE))
      return this.markedField(start, mark, field);
    let at = start;
    for (; at < length; at += 1) {
      const byte = bytes[at];
      if (byte === NEWLINE || (byte === first && this.isDelimiter(at))) break;
      if (escape && byte === BACKSLASH) {
        field.escaped = true;
        at += 1;
      } else if (byte === RETURN) {
        const ends = this.endsAtReturn(at);
        if (ends < 0) return ends;
        break;
      }
    }
    if (at >= length && !this.finished) return MORE;
    field.end = Math.min(at, length);
    return field.end;
  }

  /** A field in quotation marks: the closing one is that which a delimiter or the end of the line follows. */
  private markedField(start: number, mark: number, field: FieldPlace): number {
    const { bytes, escape } = this;
    field.quoted = true;
    field.start = start + 1;
    for (let at = start + 1; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === NEWLINE) return this.bad("quote", start);
      if (escape && byte === BACKSLASH) {
        field.escaped = true;
        at += 1;
      } else if (byte === mark && (this.isDelimiter(at + 1) || this.isEnd(at + 1))) {
        if (at + 1 >= bytes.length && !this.finished) return MORE;
        field.end = at;
        return at + 1;
      }
    }
    return this.finished ? this.bad("quote", start) : MORE;
  }

  /** A delimiter or the end of the line is after a closing quotation mark; everything else is a flaw. */
  private expectEnd(at: number): number {
    const { bytes } = this;
    if (at >= bytes.length) return this.finished ? at : MORE;
    if (bytes[at] === NEWLINE || this.isDelimiter(at)) return at;
    if (bytes[at] === RETURN) return this.endsAtReturn(at);
    // Of a delimiter of several bytes the last ones may be still to come.
    if (!this.finished && bytes.length - at < this.delimiter.length) return MORE;
    return this.bad("quote", at);
  }

  /** Whether the line ends there. */
  private isEnd(at: number): boolean {
    const { bytes } = this;
    if (at >= bytes.length || bytes[at] === NEWLINE) return true;
    return bytes[at] === RETURN && (bytes[at + 1] === NEWLINE || (this.finished && at + 1 === bytes.length));
  }

  /** A carriage return belongs to a newline, or to the end of the file. */
  private endsAtReturn(at: number): number {
    if (this.bytes[at + 1] === NEWLINE) return at;
    if (at + 1 >= this.bytes.length) return this.finished ? at : MORE;
    return this.bad("carriage return", at);
  }

  private isDelimiter(at: number): boolean {
    const { bytes, delimiter } = this;
    for (let index = 0; index < delimiter.length; index += 1)
      if (bytes[at + index] !== delimiter[index]) return false;
    return true;
  }

  /** White space within a line, unless it is the delimiter. */
  private isBlankAt(at: number): boolean {
    const byte = this.bytes[at];
    return (byte === 32 || byte === 9 || byte === 11 || byte === 12) && byte !== this.first;
  }

  private close(at: number): Step {
    this.end = at;
    const behind = this.bytes[at] === RETURN ? at + 1 : at;
    this.at = this.bytes[behind] === NEWLINE ? behind + 1 : behind;
    return "record";
  }

  private bad(flaw: Flaw, at: number): typeof BAD {
    this.flaw = flaw;
    this.flawAt = at;
    return BAD;
  }
}
