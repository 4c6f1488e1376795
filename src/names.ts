/** Names that others rely on. This is the one file of `src/` that `infra/` may import: keep it free of imports. */

/** Exit codes; a contract with schedulers and people, explained in docs/runbook.md. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  check: 3,
  rejects: 4,
  unreachable: 5,
  locked: 6,
  deadline: 7,
  bug: 70,
  sigint: 130,
  sigterm: 143,
} as const;

/**
 * The most rejected rows that a run can be told to tolerate. COPY fails at MAXERROR errors and takes 100,000 for it at most (Database
 * Developer Guide, "Data load operations"), so one fewer can be left out.
 */
export const MOST_REJECTS = 99_999;

/** The names of the job's own tables. */
export const TABLES = {
  files: "etl_files",
  starts: "etl_starts",
  runs: "etl_runs",
  steps: "etl_steps",
  rejects: "etl_rejects",
  failures: "etl_failures",
  tables: "etl_tables",
  columns: "etl_columns",
  sql: "etl_sql",
  quarantine: "etl_quarantine",
  rebuild: "etl_rebuild",
  lock: "etl_lock",
} as const;

/** What stands after the name of the job's schema in that of the one where a rebuild in batches makes its tables. */
export const REBUILD_SUFFIX = "_rebuild";

/** The namespace of the job's metrics in CloudWatch. */
export const METRIC_NAMESPACE = "SparkifyDwh";

/** What every metric is told apart by; `step` only on the metrics of a step. */
export const DIMENSIONS = { environment: "Environment", pipeline: "Pipeline", step: "Step" } as const;

/** The metrics of one step: how long (milliseconds), how many rows, and 1 if it failed. */
export const STEP_METRICS = { duration: "StepDuration", rows: "StepRows", failures: "StepFailures" } as const;

/** The metrics of one run. Durations are milliseconds; `dataAge` is seconds since the newest file was loaded, whatever it tells of, `eventAge` since the newest event; `filesQuarantined` is how many wait there; all others are counts. */
export const RUN_METRICS = {
  success: "RunSuccess",
  failure: "RunFailure",
  duration: "RunDuration",
  dataAge: "DataAge",
  eventAge: "EventAge",
  filesLoaded: "FilesLoaded",
  bytesLoaded: "BytesLoaded",
  rowsLoaded: "RowsLoaded",
  rowsRejected: "RowsRejected",
  filesQuarantined: "FilesQuarantined",
  retries: "Retries",
  checksFailed: "ChecksFailed",
  checksWarned: "ChecksWarned",
  keysUntaken: "KeysUntaken",
  columnsUnfilled: "ColumnsUnfilled",
} as const;

/** The value of the `Pipeline` dimension, unless the configuration says otherwise. */
export const PIPELINE = "sparkify";
