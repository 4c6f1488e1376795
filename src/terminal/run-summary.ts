/** The end of a run as a person reads it. */
import type { RunResult, StepResult } from "../records/result.ts";
import { groupRejects } from "../records/reject-groups.ts";
import { countRejected } from "../records/count-rejected.ts";
import { countPassed, sayPassed, unexpected } from "../text/passed-over.ts";
import { sayUnlisted, sayUnread } from "../text/unlisted.ts";
import { SHOWN_ROWS, type CheckResult } from "../checks/run-check.ts";
import { countOf, formatCount, formatDuration } from "../text/amounts.ts";
import { hasFindings, renderColumns } from "./columns-summary.ts";
import { placeOf } from "../text/place.ts";
import { renderTextTable } from "./table.ts";
import { visible } from "../text/visible.ts";

/** Rejected rows of a kind that are shown; `dwh status --errors` shows them all. */
const SHOWN_REJECTS = 20;
/** Skipped steps that are named. */
const NAMED_STEPS = 3;
const SLOWEST = 3;
const ROLLED_BACK =
  "rolled back: the figures are those of the run before the rollback; none of it is published";
/** Checks that found rows and are shown with them; the others are named. */
const SHOWN_CHECKS = 5;

/** What a person may do after a run. */
export interface Ways {
  /** The file that a report goes into. */
  readonly report: string;
  /** The command line that reaches the warehouse of the run. */
  readonly retype: (name: "report" | "status" | "query", ...rest: readonly string[]) => string;
}

/** Returns the summary: sources, tables, checks, rejected rows, slowest steps, where the report goes, and what to type next. */
export function renderRunSummary(result: RunResult, width: number, ways: Ways): string {
  const took = formatDuration(result.endedAt.getTime() - result.startedAt.getTime());
  const blocks = [`${headline(result)} (${took}, ${result.warehouse})\nrun ${result.runId}`];
  if (result.sources.some(({ files }) => files > 0)) blocks.push(sources(result, width));
  if (result.exitCode !== 0 && result.inDoubt === undefined && blocks.length > 1) blocks.push(ROLLED_BACK);
  const passed = result.sources.map(({ name, passedFor }) => sayPassed(name, passedFor)).filter(Boolean);
  if (passed.length > 0) blocks.push(passed.join("\n"));
  if (result.columns.some(hasFindings)) blocks.push(renderColumns(result.columns));
  if (result.tables.length > 0) blocks.push(tables(result, width));
  if (result.checks.length > 0) blocks.push(checks(result.checks, width));
  const idle = skipped(result);
  if (idle !== "") blocks.push(idle);
  if (countRejected(result).rows > 0) blocks.push(rejects(result, width, ways));
  blocks.push(...quarantine(result, ways));
  if (result.status === "succeeded") blocks.push(slowest(result, width));
  blocks.push(next(result, ways));
  return `${blocks.join("\n\n")}\n`;
}

function headline(result: RunResult): string {
  const outcome =
    result.inDoubt === undefined ? "nothing was published" : "whether it was published is not known";
  switch (result.status) {
    case "succeeded":
      return sayPublished(result);
    case "nothing new":
      return sayNothingNew(result);
    case "dry run":
      return "A dry run: everything was done and rolled back; nothing is published or recorded";
    case "check failed":
      return "A check failed: nothing was published";
    case "rejected":
      return "Rows were rejected: nothing was published";
    case "failed":
      return `The run failed: ${outcome}`;
    case "interrupted":
      return `The run was interrupted: ${outcome}`;
    case "deadline passed":
      return `The run took too long: ${outcome}`;
  }
}

