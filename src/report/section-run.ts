/** The part of the page on the run: what came in, what went out, and whether it can be trusted. */
import { countOf, formatBytes, formatCount, formatDuration } from "../text/amounts.ts";
import { sayRowCount } from "./row-count.ts";
import type { ReportData, RunDetail, RunRow, SourceRow, StepRow } from "./data.ts";
import { renderChanged, renderColumns } from "./section-columns.ts";
import { renderHistory } from "./history.ts";
import { html, type Html } from "./html.ts";
import { renderQuarantine } from "./section-quarantine.ts";
import { renderChecks, renderFailures, renderRejects, renderSums } from "./section-trust.ts";
import { formatMomentOrUnknown, isGood, keepMoments, renderStatusMark } from "./status-mark.ts";
import { renderHtmlTable } from "./table.ts";
import { computeSums } from "./sums.ts";
import { sayUnended } from "../text/unended.ts";
import { renderTrends } from "./trends.ts";

/** Returns the part on the run: the newest one with something to do, sums, checks, rejected rows, the last runs. */
export function renderRunSection(data: ReportData): Html {
  return html`<section id="run" aria-labelledby="run-heading">
    <h2 id="run-heading">The run</h2>
    ${data.unended.map((one) => html`<p>${renderStatusMark(one.alive === false ? false : undefined, sayUnended(one))}.</p>`)}
    ${data.detail === undefined ? renderNoDetail(data) : renderDetail(data, data.detail)}
    ${failingFirst(data)} ${data.runs.length > 0 && renderHistory(data)}
  </section>`;
}

/** The parts that may report something wrong: those that do come first, each as wide as the page; the others stand in columns below the trends. */
function failingFirst(data: ReportData): Html {
  const { checks, detail, quarantine } = data;
  const parts = [
    { part: renderSums(data), isFailing: computeSums(data).some(({ holds, of }) => !holds && of === "data") },
    { part: renderQuarantine(quarantine), isFailing: quarantine.length > 0 },
    {
      part: renderChecks(data),
      isFailing: checks.some(({ count, failure }) => (count ?? 0) > 0 || failure !== undefined),
    },
    {
      part: detail && renderRejects(detail),
      isFailing: detail !== undefined && detail.run.rowsRejected > 0,
    },
  ];
  const some = parts.filter(({ part }) => part !== undefined);
  return html`${some.filter(({ isFailing }) => isFailing).map(({ part }) => part)} ${renderTrends(data)}
    <div class="columns">
      ${some.filter(({ isFailing }) => !isFailing).map(({ part }) => html`<div>${part}</div>`)}
    </div>`;
}

function renderNoDetail({ runs }: ReportData): Html {
  return runs.length === 0
    ? html`<p>No run is on record yet. <code>dwh run</code> makes one.</p>`
    : html`<p>No run on record had anything to do: there was no new source file.</p>`;
}

function renderDetail(data: ReportData, detail: RunDetail): Html {
  const { run } = detail;
  const newest = data.runs[0];
  const later =
    newest !== undefined && newest.runId !== run.runId
      ? html`<p>
          The newest run, at ${formatMomentOrUnknown(newest.startedAt)}, ended with
          ${renderStatusMark(isGood(newest.status), newest.status)}. Below is the newest one that had
          something to do.
        </p>`
      : undefined;
  return html`${later}
    <p>
      Run <code>${run.runId}</code>: ${renderStatusMark(isGood(run.status), run.status)}, exit code
      ${run.exitCode}. Began ${keepMoments(formatMomentOrUnknown(run.startedAt))}, took
      ${formatDuration(run.durationMs)}${run.retries > 0 && `, ${countOf(run.retries, "retry", "retries")}`},
      version ${run.version}.
    </p>
    ${run.error !== undefined && html`<p class="${run.exitCode === 0 ? "remark" : "error"}" dir="auto">${run.error}</p>`}
    ${run.exitCode !== 0 && renderRolledBack(detail)} ${renderFailures(detail)}
    <div class="columns">
      <div>
        <h3>Loaded files</h3>
        ${detail.sources.length === 0 ? html`<p>No file of this run is in the warehouse: ${countOf(run.files, "file")} found, ${countOf(run.rowsRead, "row")} read.</p>` : renderSources(detail.sources, isSame(data.sources, detail.sources) ? "Files that this run brought, by source; there are no others in the warehouse" : "Files that this run brought, by source")}
        ${data.sources.length > 0 && !isSame(data.sources, detail.sources) && renderSources(data.sources, "Files in the warehouse, by source")}
      </div>
      <div>
        <h3>Changed tables</h3>
        ${renderTables(data, run)}
      </div>
    </div>
    ${renderColumns(detail.columns)}${renderChanged(detail.changed)}
    <details class="table">
      <summary>The steps as a time line: ${countOf(detail.steps.length, "step")}</summary>
      ${renderTimeLine(detail.steps, run)}
    </details>`;
}

