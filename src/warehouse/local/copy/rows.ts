/** The rows of one file, of whatever format: push bytes, take rows until there is none, push more. */
import type { LoadError } from "./load-errors.ts";
import type { RawValue } from "./raw-value.ts";

/** What is wrong with a row. */
export interface BadRow {
  /** Where it goes wrong, from 1. */
  readonly line: number;
  readonly error: LoadError;
  /** The start of the row, for people. */
  readonly excerpt: string;
  /** The index of the column in which it goes wrong, where there is one, and what stands there. */
  readonly column?: number;
  readonly value?: string;
}

/** Reads the rows of one file; `finish` says that no more bytes come. */
export interface Rows {
  /** The values of the last row, one a column; undefined where the row has none. Valid until the next row is asked for. */
  readonly values: readonly (RawValue | undefined)[];
  /** The last row as a whole. */
  readonly row: RawValue;
  /** What is wrong with the last row, when there is something wrong with it. */
  readonly bad: BadRow | undefined;
  push(chunk: Buffer): void;
  finish(): void;
  /** Reads one row, good or bad (`bad` is set); false when it needs more bytes, or there is no more row. */
  next(): boolean;
  /** The line of a column of the last row, as load errors tell it. */
  lineOf(column: number): number;
}
