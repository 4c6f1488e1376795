/**
 * What each command prints with `--format json`, and what a line of the log on a pipe holds, as a JSON Schema (2020-12): docs/output.schema.json
 * is made of it. Pure. A key that is not named here is not printed, and one that is named is always there.
 */
import {
  count,
  flag,
  list,
  moment,
  number,
  object,
  orNull,
  rows,
  severity,
  text,
  type Schema,
} from "./schema-terms.ts";
import { GENERATE_COUNTS } from "../generate/declaration.ts";
import {
  AGE,
  changedValues,
  CHECK,
  checkFailure,
  failure,
  FOUND_FILES,
  PAST_RUN,
  passed,
  plannedStep,
  QUARANTINED,
  RUN,
  sourceSums,
  STEP,
  unendedRun,
} from "./run-schema.ts";

/** Tables whose rows another text of their transform made. */
const RETOLD = list(object({ step: text, path: text, tables: list(text) }));

/** By command; `status_errors` is `dwh status --errors`, and `log_line` what stderr says where it is no terminal. */
const DOCUMENTS: Readonly<Record<string, Schema>> = {
  run: RUN,
  rebuild: RUN,
  plan: object({
    drift: list(text),
    retold: RETOLD,
    sources: list(
      object(
        {
          name: text,
          urls: list(text),
          may_be_empty: flag,
          jsonpaths: orNull(text),
          format: text,
          known_files: count,
          held_back: list(text),
          listed_keys: count,
          listing_ms: count,
          passed_over: count,
          passed_for: list(passed),
          warnings: list(text),
          new_files: list(object({ url: text, etag: text, size: count })),
          packs: list(object({ files: count, bytes: count })),
          as_they_lie: list(text),
          carried_over: list(text),
          unpacked: list(text),
          other_region: orNull(text),
        },
        { files: list(text) },
      ),
    ),
    outside: list(object(plannedStep)),
    steps: list(object({ position: count, ...plannedStep })),
    asked: orNull(
      object({
        understood: count,
        refused: list(object({ where: text, message: text, next: orNull(text) })),
        unasked: count,
      }),
    ),
  }),
  check: list(object({ ...CHECK, count: orNull(count), rows, error: orNull(failure) })),
  query: {
    type: "array",
    items: { type: "object" },
    description:
      "Rows by the names of their columns, which stay as they are. A number is a JSON number where a double holds it exactly, else a text; a moment is in ISO 8601 with its zone, which is UTC for a column of type TIMESTAMP: what Redshift takes it for.",
  },
  status: object({
    drift: list(text),
    retold: RETOLD,
    files: count,
    loaded_at: orNull(moment),
    age_seconds: orNull(number),
    newest_load: AGE,
    newest_events: list(AGE),
    waiting: list({
      anyOf: [
        object({
          source: text,
          paths: list(text),
          files: count,
          bytes: count,
          passed_over: list(passed),
          warnings: list(text),
        }),
        object({ source: text, paths: list(text), problem: text }, { next: text }),
      ],
    }),
    quarantine: list(QUARANTINED),
    run_count: count,
    unended: list(unendedRun),
    runs: list(object(PAST_RUN)),
    changed: orNull(object({ run_id: text, values: list(changedValues) })),
    last_error: orNull(object({ ...PAST_RUN, failed_checks: list(text) })),
  }),
  status_errors: object({
    run_id: orNull(text),
    rows_rejected: count,
    at_least: flag,
    rows_listed: count,
    unread: orNull(text),
    rejects: rows,
    failed_run_id: orNull(text),
    failures: list(checkFailure),
  }),
  report: object({
    made_at: moment,
    pipeline: text,
    warehouse: text,
    version: text,
    loaded_at: orNull(moment),
    newest_load: AGE,
    newest_events: list(AGE),
    quarantine: list(QUARANTINED),
    run_count: count,
    unended: list(unendedRun),
    runs: list(object({ ...PAST_RUN, published: flag })),
    run: orNull(
      object({
        ...PAST_RUN,
        published: flag,
        sources: list(sourceSums),
        steps: list(object({ ...STEP, note: orNull(text) })),
        reasons: rows,
        rejects: rows,
        failures: list(checkFailure),
      }),
    ),
    sources: list(sourceSums),
    sums: list(object({ what: text, counted: text, holds: flag, of: { enum: ["data", "record"] } })),
    sum_errors: list(object({ name: text, error: failure })),
    checks: list(
      object({
        name: text,
        severity,
        count: orNull(count),
        asked_at: orNull(moment),
        rows,
        error: orNull(failure),
      }),
    ),
    cards: list(object({ name: text, label: text, value: text, note: text, too_low: flag })),
    analyses: list(
      object({
        name: text,
        title: text,
        total: orNull(number),
        total_of: orNull(text),
        highest: orNull(object({ names: list(text), value: number })),
        notes: orNull(list(text)),
        rows: orNull(rows),
        error: orNull(failure),
      }),
    ),
    unanswered: list(object({ question: text, error: failure })),
    tables: list(object({ name: text, rows: orNull(count) })),
  }),
  reset: object({ warehouse: text, tables: list(text), made_anew: list(text) }),
  migrate: object({
    warehouse: text,
    differences: list(text),
    phases: list(object({ together: flag, statements: list(text) })),
    refused: list(text),
    made_anew: list(object({ table: text, why: text })),
    done: flag,
  }),
  files: FOUND_FILES,
  forget: object({
    warehouse: text,
    url: text,
    entries: list(
      object({
        source: text,
        etag: text,
        size: count,
        run_id: text,
        loaded_at: orNull(moment),
        rows_read: orNull(count),
        rows_staged: orNull(count),
        rows_rejected: orNull(count),
      }),
    ),
    left_out: list(QUARANTINED),
  }),
  retry: object({ warehouse: text, files: list(QUARANTINED) }),
  generate: object({ folder: text, ...Object.fromEntries(GENERATE_COUNTS.map((name) => [name, count])) }),
  cluster: object({
    id: text,
    status: text,
    host: orNull(text),
    port: orNull(count),
    database: orNull(text),
  }),
  config: list(
    object({
      variable: text,
      value: { type: ["string", "number", "null"] },
      origin: text,
      otherwise: orNull(text),
    }),
  ),
  init: object({ folder: text, files: list(text) }),
  test: object({
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
  }),
  log_line: {
    type: "object",
    properties: {
      timestamp: moment,
      level: { enum: ["error", "warn", "info", "debug"] },
      message: text,
      run_id: text,
      where: text,
      next: text,
      exit_code: count,
    },
    required: ["timestamp", "level", "message"],
    propertyNames: { pattern: "^[a-z][a-z0-9_]*$" },
  },
};

/** Returns the schema: one definition for each command, and one for a line of the log. */
export function outputSchema(): Schema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "What dwh prints as JSON",
    description:
      "Keys are in snake case at every level, moments in ISO 8601 with their zone, those of the warehouse too: a column of type TIMESTAMP, which has none, is told in UTC. Names of columns are data and stay as they are.",
    $defs: DOCUMENTS,
  };
}