/** Whether two tables would say the same. */
function isSame(one: readonly SourceRow[], other: readonly SourceRow[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What precedes the figures of a run that published nothing: that sentence, and the checks that failed and whose rows are not on record. */
function renderRolledBack({ steps, failures }: RunDetail): Html {
  const failed = steps.filter(
    ({ kind, status, name }) =>
      (kind === "check" || kind === "audit") &&
      status === "failed" &&
      !failures.some((one) => one.name === name),
  );
  return html`<p>
      <strong>Rolled back</strong>: the figures of this run are those before the rollback; none of it is
      published.
    </p>
    ${
      failed.length > 0 &&
      renderHtmlTable({
        caption: "Checks and audits that failed in this run, before the rollback",
        headings: ["check", { number: "failing rows" }],
        rows: failed.map(
          ({ name, rows }) =>
            html`<tr>
              <th scope="row"><code>${name}</code></th>
              <td class="number">${formatCount(rows)}</td>
            </tr> `,
        ),
      })
    }`;
}

/** What marks the figures of a run that published nothing. */
function markOf({ exitCode }: RunRow): string {
  return exitCode === 0 ? "" : ", rolled back";
}

/** "–" for what is not known of every file. */
function formatKnown(rows: number | undefined): string {
  return formatCount(rows ?? Number.NaN);
}

function renderSources(sources: readonly SourceRow[], caption: string): Html {
  return renderHtmlTable({
    caption,
    headings: [
      "source",
      ...["files", "size", "rows read", "rows staged", "rows rejected"].map((number) => ({ number })),
    ],
    rows: sources.map(
      (one) =>
        html`<tr>
          <th scope="row">${one.source}</th>
          <td class="number">${formatCount(one.files)}</td>
          <td class="number">${formatBytes(one.bytes)}</td>
          <td class="number">${formatKnown(one.rowsRead)}</td>
          <td class="number">${formatKnown(one.rowsStaged)}</td>
          <td class="number">${formatKnown(one.rowsRejected)}</td>
        </tr>`,
    ),
  });
}

/** Rows that the transforms of the run changed, beside those that are there now; without tables that are about the last run alone. */
function renderTables(data: ReportData, run: RunRow): Html {
  const changed = new Map<string, number>();
  for (const step of data.detail?.steps ?? []) {
    if (step.kind !== "transform") continue;
    for (const table of data.steps.find(({ name, kind }) => name === step.name && kind === step.kind)
      ?.writes ?? []) {
      changed.set(table, (changed.get(table) ?? 0) + step.rows);
    }
  }
  const tables = data.tables.filter(
    ({ definition, scope }) => changed.has(definition.name) && scope !== "run",
  );
  return html`${run.rowsAdded !== undefined && html`<p>${countOf(run.rowsAdded, "row")} added.</p>`}
  ${renderHtmlTable({
    caption: `Tables of the star, with the rows that the steps of this run changed${markOf(run)}`,
    headings: ["table", { number: "rows changed" }, { number: "rows now" }],
    rows: tables.map(
      ({ definition: { name }, rows, held, refused }) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td class="number">${formatCount(changed.get(name) ?? 0)}</td>
          <td class="number">
            ${rows === undefined ? sayRowCount({ rows, held, refused }) : formatCount(rows)}
          </td>
        </tr>`,
    ),
  })}`;
}

function renderTimeLine(steps: readonly StepRow[], run: RunRow): Html {
  const starts = steps.flatMap(({ startedAt }) => (startedAt === undefined ? [] : [startedAt.getTime()]));
  const ends = steps.flatMap(({ startedAt, durationMs }) =>
    startedAt === undefined ? [] : [startedAt.getTime() + durationMs],
  );
  const begin = Math.min(run.startedAt?.getTime() ?? Number.POSITIVE_INFINITY, ...starts);
  const end = Math.max(run.endedAt?.getTime() ?? 0, ...ends, begin + 1);
  const percent = (ms: number): string => ((ms / (end - begin)) * 100).toFixed(2);
  const around = (what: string, from: number, to: number): Html | undefined =>
    Number.isFinite(to - from)
      ? html`<tr>
          <td colspan="4">${what}</td>
          <td class="number">${formatDuration(to - from)}</td>
          <td class="track" aria-hidden="true">
            <span style="margin-left:${percent(from - begin)}%;width:max(2px,${percent(to - from)}%)"></span>
          </td>
        </tr> `
      : undefined;
  const rows = [
    around("before the steps: files listed, packed, the ledger locked", begin, Math.min(...starts)),
    ...steps.map(
      (step) =>
        html`<tr>
          <th scope="row">${step.name}</th>
          <td>${step.kind}</td>
          <td>
            ${renderStatusMark(isGood(step.status), step.note === undefined ? step.status : `${step.status}: ${step.note}`)}
          </td>
          <td class="number">${formatCount(step.rows)}</td>
          <td class="number">${formatDuration(step.durationMs)}</td>
          <td class="track" aria-hidden="true">
            ${step.startedAt !== undefined && html`<span class="${step.kind}" style="margin-left:${percent(step.startedAt.getTime() - begin)}%;width:max(2px,${percent(step.durationMs)}%)"></span>`}
          </td>
        </tr> `,
    ),
    around("after the steps: the ledger written, the end of the transaction", Math.max(...ends), end),
  ];
  return renderHtmlTable({
    caption: `Steps in order${markOf(run)}; the bars run from its start to its end, ${formatDuration(end - begin)} later`,
    headings: ["step", "kind", "status", { number: "rows" }, { number: "time" }, { hidden: "bar" }],
    rows: rows.filter((row) => row !== undefined),
    kind: "time-line",
  });
}
