/** The report as one HTML file that needs nothing else: no script, no font, no network. */
import { cardOf } from "./analysis.ts";
import { countOf, formatAge, formatCount, formatDuration, formatMoment } from "../text/amounts.ts";
import { truncate } from "../text/visible.ts";
import type { ReportData, RunDetail, RunRow } from "./data.ts";
import { renderFailure } from "./failure.ts";
import { html, trusted, type Html } from "./html.ts";
import { judgeAge, newestEvents, newestLoad, type Newest } from "./freshness.ts";
import { computeSums, isOffRecord } from "./sums.ts";
import { renderAnswersSection, type DrawChart } from "./section-answers.ts";
import { renderRunSection } from "./section-run.ts";
import { renderWarehouseSection } from "./section-warehouse.ts";
import { formatMomentOrUnknown, isGood, keepMoments, renderStatusMark } from "./status-mark.ts";
import { STYLE_SHEET } from "./style.ts";

/** The largest page, in bytes. */
export const MAX_PAGE_BYTES = 1_000_000;
/** Rows of an analysis that are shown, the fewer the longer the page gets otherwise. A list of twenty and its rest always fits. */
const SHOWN_ANSWER_ROWS = [100, 40, 21];
/** Checks that are named at a glance; the others are counted. */
const NAMED_CHECKS = 3;
/** Characters of an error at a glance. */
const ERROR_LENGTH = 120;

/**
 * Returns the page, under MAX_PAGE_BYTES where shorter tables can bring that about; the same data gives the same page.
 */
export function renderPage(data: ReportData, draw: DrawChart): string {
  let page = "";
  for (const most of SHOWN_ANSWER_ROWS) {
    page = render(data, draw, most);
    if (Buffer.byteLength(page) < MAX_PAGE_BYTES) break;
  }
  return page;
}

