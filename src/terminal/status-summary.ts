/** How things stand, as a person reads it. */
import type { Status } from "../records/read-status.ts";
import type { Waiting } from "../run/waiting-files.ts";
import { sayChanged } from "../records/say-changed.ts";
import { sayPassed } from "../text/passed-over.ts";
import { countOf, formatBytes, formatCount, formatDuration, formatMoment } from "../text/amounts.ts";
import type { RunRow } from "../report/data.ts";
import { renderDrift } from "./plan-summary.ts";
import { renderTextTable } from "./table.ts";
import { visible } from "../text/visible.ts";

/** Runs that are shown. */
const SHOWN_RUNS = 10;
const UNKNOWN =
  "files waiting: not known, since no source is configured; `dwh status --help` lists the flags";

/** Returns the last runs, the age of the data, the files that wait, and the last error with its way out. */
export function renderStatusSummary(
  status: Status & { readonly waiting: readonly Waiting[]; readonly drift: readonly string[] },
  facts: {
    readonly now: Date;
    readonly width: number;
    /** The command line of a run. */
    readonly run: string;
    /** That of a migration. */
    readonly migrate: string;
  },
): string {
  const { runs, runCount, changed, lastError } = status;
  const waiting = status.waiting.length === 0 ? [UNKNOWN] : status.waiting.map(sayWaiting);
  const blocks = [[sayAge(status, facts.now), ...waiting].join("\n")];
  if (status.drift.length > 0) blocks.push(renderDrift(status.drift, facts.migrate));
  if (runs.length === 0) blocks.push(`no run is on record yet; \`${facts.run}\` makes one`);
  else {
    const shown = runs.slice(0, SHOWN_RUNS);
    const more = runCount - shown.length;
    const cut = more > 0 ? `… and ${countOf(more, "older run")}: etl_runs\n` : "";
    blocks.push(`${renderRuns(shown, facts.width)}${cut}`.trimEnd());
  }
  if (changed !== undefined) blocks.push(renderChanged(changed));
  if (lastError !== undefined) blocks.push(sayError(lastError, runs));
  return `${blocks.join("\n\n")}\n`;
}

function sayAge({ loadedAt, files }: Status, now: Date): string {
  if (loadedAt === undefined) return "data age: no file was loaded yet";
  const age = formatDuration(Math.max(0, now.getTime() - loadedAt.getTime()));
  return `data age: ${age}; the newest of ${countOf(files, "file")} was loaded ${formatMoment(loadedAt)}`;
}

function sayWaiting(waiting: Waiting): string {
  const { source } = waiting;
  const where = visible(waiting.paths.join(", "));
  if ("problem" in waiting) {
    const next = waiting.next === undefined ? "" : `; next: ${waiting.next}`;
    return `files waiting: ${source} cannot be listed (${where}): ${waiting.problem}${next}`;
  }
  const files =
    waiting.files === 0 ? "none" : `${formatCount(waiting.files)} (${formatBytes(waiting.bytes)})`;
  return [
    `files waiting: ${files} of ${source} in ${where}`,
    sayPassed(source, waiting.passedOver),
    ...waiting.warnings.map(visible),
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function renderRuns(runs: readonly RunRow[], width: number): string {
  const numbers = new Set(["exit", "took", "files", "staged", "rejected", "rows added"]);
  const names = ["began (UTC)", "status", ...numbers, "run"];
  const rows = runs.map((run) => [
    run.startedAt === undefined ? null : formatMoment(run.startedAt).replace(" UTC", ""),
    run.status,
    String(run.exitCode),
    formatDuration(run.durationMs),
    formatCount(run.files),
    formatCount(run.rowsStaged),
    formatCount(run.rowsRejected),
    run.rowsAdded === undefined ? null : formatCount(run.rowsAdded),
    run.runId,
  ]);
  const columns = names.map((name) => ({ name, type: numbers.has(name) ? "bigint" : "text" }));
  return renderTextTable(columns, rows, width);
}

function renderChanged({ run, values }: NonNullable<Status["changed"]>): string {
  const at = run.startedAt === undefined ? "" : `, ${formatMoment(run.startedAt)}`;
  const lines = sayChanged(values).map((line) => `  ${visible(line)}`);
  return [`values that were changed: run ${run.runId}${at}`, ...lines].join("\n");
}

function sayError({ run, failedChecks }: NonNullable<Status["lastError"]>, runs: readonly RunRow[]): string {
  const at = run.startedAt === undefined ? "" : `, ${formatMoment(run.startedAt)}`;
  const since = runs.findIndex(({ runId }) => runId === run.runId);
  const later = since > 0 ? `; ${countOf(since, "run")} ended well since` : "";
  const checks = failedChecks.length === 0 ? undefined : `failed: ${failedChecks.join(", ")}`;
  const error = run.error?.split(/; (?=at |next: )/) ?? [];
  const said = [...(checks === undefined ? [] : [checks]), ...error];
  const words = said.length === 0 ? ["the record says no more"] : said;
  return [
    `last error: ${run.status}, exit code ${run.exitCode}, run ${run.runId}${at}${later}`,
    ...words.map((line) => `  ${visible(line)}`),
    `  way out: docs/runbook.md, section ${run.exitCode}`,
  ].join("\n");
}
