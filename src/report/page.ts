/** The report as one HTML file that needs nothing else: no script, no font, no network. */
import { highestValueOf } from "./analysis.ts";
import { countOf, formatDuration, formatMoment, formatShare } from "../text/amounts.ts";
import type { ReportData } from "./data.ts";
import { renderFailure } from "./failure.ts";
import { html, trusted, type Html } from "./html.ts";
import { computeSums } from "./sums.ts";
import { renderListenersSection, type DrawChart } from "./section-listeners.ts";
import { renderRunSection } from "./section-run.ts";
import { renderWarehouseSection } from "./section-warehouse.ts";
import { renderStatusMark } from "./status-mark.ts";
import { STYLE_SHEET } from "./style.ts";

/** The largest page, in bytes. */
export const MAX_PAGE_BYTES = 1_000_000;
/** Rows of an analysis that are shown, the fewer the longer the page gets otherwise. A list of twenty and its rest always fits. */
const SHOWN_ANSWER_ROWS = [100, 40, 21];

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
        <title>Sparkify: the run, the listeners, the warehouse</title>
        <link rel="icon" href="data:," />
        <style>
          ${trusted(STYLE_SHEET)}
        </style>
      </head>
      <body>
        <header>
          <a class="skip" href="#run">To the content</a>
          <h1>Sparkify: the run, the listeners, the warehouse</h1>
          <p>Made ${formatMoment(data.madeAt)} from ${data.warehouse} by version ${data.version}.</p>
          <nav aria-label="Parts of this page">
            <ul>
              <li><a href="#run">The run</a></li>
              <li><a href="#listeners">The listeners</a></li>
              <li><a href="#warehouse">The warehouse</a></li>
            </ul>
          </nav>
          ${renderGlance(data)}
          ${data.unanswered.map(
            ({ question, failure }) =>
              html`<h2>${question}</h2>
                ${renderFailure(failure)}`,
          )}
        </header>
        <main>
          ${renderRunSection(data)} ${renderListenersSection(data, draw, most)}
          ${renderWarehouseSection(data)}
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
  const { plays, runs, loadedAt, madeAt } = data;
  const newest = runs[0];
  const song = highestAnswer(data, "most_played_songs");
  const hour = highestAnswer(data, "plays_by_hour");
  const facts: readonly (readonly [string, Html | string, string] | undefined)[] = [
    newest && [
      "Last run",
      renderStatusMark(newest.exitCode === 0, newest.status),
      newest.startedAt === undefined ? "" : formatMoment(newest.startedAt),
    ],
    ["Can the data be trusted?", ...sayTrust(data)],
    [
      "Data age",
      loadedAt === undefined
        ? data.unanswered.length > 0
          ? "not known"
          : "no data"
        : formatDuration(madeAt.getTime() - loadedAt.getTime()),
      loadedAt === undefined ? "" : `newest file loaded ${formatMoment(loadedAt)}`,
    ],
    plays && ["Plays", countOf(plays.count, "play"), `by ${countOf(plays.listeners, "listener")}`],
    plays && [
      "Matched with the catalogue",
      formatShare(plays.matched, plays.count),
      `${countOf(plays.matched, "play")} of ${countOf(plays.count, "play")}`,
    ],
    song && ["Most played song", song.name, countOf(song.value, "play") + song.others],
    hour && ["Busiest hour", `${hour.name} (UTC)`, countOf(hour.value, "play") + hour.others],
  ];
  return html`<dl class="glance">
    ${facts.map(
      (fact) =>
        fact !== undefined &&
        html`<div>
          <dt>${fact[0]}</dt>
          <dd dir="auto">${fact[1]}<small>${fact[2]}</small></dd>
        </div>`,
    )}
  </dl>`;
}

/** Only what was checked can be trusted, and nothing is trusted where there is nothing. */
function sayTrust(data: ReportData): readonly [Html, string] {
  const { plays, checks } = data;
  const found = checks.filter(({ count }) => (count ?? 0) > 0);
  const passed = checks.filter(({ count }) => count === 0).length;
  const broken = computeSums(data).filter(({ holds }) => !holds).length;
  const because = `${passed} of ${countOf(checks.length, "check")} passed, ${broken === 0 ? "all sums hold" : `${countOf(broken, "sum")} broken`}`;
  if (plays === undefined || plays.count === 0) return [renderStatusMark(undefined, "no plays yet"), because];
  if (broken > 0 || found.some(({ severity }) => severity === "error"))
    return [renderStatusMark(false, "no"), because];
  const doubt = passed < checks.length;
  return [renderStatusMark(doubt ? "warn" : true, doubt ? "with the warnings below" : "yes"), because];
}

function highestAnswer(
  { analyses }: ReportData,
  name: string,
): { readonly name: string; readonly value: number; readonly others: string } | undefined {
  const analysis = analyses.find((one) => one.name === name);
  const found = analysis && highestValueOf(analysis);
  const [first, ...others] = found?.names ?? [];
  if (found === undefined || first === undefined || found.value <= 0) return undefined;
  return {
    name: first,
    value: found.value,
    others: others.length === 0 ? "" : `, as ${countOf(others.length, "other")}`,
  };
}