function render(data: ReportData, draw: DrawChart, most: number): string {
  const title = `${capital(data.pipeline)}: the run, the answers, the warehouse`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${trusted(STYLE_SHEET)}
        </style>
      </head>
      <body>
        <header>
          <a class="skip" href="#run">To the content</a>
          <h1>${title}</h1>
          <p>
            Created ${keepMoments(formatMoment(data.madeAt))} from ${data.warehouse} by version
            ${data.version}.
          </p>
          ${renderGlance(data)}
          ${data.unanswered.map(
            ({ question, failure }) =>
              html`<h2>${question}</h2>
                ${renderFailure(failure)}`,
          )}
        </header>
        <nav aria-label="Parts of this page">
          <ul>
            <li><a href="#glance">At a glance</a></li>
            <li><a href="#run">The run</a></li>
            <li><a href="#answers">The answers</a></li>
            <li><a href="#warehouse">The warehouse</a></li>
          </ul>
        </nav>
        <main>
          ${renderRunSection(data)} ${renderAnswersSection(data, draw, most)} ${renderWarehouseSection(data)}
        </main>
        <footer>
          <p>
            Made by <code>dwh report</code>; every figure is the answer to a query on the warehouse.
            <code>dwh report --format json</code> prints them.
          </p>
        </footer>
      </body>
    </html> `.markup;
}

/** The answers to what people ask first. */
function renderGlance(data: ReportData): Html {
  const { analyses } = data;
  const cards = analyses.flatMap((analysis) => cardOf(analysis) ?? []);
  const facts: readonly (readonly [string, Html | string, string] | undefined)[] = [
    ["Is the published data sound?", ...saySound(data)],
    data.rebuild && [
      "What do readers see?",
      renderStatusMark(undefined, "the tables as they were"),
      "a rebuild in batches is not finished; see the last runs",
    ],
    sayNewest(data),
    ...newestEvents(analyses, data.maxLoadAge !== undefined).map(
      (event) => [event.title, ...sayAge(event, data)] as const,
    ),
    [newestLoad(data).title, ...sayAge(newestLoad(data), data)],
    ...cards.map(
      ({ label, value, note, tooLow }) =>
        [label, tooLow ? renderStatusMark("warn", value) : value, note] as const,
    ),
  ];
  return html`<dl class="glance" id="glance">
    ${facts.map(
      (fact) =>
        fact !== undefined &&
        html`<div>
          <dt>${fact[0]}</dt>
          <dd dir="auto">${fact[1]}<small>${keepMoments(fact[2])}</small></dd>
        </div>`,
    )}
  </dl>`;
}

/** How old it is, marked where that is more than its limit. */
function sayAge(newest: Newest, { madeAt, unanswered }: ReportData): readonly [Html | string, string] {
  const { at, age, limit, tooOld } = judgeAge(newest, madeAt);
  if (at === undefined || age === undefined) return [unanswered.length > 0 ? "not known" : "no data", ""];
  const ago = `${formatAge(age)} ago`;
  if (limit === undefined || tooOld === undefined) return [ago, formatMoment(at)];
  return [
    renderStatusMark(!tooOld, ago),
    `${formatMoment(at)}; ${tooOld ? "older than" : "within"} the limit of ${formatDuration(limit).replaceAll(" ", "\u00A0")}`,
  ];
}

/** What became of the newest run: a run that is not on record may have begun after all that are. */
function sayNewest({ runs, unended, detail }: ReportData): readonly [string, Html, string] | undefined {
  const newest = runs[0];
  const later = unended.find(({ startedAt }) => (startedAt ?? 0) > (newest?.startedAt ?? 0));
  if (later === undefined)
    return (
      newest && [
        "The newest run",
        renderStatusMark(lacksSome(newest) ? "warn" : isGood(newest.status), newest.status),
        sayOutcome(newest, detail),
      ]
    );
  const [mark, words] =
    later.alive === false
      ? [false, "killed, or cut off"]
      : [undefined, later.alive === true ? "in progress" : "not ended"];
  return [
    "The newest run",
    renderStatusMark(mark, words),
    `began ${formatMomentOrUnknown(later.startedAt)}${newest === undefined ? "" : `; the run before: ${newest.status}`}`,
  ];
}

/** Whether a run has published without some of its rows or files; `error` names the files then. */
function lacksSome({ exitCode, rowsRejected, error }: RunRow): boolean {
  return exitCode === 0 && (rowsRejected > 0 || error !== undefined);
}

/** What became of a run: when it was published, or why it was not, and how many files are left for the next one. */
function sayOutcome(run: RunRow, detail: RunDetail | undefined): string {
  const { exitCode, files, endedAt, startedAt, status, rowsAdded } = run;
  const brought =
    rowsAdded === undefined || files === 0
      ? ""
      : `${countOf(rowsAdded, "row")} added, of ${countOf(files, "file")}; `;
  if (exitCode === 0)
    return `${brought}${sayLacking(run)}${status === "succeeded" ? "published" : "began"} ${formatMomentOrUnknown(status === "succeeded" ? endedAt : startedAt)}`;
  const waiting = files > 0 ? `${countOf(files, "file")} pending` : "`dwh status` counts the pending files";
  const why = sayWhy(run, detail);
  return `not published${why === "" ? "" : `: ${why}`}; ${waiting}`;
}

/** What it published without, or what else is remarked on. */
function sayLacking({ rowsRejected, error }: RunRow): string {
  const rejected = rowsRejected === 0 ? [] : [`${countOf(rowsRejected, "row")} rejected`];
  const remark = error === undefined ? [] : [truncate(error.split(": ", 1)[0] ?? "", ERROR_LENGTH)];
  return [...rejected, ...remark].map((words) => `${words}; `).join("");
}

/** Which checks failed, or else its error, without the place and the way out. */
function sayWhy({ runId, error = "" }: RunRow, detail: RunDetail | undefined): string {
  const steps = detail?.run.runId === runId ? detail.steps : [];
  const failed = steps.filter(({ kind, status }) => /^(?:check|audit)$/.test(kind) && status === "failed");
  return failed.length > 0 ? listSome(failed) : truncate(error.split("; at ", 1)[0] ?? "", ERROR_LENGTH);
}

/** The first of their names, and how many more there are. */
function listSome(checks: readonly { readonly name: string }[]): string {
  const more = checks.length - NAMED_CHECKS;
  const named = checks.slice(0, NAMED_CHECKS).map(({ name }) => name);
  return `${named.join(", ")}${more > 0 ? ` and ${formatCount(more)} more` : ""}`;
}

/** Only what was checked is sound; where there are no rows, nothing is. */
function saySound(data: ReportData): readonly [Html, string] {
  const { checks, sums } = data;
  const found = checks.filter(({ count }) => (count ?? 0) > 0);
  const passed = checks.filter(({ count }) => count === 0).length;
  const counted = computeSums(data);
  const broken = counted.filter(({ holds, of }) => !holds && of === "data").length;
  const off = counted.filter(isOffRecord).length;
  const unasked = sums.filter(({ answer }) => answer === undefined).length;
  const held = unasked === 0 ? "all sums hold" : `${countOf(unasked, "sum")} not checked`;
  const at = publishedAt(data);
  const since = at === undefined ? "" : `published ${formatMoment(at)}; `;
  const failing = found.length === 0 ? "" : ` (failing rows: ${listSome(found)})`;
  const because = `${since}${passed} of ${countOf(checks.length, "check")} passed${failing}, ${broken === 0 ? held : `${countOf(broken, "sum")} broken`}${off === 0 ? "" : `, ${off} ${off === 1 ? "differs" : "differ"} from the record`}`;
  if (isEmpty(data)) {
    const why = data.runs.length === 0 && at === undefined ? "nothing was loaded" : because;
    return [renderStatusMark(undefined, "no rows yet"), why];
  }
  if (broken > 0 || found.some(({ severity }) => severity === "error"))
    return [renderStatusMark(false, "no"), because];
  const doubt = passed < checks.length || unasked > 0;
  return [renderStatusMark(doubt ? "warn" : true, doubt ? "with the warnings below" : "yes"), because];
}

/** When what is published was: at the end of the newest run that published something, or else when its files were put on record. */
function publishedAt({ runs, loadedAt }: ReportData): Date | undefined {
  const newest = runs.find(({ exitCode, status }) => exitCode === 0 && status !== "nothing new");
  return loadedAt && (newest?.endedAt ?? loadedAt);
}

/** Whether no table that a step writes is known to have a row. */
function isEmpty({ steps, tables }: ReportData): boolean {
  const written = new Set(steps.filter(({ kind }) => kind !== "schema").flatMap(({ writes }) => writes));
  return tables.every(({ definition, rows }) => !written.has(definition.name) || (rows ?? 0) === 0);
}

function capital(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
