/** How one attempt at a run ended. */
import type { Reject, RunResult } from "../records/result.ts";
import type { BadFile } from "./bad-files.ts";

/** What an attempt did before it ended. */
export type Facts = Pick<
  RunResult,
  | "sources"
  | "steps"
  | "checks"
  | "rejects"
  | "unreadLog"
  | "tables"
  | "changed"
  | "columns"
  | "quarantined"
  | "inQuarantine"
>;

/** A COMMIT that got no answer. */
export interface LostEnd {
  readonly kind: "lost";
  readonly facts: Facts;
  readonly error: unknown;
}

/** The end of an attempt, with its facts. */
export type AttemptEnd =
  /** There is no new file, so there was no transaction. */
  | { readonly kind: "idle"; readonly facts: Facts }
  /** Readers see everything. */
  | { readonly kind: "committed"; readonly facts: Facts }
  /** Everything was done and rolled back: a dry run. */
  | { readonly kind: "rehearsed"; readonly facts: Facts }
  /** A check of severity `error` found rows: rolled back. */
  | { readonly kind: "refused"; readonly facts: Facts }
  /** The connection went away after the COMMIT: it is done, undone, or still on its way, and the ledger will tell. */
  | LostEnd
  /** Something threw: rolled back. */
  | { readonly kind: "failed"; readonly facts: Facts; readonly error: unknown };

/** What is known of a COMMIT that was sent; undefined where none was, or where its attempt is known to have failed. */
export type SentEnd = Extract<AttemptEnd, { kind: "lost" | "committed" | "idle" }> | undefined;

/** Called with `lost` just before a COMMIT is sent, with what it came to once it was answered, and with undefined for a failure. */
export type OnCommit = (end: SentEnd) => void;

/** Another run brought some of the files meanwhile; nothing was done, and the attempt starts over with what is left. */
export interface Overtaken {
  readonly kind: "overtaken";
}

/** Files are bad, and the run is to go on without them: rolled back, and the attempt starts over with what is left. */
export interface Spoilt {
  readonly kind: "spoilt";
  /** One at least. */
  readonly files: readonly BadFile[];
  /** The rows of these that could not be loaded, as many as are known. */
  readonly rejects: readonly Reject[];
}

/** The facts of an attempt that came to nothing. */
export const NO_FACTS: Facts = {
  sources: [],
  steps: [],
  checks: [],
  rejects: [],
  unreadLog: undefined,
  tables: [],
  columns: [],
};
