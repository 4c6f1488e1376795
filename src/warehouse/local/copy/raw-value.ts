/** Where a value stands in the bytes of a file. */
import type { ValueKind } from "../../../formats/json-scanner.ts";

/** What stands there: a kind of JSON value, or a field of delimited text. */
export type RawKind = ValueKind | "text";

/** A value's place. It is reused from row to row by the reader: what is wanted of it must be taken before the next row. */
export interface RawValue {
  kind: RawKind;
  bytes: Buffer;
  /** Where the raw text begins, quotes included. */
  start: number;
  end: number;
  /** Whether a string is ASCII without escapes. */
  plain: boolean;
}
