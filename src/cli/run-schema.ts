/** The shapes of runs, steps and checks, and what `dwh run` prints, as JSON Schema. Pure. */
import { count, flag, list, moment, number, object, orNull, rows, severity, text } from "./schema-terms.ts";

/** Objects of a source that are not files of it, by reason. */
export const passed = object({ reason: text, files: count, first: text });
/** What the warehouse said in place of an answer. */
export const failure = object({ message: text, next: orNull(text) });

/** One row of etl_runs, as the last line of the log and `dwh run` tell it. */
const RECORD = {
  run_id: text,
  status: text,
  exit_code: count,
  started_at: moment,
  ended_at: moment,
  duration_ms: count,
  files: count,
  bytes: count,
  rows_read: count,
  rows_staged: count,
  rows_rejected: count,
  rows_added: orNull(count),
  checks_failed: count,
  checks_warned: count,
  retries: count,
  version: text,
  error: orNull(text),
};

/** The same as it is read again. */
export const PAST_RUN = {
  ...RECORD,
  started_at: orNull(moment),
  ended_at: orNull(moment),
  data_from: orNull(moment),
  previous_load: orNull(moment),
};

/** One row of etl_steps. */
export const STEP = {
  position: count,
  name: text,
  kind: text,
  status: text,
  started_at: orNull(moment),
  duration_ms: count,
  rows: count,
};

/** The newest moment of some kind, and how old it may be. */
export const AGE = object({
  name: text,
  at: orNull(moment),
  age_seconds: orNull(number),
  limit_seconds: orNull(number),
  too_old: orNull(flag),
});

/** What a check is called. */
export const CHECK = { name: text, title: text, path: text, severity };

const columns = object(
  {
    source: text,
    table: text,
    rows: count,
    asked: object({ rows: count, where: orNull(text) }),
    looked: object({ files: count, of_files: count, rows: count, whole: flag }),
    untaken: list(object({ key: text, rows: count, url: text })),
    unfilled: list(object({ column: text, key_there: flag, required: flag, near: orNull(text) })),
    url: orNull(text),
  },
  { strange: object({ url: text, keys: list(text), wrapper: orNull(text) }) },
);

/** What a source brought. */
export const sourceSums = object({
  source: text,
  files: count,
  bytes: count,
  rows_read: orNull(count),
  rows_staged: orNull(count),
  rows_rejected: orNull(count),
});

/** A step as it is planned. */
export const plannedStep = { name: text, kind: text, path: text, statements: list(text) };

const LEFT_OUT = {
  source: text,
  url: text,
  etag: text,
  size: count,
  rows_rejected: orNull(count),
  reason: text,
  next: text,
};

/** A file in quarantine. */
export const QUARANTINED = object({ ...LEFT_OUT, run_id: text, at: orNull(moment), retry: flag });

/** What `dwh run` prints. */
export const RUN = object({
  ...RECORD,
  published: orNull(flag),
  sources: list(
    object({
      name: text,
      urls: list(text),
      files: count,
      bytes: count,
      rows_read: count,
      rows_staged: count,
      rows_rejected: count,
      objects: count,
      passed_over: count,
      passed_for: list(passed),
    }),
  ),
  steps: list(object(STEP, { note: orNull(text) })),
  checks: list(object({ ...CHECK, count, rows })),
  rejects: list(
    object(
      {
        source: text,
        url: text,
        line: count,
        column: orNull(text),
        column_type: orNull(text),
        value: orNull(text),
        code: count,
        reason: text,
      },
      { row: orNull(count), seen: orNull({ type: "object" }) },
    ),
  ),
  tables: list(object({ name: text, counted_at: moment, before: count, after: count })),
  columns: list(columns),
  quarantined: list(object(LEFT_OUT)),
  in_quarantine: orNull(count),
});

/** A run that began and is not on record. */
export const unendedRun = object({
  run_id: text,
  started_at: orNull(moment),
  version: text,
  alive: orNull(flag),
});

/** Tables whose rows another text of their transform made. */
export const retold = list(object({ step: text, path: text, tables: list(text) }));

/** A rebuild in batches that is not done. */
export const rebuildUnderWay = object({
  id: text,
  started_at: orNull(moment),
  schema: text,
  tables: list(text),
  files: orNull(count),
  loaded: orNull(object({ files: count, batches: count })),
  failed: orNull(text),
});

/** What a check found in a run, as it is on record. */
export const checkFailure = object({ name: text, path: text, severity, count, rows });

/** What COPYs changed. */
export const changedValues = object({
  source: text,
  kind: { enum: ["replaced", "cut"] },
  column: orNull(text),
  url: orNull(text),
  rows: count,
});

/** Rows by the run that wrote them last, with its files. */
export const FOUND_FILES = object({
  table: text,
  rows: count,
  run_count: count,
  origins: list(
    object({
      run_id: orNull(text),
      rows: count,
      started_at: orNull(moment),
      file_count: count,
      files: list(object({ source: text, url: text, loaded_at: orNull(moment), rows_staged: orNull(count) })),
    }),
  ),
});

/** What `dwh test` found. */
export const TESTED = object({
  cases: list(
    object({
      name: text,
      about: text,
      differences: list(object({ name: text, expected: list(text), found: list(text) })),
      holds: flag,
      error: orNull(object({ message: text, where: orNull(text), next: orNull(text) })),
    }),
  ),
  wanted: list(text),
});
