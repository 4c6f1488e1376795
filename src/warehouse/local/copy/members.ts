/**
 * The members of an object at the root: the value of each key goes to the columns that take it. Of a key that an object
 * has twice, the first value counts.
 */
import {
  CLOSE,
  COMMA,
  DONE,
  MORE,
  QUOTE,
  type BAD,
  type JsonScanner,
  type Status,
} from "../../../formats/json-scanner.ts";
import type { RawValue } from "./raw-value.ts";

/** Files with more keys than this have keys made of data, which are not worth remembering. */
const MOST_KNOWN = 100;

/** Which columns take the value of a root object's key. */
export type ColumnsOfKey = (key: string) => readonly number[] | undefined;

/** A key as it stands in the bytes, quotes included, and what became of it. */
interface KnownKey {
  readonly raw: Buffer;
  readonly columns: readonly number[] | undefined;
}

/** Reads the members of one object after the other with the reader's scanner. */
export class Members {
  /** The values of the last object, one a column; undefined where it has none. Valid until the next one is read. */
  readonly values: (RawValue | undefined)[];

  private readonly scanner: JsonScanner;
  private readonly columnsOf: ColumnsOfKey;
  private readonly slots: RawValue[];
  /** Keys seen so far, in the order of their first coming: the next object most likely repeats it. */
  private readonly known: KnownKey[] = [];
  private nextKnown = 0;

  constructor(scanner: JsonScanner, columns: number, columnsOf: ColumnsOfKey) {
    this.scanner = scanner;
    this.columnsOf = columnsOf;
    this.values = Array.from({ length: columns }, () => undefined);
    const { bytes } = scanner;
    this.slots = this.values.map(() => ({ kind: "null", bytes, start: 0, end: 0, plain: false }));
  }

  /** Goes over the root object that starts where the scanner stands, its values into `values`. */
  read(): Status {
    const { scanner, values } = this;
    const { bytes } = scanner;
    values.fill(undefined);
    this.nextKnown = 0;
    scanner.at += 1;
    if (scanner.space() === MORE) return MORE;
    if (bytes[scanner.at] === CLOSE) return this.close();
    for (;;) {
      if (bytes[scanner.at] !== QUOTE) return scanner.unexpected("a key in double quotes");
      const columns = this.keyHere();
      if (typeof columns === "number") return columns;
      let status = scanner.colon();
      if (status !== DONE) return status;
      const start = scanner.at;
      status = scanner.value();
      if (status !== DONE) return status;
      if (columns !== undefined) for (const column of columns) this.take(column, start);
      if (scanner.space() === MORE) return MORE;
      const byte = bytes[scanner.at];
      if (byte === CLOSE) return this.close();
      if (byte !== COMMA) return scanner.unexpected("a comma or a closing brace");
      scanner.at += 1;
      if (scanner.space() === MORE) return MORE;
    }
  }

  private close(): Status {
    this.scanner.at += 1;
    return DONE;
  }

  /** Goes over a key and says which columns take its value; or the status that stopped it. */
  private keyHere(): readonly number[] | undefined | typeof MORE | typeof BAD {
    const { scanner, known } = this;
    const { bytes, at } = scanner;
    for (let tried = 0; tried < known.length; tried += 1) {
      const index = (this.nextKnown + tried) % known.length;
      const { raw, columns } = known[index] as KnownKey;
      if (!startsWith(bytes, at, raw)) continue;
      this.nextKnown = index + 1;
      scanner.at = at + raw.length;
      return columns;
    }
    const status = scanner.string();
    if (status !== DONE) return status;
    const raw = Buffer.from(bytes.subarray(at, scanner.at));
    const columns = this.columnsOf(JSON.parse(raw.toString("utf8")) as string);
    if (known.length < MOST_KNOWN) known.push({ raw, columns });
    return columns;
  }

  private take(column: number, start: number): void {
    const { scanner } = this;
    if (this.values[column] !== undefined) return;
    const slot = this.slots[column] as RawValue;
    slot.kind = scanner.kind;
    slot.bytes = scanner.bytes;
    slot.start = start;
    slot.end = scanner.at;
    slot.plain = scanner.plain;
    this.values[column] = slot;
  }
}

function startsWith(bytes: Buffer, at: number, raw: Buffer): boolean {
  for (let index = raw.length - 1; index >= 0; index -= 1) if (bytes[at + index] !== raw[index]) return false;
  return true;
}
