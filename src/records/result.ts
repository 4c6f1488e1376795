/** What happened in a run, in memory; the record tables and the report are made of it. */
import type { PassedOver } from "../text/passed-over.ts";
import type { SeenFault } from "../sources/seen-fault.ts";
import type { SourceName } from "../sources/source.ts";
import type { CheckResult } from "../checks/run-check.ts";
import type { StepKind } from "../plan/plan.ts";

/** How a run ended, in words. */
export type RunStatus =
  | "succeeded"
  | "nothing new"
  | "dry run"
  | "failed"
  | "check failed"
  | "rejected"
  | "interrupted"
  | "deadline passed";

/** How a step ended; a check of severity `warn` that finds rows has warned. */
export type StepStatus = "succeeded" | "failed" | "warned" | "skipped";

/** What one step did. */
export interface StepResult {
  readonly position: number;
  readonly name: string;
  readonly kind: StepKind;
  readonly status: StepStatus;
  readonly startedAt: Date | undefined;
  readonly durationMs: number;
  /** Rows loaded, changed, or offending. */
  readonly rows: number;
  /** Why a step was skipped; undefined where the run did not reach it. */
  readonly note?: string;
}

/** What a source gave, by COPY's own numbers: rows read = rows staged + rows rejected. */
export interface SourceResult {
  readonly name: SourceName;
  readonly urls: readonly string[];
  readonly files: number;
  readonly bytes: number;
  readonly rowsRead: number;
  readonly rowsStaged: number;
  readonly rowsRejected: number;
  /** Objects that COPY read, after packing. */
  readonly objects: number;
  /** Objects that are never loaded: of another format by their name, hidden, no regular files. */
  readonly passedOver: number;
  /** The same, by reason. */
  readonly passedFor: readonly PassedOver[];
}

/** A key that no column takes. */
export interface UntakenKey {
  readonly key: string;
  /** How many of the rows that were looked at have it. */
  readonly rows: number;
  /** The first file with it. */
  readonly url: string;
}

/** A column that nothing fills. */
export interface UnfilledColumn {
  readonly column: string;
  /** Whether its key is in the rows that were looked at, and holds nothing. */
  readonly keyThere: boolean;
  /** Whether the header of the staging file requires it. */
  readonly required: boolean;
  /** A key that no column takes and that may have been meant. */
  readonly near: string | undefined;
}

/** A row of which no column takes a key. */
export interface StrangeRow {
  readonly url: string;
  /** None where it is too large to be looked at as a whole. */
  readonly keys: readonly string[];
  /** The way to a list of rows in it. */
  readonly wrapper: string | undefined;
}

/** The keys of the files that a COPY loaded, held against the columns that it fills. */
export interface ColumnsResult {
  readonly source: SourceName;
  readonly table: string;
  /** In the table. */
  readonly rows: number;
  /** Those of them in which a required column has to hold something, somewhere; `where` is the condition that chooses them. */
  readonly asked: { readonly rows: number; readonly where: string | undefined };
  /** What the keys were looked for in: the first rows of some of the new files; `whole` when that is all there is. */
  readonly looked: {
    readonly files: number;
    readonly ofFiles: number;
    readonly rows: number;
    readonly whole: boolean;
  };
  readonly untaken: readonly UntakenKey[];
  readonly unfilled: readonly UnfilledColumn[];
  /** The first that was seen of rows of another kind. */
  readonly strange?: StrangeRow;
  /** One of the files that were looked into. */
  readonly url: string | undefined;
}

/** A row that could not be loaded. */
export interface Reject {
  readonly source: SourceName;
  readonly url: string;
  /** In the source file, from 1; the last line of the row. 0 is the whole file. */
  readonly line: number;
  /** Which row of the file it is, from 1; only of one whose rows were taken out of an array. */
  readonly row?: number;
  readonly column: string | undefined;
  readonly columnType: string | undefined;
  readonly value: string | undefined;
  readonly code: number;
  readonly reason: string;
  /** What its file shows to be wrong, where that is more than code and reason say. */
  readonly seen?: SeenFault;
}

/** A source file that was left out for its fault: what it is known by, and what is wrong with it. */
export interface Quarantined {
  readonly source: SourceName;
  readonly url: string;
  readonly etag: string;
  readonly size: number;
  /** As many as are known; undefined where the file cannot be read at all. */
  readonly rowsRejected: number | undefined;
  /** In words, without the file. */
  readonly reason: string;
  /** What to do about it. */
  readonly next: string;
}

/** Rows in which a COPY loaded a value that differs from the file, as one of its options allows. */
export interface ChangedValues {
  readonly source: SourceName;
  /**
   * `replaced`: characters that are not UTF-8 (ACCEPTINVCHARS). `cut`: what fills its column to the end and may have been longer
   * (TRUNCATECOLUMNS), which no warehouse tells.
   */
  readonly kind: "replaced" | "cut";
  /** Undefined where it is not known, as `url` is. */
  readonly column: string | undefined;
  readonly url: string | undefined;
  readonly rows: number;
}

/** The rows of a table before the run and after it. */
export interface TableResult {
  readonly name: string;
  /** When those before were counted, under the lock: runs come in this order. */
  readonly countedAt: Date;
  readonly before: number;
  /** As before, unless the run committed. */
  readonly after: number;
}

/** Everything that is known of a run once it is over. */
export interface RunResult {
  readonly runId: string;
  readonly status: RunStatus;
  readonly exitCode: number;
  readonly warehouse: string;
  readonly version: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly sources: readonly SourceResult[];
  readonly steps: readonly StepResult[];
  readonly checks: readonly CheckResult[];
  /** As many rejected rows as the warehouse's log of load errors holds; the sources have their number. */
  readonly rejects: readonly Reject[];
  /** What the warehouse answered in place of them; undefined where they could be read, or there were none. */
  readonly unreadLog: string | undefined;
  /** What is missing in the record, and why; undefined where it holds everything. */
  readonly unstored?: string;
  readonly tables: readonly TableResult[];
  /** What COPYs changed, as far as it is known; undefined where nothing was loaded. */
  readonly changed?: readonly ChangedValues[];
  /** Keys and columns, by source that had new files. */
  readonly columns: readonly ColumnsResult[];
  /** The files that this run has put into quarantine; undefined where it has put none there. */
  readonly quarantined?: readonly Quarantined[];
  /** How many files are in quarantine, those of runs before too; undefined where that could not be answered. */
  readonly inQuarantine?: number;
  readonly retries: number;
  /** When the newest file in the warehouse was loaded; undefined when there is none, or it could not be answered. */
  readonly loadedAt: Date | undefined;
  /** What, where and what next. */
  readonly error: unknown;
  /** Why it is not known whether the run was published: a COMMIT got no answer; undefined where it is known. */
  readonly inDoubt?: string;
}

/** The new files of one source. */
export interface News {
  readonly files: number;
  readonly bytes: number;
}

/** What a run reports while it runs. */
export type RunEvent =
  | {
      readonly type: "stage";
      readonly stage: "migrate" | "discover" | "pack" | "rebuild" | "batch" | "load" | "commit" | "upkeep";
      readonly detail: string;
      /** What is going to be loaded, where the stage knows it. */
      readonly load?: News;
    }
  | {
      readonly type: "step started";
      readonly name: string;
      readonly kind: StepKind;
      readonly of: number;
      readonly position: number;
      /** What the step loads, if it does. */
      readonly load?: News;
    }
  | { readonly type: "step finished"; readonly result: StepResult; readonly of: number }
  | { readonly type: "warning"; readonly message: string };