/** A warehouse that lacks nothing is up to date; otherwise the news is what was left out or passed over, and what a check warns about. */
function sayPublished(result: RunResult): string {
  const { rows } = countRejected(result);
  const files = result.inQuarantine ?? 0;
  const without = [
    ...(rows > 0 ? [countOf(rows, "rejected row")] : []),
    ...(files > 0 ? [`${countOf(files, "file")} in quarantine`] : []),
  ];
  const warned = result.checks.filter(({ severity, count }) => severity === "warn" && count > 0).length;
  const passed = countUnexpected(result);
  const remarks = [
    ...(warned > 0 ? [`; ${countOf(warned, "check")} warned`] : []),
    ...(passed > 0 ? [`; ${sayUnexpected(passed)}`] : []),
  ];
  if (without.length + remarks.length === 0) return "The warehouse is up to date";
  return `Published${without.length === 0 ? "" : `, without ${without.join(" and ")}`}${remarks.join("")}`;
}

/** What was passed over may have been meant: then that is the news. */
function sayNothingNew(result: RunResult): string {
  const { quarantined = [], inQuarantine = 0 } = result;
  if (quarantined.length > 0)
    return "Nothing was loaded: the new files are invalid, and went into quarantine";
  const passed = countUnexpected(result);
  if (passed === 0)
    return `Nothing new: every source file is in the warehouse${inQuarantine > 0 ? " or in quarantine" : ""}`;
  return `Nothing was loaded: ${sayUnexpected(passed)}, and no other is new`;
}

function countUnexpected({ sources: all }: RunResult): number {
  return all.reduce((sum, { passedFor }) => sum + countPassed(unexpected(passedFor)), 0);
}

function sayUnexpected(passed: number): string {
  return `${countOf(passed, "object")} of an unknown kind ${passed === 1 ? "was" : "were"} passed over`;
}

function sources(result: RunResult, width: number): string {
  const columns = ["source", "new files", "loaded as", "MB", "rows read", "staged", "rejected"];
  const rows = result.sources.map((source) => [
    source.name,
    formatCount(source.files),
    formatCount(source.objects),
    (source.bytes / 1e6).toFixed(1),
    formatCount(source.rowsRead),
    formatCount(source.rowsStaged),
    formatCount(source.rowsRejected),
  ]);
  return table(columns, rows, width);
}

function tables(result: RunResult, width: number): string {
  const rows = result.tables.map(({ name, before, after }) => [
    name,
    formatCount(before),
    formatCount(after - before),
    formatCount(after),
  ]);
  return table(["table", "before", "added", "after"], rows, width);
}

function checks(results: readonly CheckResult[], width: number): string {
  const failing = results.filter((one) => one.count > 0);
  const failed = failing.filter(({ severity }) => severity === "error").length;
  const passed = results.length - failing.length;
  const lines = [`checks: ${passed} passed, ${failing.length - failed} warned, ${failed} failed`];
  for (const check of failing.slice(0, SHOWN_CHECKS)) lines.push(renderCheck(check, width));
  const more = failing.slice(SHOWN_CHECKS).map(({ name }) => name);
  if (more.length > 0) lines.push(`… and ${formatCount(more.length)} more: ${more.join(", ")}`);
  return lines.join("\n\n");
}

/** Returns one check that found rows, with the first of them. */
export function renderCheck(check: CheckResult, width: number): string {
  const shown = check.count > SHOWN_ROWS ? `; the first ${SHOWN_ROWS}` : "";
  const head = `${check.severity}: ${check.name}: ${check.title} ${countOf(check.count, "failing row")}${shown} (${check.path})`;
  return `${head}\n${renderTextTable(check.columns, check.rows.slice(0, SHOWN_ROWS), width)}`.trimEnd();
}

