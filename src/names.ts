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

/** The job's own tables. */
export const TABLES = {
  files: "etl_files",
  runs: "etl_runs",
  steps: "etl_steps",
  rejects: "etl_rejects",
} as const;
