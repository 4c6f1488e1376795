/** What the page is made of: every answer, and no conclusion. */
import type { DwhError } from "../errors.ts";
import type { TableDefinition } from "../dialect/table-definition.ts";

/** The answer to a query; values in the warehouse's text format. */
export interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** One row of etl_runs. */
export interface RunRow {
  readonly runId: string;
  readonly status: string;
  readonly exitCode: number;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly durationMs: number;
  readonly files: number;
  readonly bytes: number;
  readonly rowsRead: number;
  readonly rowsStaged: number;
  readonly rowsRejected: number;
  /** Null where the run did not get so far as to count. */
  readonly rowsAdded: number | undefined;
  readonly checksFailed: number;
  readonly checksWarned: number;
  readonly retries: number;
  readonly version: string;
  readonly error: string | undefined;
  /** The end of the last run, up to and with this one, that brought files; undefined when there was none yet. */
  readonly dataFrom: Date | undefined;
  /** The same before this run: when what readers saw until its end had been loaded. */
  readonly previousLoad: Date | undefined;
}

/** A run that began and is not on record. */
export interface UnendedRun {
  readonly runId: string;
  readonly startedAt: Date | undefined;
  readonly version: string;
  /** Whether a session of it is there; undefined where the user who asks may not see that. */
  readonly alive: boolean | undefined;
}

/** A rebuild in batches that is not finished: readers see nothing of it. */
export interface RebuildUnderWay {
  /** The run that began it. */
  readonly id: string;
  readonly startedAt: Date | undefined;
  /** Where its tables grow, as it is spelled in SQL. */
  readonly schema: string;
  readonly tables: readonly string[];
  /** How many files it is made of; undefined before its first batch has listed them. */
  readonly files: number | undefined;
  /** What is loaded; undefined where the user may not see it. */
  readonly loaded: { readonly files: number; readonly batches: number } | undefined;
  /** Why the newest batch failed, if it did. */
  readonly failed: string | undefined;
}

/** What one source brought in a run, summed over the files of the ledger; undefined where that is not known of each of them. */
export interface SourceRow {
  readonly source: string;
  readonly files: number;
  readonly bytes: number;
  readonly rowsRead: number | undefined;
  readonly rowsStaged: number | undefined;
  readonly rowsRejected: number | undefined;
}

/** One row of etl_steps. */
export interface StepRow {
  readonly position: number;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly startedAt: Date | undefined;
  readonly durationMs: number;
  readonly rows: number;
  /** Why it was skipped, where that is on record. */
  readonly note: string | undefined;
}

/** What the runs on record did to a table. */
export interface TableGrowth {
  readonly table: string;
  /** Its rows before the first of them. */
  readonly before: number;
  /** The sum of what each of them added; negative where more rows went than came. */
  readonly added: number;
}

/** The newest run that had something to do. */
export interface RunDetail {
  readonly run: RunRow;
  readonly sources: readonly SourceRow[];
  readonly steps: readonly StepRow[];
  /** Rejected rows by place and reason, most frequent first: source, column, code, reason, row_count. */
  readonly reasons: Answer;
  /** The first of the rejected rows. */
  readonly rejects: Answer;
  /** Rows of etl_rejects: fewer than were rejected where the warehouse's log of load errors did not hold them all. */
  readonly listed: number;
  /** What checks and audits found, those that refused the run first. */
  readonly failures: readonly CheckFailure[];
  /** Keys that no column took, and columns that no key filled. */
  readonly columns: readonly ColumnRow[];
  /** What COPYs changed. */
  readonly changed: readonly ChangedRow[];
}

/** The rows that a check or an audit found in a run, as they are on record. */
export interface CheckFailure {
  readonly name: string;
  readonly path: string;
  readonly severity: "error" | "warn";
  /** All that it found. */
  readonly count: number;
  /** The first of them. */
  readonly offending: Answer;
}

/** Rows in which a COPY has loaded a value that differs from the file. */
export interface ChangedRow {
  readonly source: string;
  /** Characters that are not UTF-8, or what may have been too long. */
  readonly kind: "replaced" | "cut";
  /** Undefined where it is not known, as `url` is. */
  readonly column: string | undefined;
  readonly url: string | undefined;
  readonly rows: number;
}

/** A file that was left out for its fault. */
export interface QuarantinedFile {
  readonly source: string;
  readonly url: string;
  readonly at: Date | undefined;
  readonly rowsRejected: number | undefined;
  readonly reason: string;
  readonly next: string;
  /** Whether the next run tries it again though it has not changed. */
  readonly retry: boolean;
}

