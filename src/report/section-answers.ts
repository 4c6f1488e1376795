/** The part of the page on the answers: every analysis as a chart, a table and its SQL. */
import { countOf, formatCount, formatShare } from "../text/amounts.ts";
import { OTHERS_ROW, peakOf, planChart, type Chart } from "./chart.ts";
import { totalOf } from "./analysis.ts";
import type { Analysis, Answer, ReportData } from "./data.ts";
import { renderFailure } from "./failure.ts";
import { sayFigure } from "./figure.ts";
import { html, type Html } from "./html.ts";
import { renderStatusMark } from "./status-mark.ts";
import { seriesColors, type SeriesColors } from "./series-colors.ts";
import { renderSql } from "./sql.ts";
import { renderFrame, renderAnswer } from "./table.ts";

/** Draws a chart; given by whoever may load the library. */
export type DrawChart = (
  chart: Chart,
  facts: { readonly id: string; readonly title: string; readonly colors?: SeriesColors },
) => Html;

/** Returns the part: all analyses in order, with at most `most` rows in the table of each; those of the cards come last. */
export function renderAnswersSection(data: ReportData, draw: DrawChart, most: number): Html {
  const isOfTop = ({ card, newest }: Analysis): boolean => card !== undefined || newest !== undefined;
  const early = data.analyses.filter(isEarly);
  const asked = data.analyses.filter((analysis) => !isEarly(analysis));
  const cards = asked.filter(isOfTop);
  const colors = seriesColors(data.analyses);
  const drawIt: DrawChart = (chart, facts) => draw(chart, { ...facts, colors });
  const rowsOf = (table: string): number | undefined =>
    data.tables.find(({ definition }) => definition.name === table)?.rows;
  return html`<section id="answers" aria-labelledby="answers-heading">
    <h2 id="answers-heading">The answers</h2>
    ${
      data.analyses.length === 0
        ? html`<p>There is no file in <code>sql/analyses</code>, and so no answer.</p>`
        : html`<p>Each is the result of a file of <code>sql/analyses</code>; its SQL is below it.</p>`
    }
    <div class="columns">
      ${asked.filter((analysis) => !isOfTop(analysis)).map((analysis) => renderAnalysis(analysis, rowsOf, drawIt, most))}
    </div>
    ${cards.length > 0 && html`<h3>The figures at the top</h3>`}
    <div class="columns">${cards.map((analysis) => renderCardSource(analysis))}</div>
    ${
      early.length > 0 &&
      html`<details class="table">
        <summary>${countOf(early.length, "question")} without an answer</summary>
        <div class="columns">${early.map((analysis) => renderAnalysis(analysis, rowsOf, drawIt, most))}</div>
      </details>`
    }
  </section>`;
}

function renderAnalysis(
  analysis: Analysis,
  rowsOf: (table: string) => number | undefined,
  draw: DrawChart,
  most: number,
): Html {
  const id = `analysis-${analysis.name.replaceAll(/[^a-zA-Z0-9]+/g, "-")}`;
  return html`<article aria-labelledby="${id}">
    <h3 id="${id}">${analysis.title}</h3>
    ${renderUnanswered(analysis) ?? renderAnswered(analysis, rowsOf, draw, most)} ${renderSql(analysis)}
  </article>`;
}

/** Where a figure at the top comes from, or why it is not there. */
function renderCardSource(analysis: Analysis): Html {
  return html`<div>
    <p><strong>${analysis.card ?? "How fresh it is"}</strong>: ${analysis.title}</p>
    ${renderUnanswered(analysis)} ${renderSql(analysis)}
  </div>`;
}

/** Whether it has nothing to show yet: no table, or no row. */
function isEarly({ answer, failure, held }: Analysis): boolean {
  return failure === undefined && held.length === 0 && (answer?.rows.length ?? 0) === 0;
}

/** Why there is nothing to show; undefined where there is. */
function renderUnanswered({ answer, reads, failure, held }: Analysis): Html | undefined {
  if (failure !== undefined) return renderFailure(failure);
  if (held.length > 0) return html`<p>Not run: a run has locked ${held.join(", ")}.</p>`;
  if (answer === undefined)
    return html`<p>Not run: a table that it reads does not exist (${reads.join(", ")}).</p>`;
  return answer.rows.length === 0 ? html`<p>No rows.</p>` : undefined;
}

function renderAnswered(
  analysis: Analysis,
  rowsOf: (table: string) => number | undefined,
  draw: DrawChart,
  most: number,
): Html {
  const { answer, title, name } = analysis;
  if (answer === undefined) return html``;
  const total = totalOf(analysis);
  const chart = planChart(answer, analysis.chart);
  return html`${
      chart !== undefined &&
      html`<p class="highest">${sayHighest(chart, answer, total)}</p>
        <figure>
          ${renderFrame(`Chart: ${title}`, draw(chart, { id: `chart-${name.replaceAll(/[^a-zA-Z0-9]+/g, "-")}`, title }))}${chart.notes.length > 0 && html`<figcaption dir="auto">${chart.notes.join(" ")}</figcaption>`}
        </figure>`
    }
    ${total !== undefined && analysis.total !== undefined && renderTotal(total, analysis.total, rowsOf(analysis.total))}
    <details class="table">
      <summary>Table: ${countOf(answer.rows.length, "row")}</summary>
      ${renderAnswer(answer, { caption: title, most, total: total !== undefined })}
    </details>`;
}

/** Whether the total is the rows of its table; nothing where these could not be counted. */
function renderTotal(total: number, table: string, rows: number | undefined): Html | undefined {
  if (rows === undefined) return undefined;
  const words =
    total === rows
      ? `rests on all ${countOf(rows, "row")} of ${table}`
      : `the total is ${formatCount(total)}, but ${table} has ${countOf(rows, "row")}`;
  return html`<p>${renderStatusMark(total === rows, words)}</p>`;
}

/** The highest value that is drawn, and what else has it. */
function sayHighest(chart: Chart, { columns }: Answer, total: number | undefined): Html {
  const peak = peakOf(chart);
  const [name, ...others] = peak?.names ?? [];
  if (peak === undefined || name === undefined || name === OTHERS_ROW) return html``;
  const figure = sayFigure(String(peak.value), columns.at(-1) ?? { name: "", type: "" });
  const unit = /_(?:count|share)$/.test(chart.value)
    ? figure
    : `${formatCount(peak.value)} (${chart.value.replaceAll("_", " ")})`;
  const share = total === undefined || total === 0 ? "" : `, ${formatShare(peak.value, total)} of all`;
  return html`Highest: ${chart.category.replaceAll("_", " ")} <bdi><strong>${name}</strong></bdi> with
    <strong>${unit}</strong
    >${share}${others.length > 0 && `; ${countOf(others.length, "other")} ${others.length === 1 ? "has" : "have"} as many`}.`;
}