function rejects(result: RunResult, width: number, { retype }: Ways): string {
  const blocks = groupRejects(result.rejects).map(({ rejects: all, column, columnType, ...group }) => {
    const rows = all.slice(0, SHOWN_REJECTS).map((one) => [placeOf(one), one.value ?? "", one.reason]);
    const more = all.length - rows.length;
    const cut = more === 0 ? "" : `\n… and ${formatCount(more)} more: ${retype("status", "--errors")}`;
    const type = columnType === undefined ? "" : ` (${columnType})`;
    const of = column === undefined ? "" : `, column ${column}${type}`;
    const head = `${formatCount(all.length)} of ${group.source}${of}: ${group.meaning} (${group.code})\nnext: ${group.next}`;
    return `${head}\n${table(["where", "value", "reason"], rows, width)}${cut}`;
  });
  const { rows: rejected, atLeast } = countRejected(result);
  const { unreadLog } = result;
  const unlisted =
    unreadLog === undefined ? sayUnlisted(rejected, result.rejects.length, atLeast) : sayUnread(unreadLog);
  const head = `rejected rows: ${atLeast ? "at least " : ""}${formatCount(rejected)}`;
  return [unlisted === undefined ? head : `${head}\n${unlisted}`, ...blocks].join("\n\n");
}

/** What this run has left out, and how many files there are with those of runs before. */
function quarantine({ quarantined = [], inQuarantine = 0 }: RunResult, { retype }: Ways): readonly string[] {
  if (inQuarantine === 0) return [];
  const shown = quarantined
    .slice(0, SHOWN_REJECTS)
    .map(
      ({ source, url, reason, next: what }) =>
        `${visible(`${source}: ${url}: ${reason}`)}\n  next: ${visible(what)}`,
    );
  const more = quarantined.length - shown.length;
  if (more > 0) shown.push(`… and ${formatCount(more)} more`);
  const head = `in quarantine: ${countOf(inQuarantine, "file")}, ${formatCount(quarantined.length)} of them by this run; ${retype("status")}`;
  return [[head, ...shown].join("\n")];
}

/** Steps that had nothing to do, by the reason: a few by name, more of them by their kinds. */
function skipped({ steps }: RunResult): string {
  const groups = new Map<string, StepResult[]>();
  for (const step of steps)
    if (step.note !== undefined) groups.set(step.note, [...(groups.get(step.note) ?? []), step]);
  return [...groups].map(([note, some]) => `skipped: ${note}: ${saySteps(some)}`).join("\n");
}

function saySteps(steps: readonly StepResult[]): string {
  if (steps.length <= NAMED_STEPS) return steps.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  const counts = new Map<string, number>();
  for (const { kind } of steps) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => countOf(count, kind)).join(", ");
}

function slowest(result: RunResult, width: number): string {
  const steps = [...result.steps].sort((one, other) => other.durationMs - one.durationMs).slice(0, SLOWEST);
  const rows = steps.map(({ name, kind, durationMs }) => [name, kind, formatDuration(durationMs)]);
  return table(["slowest steps", "kind", "took"], rows, width);
}

function next({ exitCode, tables: written }: RunResult, { report, retype }: Ways): string {
  const page = [`npx ${retype("report", "--open")}`, `one page: ${report}`];
  const status = [`npx ${retype("status")}`, "last runs, age of the data, pending files, last error"];
  const runbook = ["docs/runbook.md", `section ${exitCode}`];
  const lines = exitCode === 0 ? [page, status] : [status, page, runbook];
  const widest = Math.max(...lines.map(([typed = ""]) => typed.length));
  const example = exitCode === 0 ? exampleQuery(written, retype) : [];
  return [
    "next:",
    ...lines.map(([typed = "", why = ""]) => `  ${typed.padEnd(widest)}   # ${why}`),
    ...example,
  ].join("\n");
}

/** A query that can be pasted: on the table that got the most rows, unless a shell would read its name in another way. */
function exampleQuery(written: RunResult["tables"], retype: Ways["retype"]): readonly string[] {
  const [first] = written
    .filter(({ name }) => /^[\w.]+$/.test(name))
    .toSorted((one, other) => other.after - other.before - (one.after - one.before));
  return first === undefined ? [] : [`  npx ${retype("query", `"select * from ${first.name} limit 10"`)}`];
}

function table(names: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const text = new Set(["source", "table", "slowest steps", "kind", "where", "value", "reason"]);
  const columns = names.map((name) => ({ name, type: text.has(name) ? "text" : "bigint" }));
  return renderTextTable(columns, rows, width).trimEnd();
}