/** A key that no column took, or a column that no key filled. */
export interface ColumnRow {
  readonly source: string;
  readonly isKey: boolean;
  readonly name: string;
  readonly required: boolean;
  /** Rows with the key, among those looked at. */
  readonly rows: number;
  readonly looked: number;
  readonly loaded: number;
  /** One file. */
  readonly url: string;
}

/** A check or an audit, asked when the page was made unless a run has asked it lately. */
export interface CheckAnswer {
  readonly name: string;
  readonly title: string;
  readonly path: string;
  readonly severity: "error" | "warn";
  readonly sql: string;
  /** Offending rows; undefined when a table that it reads is not there or is held, and when it failed. */
  readonly count: number | undefined;
  /** Tables that it reads and that another session has locked, usually a run that loads them: it was not asked. */
  readonly held: readonly string[];
  /** When a run asked it, of an audit that is not due: that found nothing. */
  readonly askedAt?: Date | undefined;
  /** The first of them. */
  readonly offending: Answer;
  /** What the warehouse said in place of an answer. */
  readonly failure?: DwhError | undefined;
}

/** A file whose answer the page shows, asked when it was made. */
export interface Question {
  readonly name: string;
  readonly title: string;
  readonly path: string;
  readonly sql: string;
  readonly reads: readonly string[];
  /** Undefined when a table that it reads is not there or is held, and when it failed. */
  readonly answer: Answer | undefined;
  /** Tables that it reads and that another session holds: it was not asked. */
  readonly held: readonly string[];
  /** What the warehouse said in place of an answer. */
  readonly failure?: DwhError | undefined;
}

/** A file of `sql/analyses`. */
export interface Analysis extends Question {
  readonly chart: string | undefined;
  /** What the card is called that its one row fills. */
  readonly card: string | undefined;
  /** The table whose rows its last column adds up to. */
  readonly total: string | undefined;
  /** How old the moment that it finds may be, in milliseconds. */
  readonly newest?: number | undefined;
  /** The share below which the figure of its card is remarked on, from 0 to 1. */
  readonly least?: number | undefined;
}

/** A table of `sql/schema`, and what is in it. */
export interface TableFacts {
  readonly definition: TableDefinition;
  /** "run" where its rows are about the last run alone. */
  readonly scope?: "run" | undefined;
  readonly path: string;
  /** Undefined when the table is not there, is held, or is refused. */
  readonly rows: number | undefined;
  /** Whether another session has locked it, usually a run that loads it: nobody can read it meanwhile. */
  readonly held: boolean;
  /** Whether the warehouse does not let it be read: why is among the questions without an answer. */
  readonly refused: boolean;
}

/** A step with the tables that it reads and writes. */
export interface StepFacts {
  readonly name: string;
  readonly kind: string;
  readonly path: string;
  readonly title: string;
  /** The sources whose manifests it loads. */
  readonly sources: readonly string[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Everything that the page and `dwh report --format json` show. */
export interface ReportData {
  readonly madeAt: Date;
  /** What the page is named after: DWH_PIPELINE. */
  readonly pipeline: string;
  /** As the warehouse calls itself. */
  readonly warehouse: string;
  readonly version: string;
  /** Newest first, the last ones only. */
  readonly runs: readonly RunRow[];
  readonly runCount: number;
  /** Newest first: runs that began and are not on record. */
  readonly unended: readonly UnendedRun[];
  /** A rebuild in batches that is not done. */
  readonly rebuild: RebuildUnderWay | undefined;
  /** By table of etl_tables. */
  readonly growth: readonly TableGrowth[];
  readonly detail: RunDetail | undefined;
  /** The ledger as a whole. */
  readonly sources: readonly SourceRow[];
  readonly loadedAt: Date | undefined;
  /** How old the newest load may be, in milliseconds; undefined where ages are not judged: of sample data. */
  readonly maxLoadAge?: number | undefined;
  /** What waits in quarantine, the oldest first. */
  readonly quarantine: readonly QuarantinedFile[];
  readonly checks: readonly CheckAnswer[];
  /** The files of `sql/sums`: rows of what, counted and expected. */
  readonly sums: readonly Question[];
  readonly analyses: readonly Analysis[];
  readonly tables: readonly TableFacts[];
  /** What else could not be answered: the words for it, and what the warehouse said. */
  readonly unanswered: readonly { readonly question: string; readonly failure: DwhError }[];
  readonly steps: readonly StepFacts[];
}
