/** The part of the page on the listeners: every analysis as a chart, a table and its SQL. */
import { countOf, formatCount, formatDay, formatMoment, formatShare } from "../text/amounts.ts";
import { OTHERS_ROW, peakOf, planChart, type Chart } from "./chart.ts";
import { totalPlaysOf } from "./analysis.ts";
import type { Analysis, Plays, ReportData } from "./data.ts";
import { renderFailure } from "./failure.ts";
import { html, type Html } from "./html.ts";
import { renderStatusMark } from "./status-mark.ts";
import { renderSql } from "./sql.ts";
import { renderFrame, renderAnswer } from "./table.ts";

/** Draws a chart; given by who may load the library. */
export type DrawChart = (chart: Chart, facts: { readonly id: string; readonly title: string }) => Html;

/** Tables whose columns a play has only when the catalogue knows its song. */
const CATALOGUE = ["songs", "artists"];

/** Returns the part: all analyses in order, with at most `most` rows in the table of each. */
export function renderListenersSection(data: ReportData, draw: DrawChart, most: number): Html {
  return html`<section id="listeners" aria-labelledby="listeners-heading">
    <h2 id="listeners-heading">The listeners</h2>
    ${renderBasis(data.plays)}
    ${data.analyses.map((analysis) => renderAnalysis(analysis, data.plays, draw, most))}
  </section>`;
}

function renderBasis(plays: Plays | undefined): Html {
  if (plays === undefined) return html`<p>There is no table of plays yet. <code>dwh run</code> makes it.</p>`;
  if (plays.count === 0)
    return html`<p>There are no plays yet: every chart and every total below is empty.</p>`;
  return html`<p>
    All figures rest on
    ${countOf(plays.count, "play")}${plays.first !== undefined && plays.last !== undefined && ` from ${formatMoment(plays.first)} to ${formatMoment(plays.last)}`}.
    Times are UTC. ${formatCount(plays.matched)} of them (${formatShare(plays.matched, plays.count)}) are
    matched with a song of the catalogue; titles and artist names are those that the player sent, so that
    unmatched plays count too.
  </p>`;
}

function renderAnalysis(analysis: Analysis, plays: Plays | undefined, draw: DrawChart, most: number): Html {
  const id = `analysis-${analysis.name.replaceAll(/[^a-zA-Z0-9]+/g, "-")}`;
  return html`<article aria-labelledby="${id}">
    <h3 id="${id}">${analysis.title}</h3>
    ${renderAnswered(analysis, plays, draw, most)} ${renderSql(analysis)}
  </article>`;
}

function renderAnswered(analysis: Analysis, plays: Plays | undefined, draw: DrawChart, most: number): Html {
  const { answer, reads, title, name, failure } = analysis;
  if (failure !== undefined) return renderFailure(failure);
  if (answer === undefined)
    return html`<p>
      Not asked: a table that it reads is not there, or a run holds it (${reads.join(", ")}).
    </p>`;
  if (answer.rows.length === 0) return html`<p>No row.</p>`;
  const total = totalPlaysOf(analysis);
  const chart = planChart(answer, analysis.chart);
  const joined = reads.filter((table) => CATALOGUE.includes(table));
  return html`${
      chart !== undefined &&
      html`<p class="highest">${sayHighest(chart, total)}</p>
        <figure>
          ${renderFrame(`Chart: ${title}`, draw(chart, { id: `chart-${name.replaceAll(/[^a-zA-Z0-9]+/g, "-")}`, title }))}${chart.notes.length > 0 && html`<figcaption dir="auto">${chart.notes.join(" ")}</figcaption>`}
        </figure>`
    }
    ${joined.length > 0 && plays !== undefined && html`<p>Reads ${joined.join(" and ")}: ${formatCount(plays.matched)} of ${countOf(plays.count, "play")} (${formatShare(plays.matched, plays.count)}) are matched.</p>`}
    ${total !== undefined && plays !== undefined && html`<p>${renderStatusMark(total === plays.count, total === plays.count ? `rests on all ${countOf(total, "play")}${sayDays(plays)}` : `the total is ${formatCount(total)}, but there are ${countOf(plays.count, "play")}`)}</p>`}
    <details class="table">
      <summary>Table: ${countOf(answer.rows.length, "row")}</summary>
      ${renderAnswer(answer, { caption: title, most, total: total !== undefined })}
    </details>`;
}

/** ", 2018-11-01 to 2018-11-30"; nothing when no play has a moment. */
function sayDays({ first, last }: Plays): string {
  if (first === undefined || last === undefined) return "";
  const [from, to] = [formatDay(first), formatDay(last)];
  return from === to ? `, ${from}` : `, ${from} to ${to}`;
}

/** The highest value, and who shares it. */
function sayHighest(chart: Chart, total: number | undefined): Html {
  const peak = peakOf(chart);
  const [name, ...others] = peak?.categories ?? [];
  if (peak === undefined || name === undefined || name === OTHERS_ROW) return html``;
  const unit =
    chart.value === "play_count"
      ? countOf(peak.value, "play")
      : `${formatCount(peak.value)} (${chart.value})`;
  const share = total === undefined || total === 0 ? "" : `, ${formatShare(peak.value, total)} of all`;
  return html`Highest: ${chart.category.replaceAll("_", " ")} <bdi><strong>${name}</strong></bdi> with
    <strong>${unit}</strong
    >${share}${others.length > 0 && `; ${countOf(others.length, "other")} ${others.length === 1 ? "has" : "have"} as many`}.`;
}
