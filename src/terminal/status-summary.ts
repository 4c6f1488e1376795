/** How things stand, as a person reads it. */
import type { QuarantineEntry } from "../records/quarantine.ts";
import type { Status } from "../records/read-status.ts";
import type { Pending } from "../run/pending-files.ts";
import { sayUnended } from "../text/unended.ts";
import { sayUnderWay } from "../text/under-way.ts";
import { sayChanged } from "../records/say-changed.ts";
import { sayPassed } from "../text/passed-over.ts";
import {
  countOf,
  formatAge,
  formatBytes,
  formatCount,
  formatDuration,
  formatMoment,
} from "../text/amounts.ts";
import type { RunRow } from "../report/data.ts";
import type { Retold } from "../plan/retold.ts";
import { renderDrift, renderRetold } from "./plan-summary.ts";
import { judgeAge, type Age, type Newest } from "../report/freshness.ts";
import { renderTextTable } from "./table.ts";
import { visible } from "../text/visible.ts";

/** Files in quarantine that are shown. */
const SHOWN_FILES = 20;
/** Runs that are shown. */
const SHOWN_RUNS = 10;
const UNKNOWN =
  "pending files: not known, since no source is configured; `dwh status --help` lists the flags";

/** What it is made of. */
interface Facts extends Status {
  readonly pending: readonly Pending[];
  readonly drift: readonly string[];
  readonly retold: readonly Retold[];
  readonly newestLoad: Newest;
  readonly newestEvents: readonly Newest[];
}

/** Returns the last runs, the age of the data, the files that wait, and the last error with its way out. */
export function renderStatusSummary(
  status: Facts,
  facts: {
    readonly now: Date;
    readonly width: number;
    /** Gives the commands in a text the flags that reach the same warehouse and sources. */
    readonly retype: (text: string) => string;
    /** The command line that has a file tried again. */
    readonly retry: (url: string) => string;
  },
): string {
  const { runs, runCount, changed, lastError } = status;
  const pending = status.pending.length === 0 ? [UNKNOWN] : status.pending.map(sayPending);
  const ages = [
    sayLoad(status, facts.now),
    ...status.newestEvents.map((newest) => sayEvent(newest, facts.now)),
  ];
  const blocks = [[...ages, ...pending].join("\n")];
  if (status.rebuild !== undefined) blocks.push(facts.retype(visible(sayUnderWay(status.rebuild))));
  if (status.quarantine.length > 0) blocks.push(sayQuarantine(status.quarantine, facts.retry));
  if (status.drift.length > 0) blocks.push(facts.retype(renderDrift(status.drift)));
  if (status.retold.length > 0) blocks.push(facts.retype(renderRetold(status.retold)));
  if (status.unended.length > 0)
    blocks.push(status.unended.map((one) => visible(sayUnended(one))).join("\n"));
  if (runs.length === 0) blocks.push(facts.retype("no run on record yet; `dwh run` makes one"));
  else {
    const shown = runs.slice(0, SHOWN_RUNS);
    const more = runCount - shown.length;
    const cut = more > 0 ? `… and ${countOf(more, "older run")}: etl_runs\n` : "";
    blocks.push(`${renderRuns(shown, facts.width)}${cut}`.trimEnd());
  }
  if (changed !== undefined) blocks.push(renderChanged(changed));
  if (lastError !== undefined) blocks.push(facts.retype(sayError(lastError, runs)));
  return `${blocks.join("\n\n")}\n`;
}

function sayLoad({ newestLoad, files }: Facts, now: Date): string {
  const { at, age, ...judged } = judgeAge(newestLoad, now);
  if (at === undefined || age === undefined) return "newest load: no file was loaded yet";
  return `newest load: ${formatAge(age)} ago; the newest of ${countOf(files, "file")} was loaded ${formatMoment(at)}${sayLimit(judged)}`;
}

function sayEvent(newest: Newest, now: Date): string {
  const { name, at, age, ...judged } = judgeAge(newest, now);
  if (at === undefined || age === undefined) return `newest event: not known (${name})`;
  return `newest event: ${formatAge(age)} ago, ${formatMoment(at)} (${name})${sayLimit(judged)}`;
}

function sayLimit({ limit, tooOld }: Pick<Age, "limit" | "tooOld">): string {
  if (limit === undefined || tooOld !== true) return "";
  return `; TOO OLD: the limit is ${formatDuration(limit)}`;
}

function sayPending(pending: Pending): string {
  const { source } = pending;
  const where = visible(pending.paths.join(", "));
  if ("problem" in pending) {
    const next = pending.next === undefined ? "" : `; next: ${pending.next}`;
    return `pending files: not known for ${source} (${where}): ${pending.problem}${next}`;
  }
  const files =
    pending.files === 0 ? "none" : `${formatCount(pending.files)} (${formatBytes(pending.bytes)})`;
  return [
    `pending files: ${files} of ${source} in ${where}`,
    sayPassed(source, pending.passedOver),
    ...pending.warnings.map(visible),
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function sayQuarantine(files: readonly QuarantineEntry[], retry: (url: string) => string): string {
  const lines = files.slice(0, SHOWN_FILES).flatMap(({ source, url, at, reason, next, retry: isDue }) => {
    const since = at === undefined ? "" : `, ${formatMoment(at)}`;
    const due = isDue ? "\n    the next run tries it again" : "";
    return [
      `  ${visible(`${source}: ${url}`)}${since}\n    ${visible(reason)}\n    next: ${visible(next)}${due}`,
    ];
  });
  const more = files.length - lines.length;
  if (more > 0) lines.push(`  … and ${formatCount(more)} more: etl_quarantine`);
  return [
    `in quarantine: ${countOf(files.length, "file")} left out; a file that is corrected is retried automatically, one that is right as it is by \`${retry("<url>")}\``,
    ...lines,
  ].join("\n");
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
  const later = since > 0 ? `; ${countOf(since, "run")} succeeded since` : "";
  const checks = failedChecks.length === 0 ? undefined : `failed: ${failedChecks.join(", ")}`;
  const error = run.error?.split(/; (?=at |next: )/) ?? [];
  const said = [...(checks === undefined ? [] : [checks]), ...error];
  const words = said.length === 0 ? ["the record has no message"] : said;
  return [
    `last error: ${run.status}, exit code ${run.exitCode}, run ${run.runId}${at}${later}`,
    ...words.map((line) => `  ${visible(line)}`),
    `  way out: docs/runbook.md, section ${run.exitCode}`,
  ].join("\n");
}
