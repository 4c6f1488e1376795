/** Rows that come piece by piece, at the pace of whoever takes them. */
import type { Result, Row } from "./warehouse.ts";

/** The rows of a result that are not there yet. */
export interface RowSource {
  /** The next rows, some at a time; undefined after the last ones. @throws as `Session.execute` does, also in between. */
  next(): Promise<readonly Row[] | undefined>;
  /** Ends it before its end; one that has ended already stays as it is. */
  close(): Promise<void>;
}

/** A result, or the head of one whose rows are still to come: `rows` and `rowCount` are then empty and 0. */
export interface OpenResult extends Result {
  readonly rest?: RowSource | undefined;
}
