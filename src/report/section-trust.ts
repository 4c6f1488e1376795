/** Whether the data can be trusted: sums that must hold, checks, rejected rows. */
import { countOf, formatMoment } from "../text/amounts.ts";
import { sayUnlisted } from "../text/unlisted.ts";
import type { Answer, CheckAnswer, CheckFailure, Question, ReportData, RunDetail } from "./data.ts";
import { html, type Html } from "./html.ts";
import { computeSums, isOffRecord, type CountedSum } from "./sums.ts";
import { renderFailure } from "./failure.ts";
import { renderStatusMark } from "./status-mark.ts";
import { renderSql } from "./sql.ts";
import { renderAnswer, renderHtmlTable } from "./table.ts";

/** Failing rows of a check that are shown; the others are folded, or counted. */
const SHOWN_FAILING_ROWS = 5;
/** The same of rejected rows. */
const SHOWN_REJECTS = 10;

/** Returns every sum with both sides, and whether it holds. */
export function renderSums(data: ReportData): Html {
  const sums = computeSums(data);
  return html`<h3>Nothing lost, nothing invented</h3>
    ${
      sums.length === 0
        ? html`<p>Nothing to compare yet.</p>`
        : html`${renderSumTable(
            sums.filter(({ holds }) => !holds),
            "Sums that do not hold; each side is counted on its own",
          )}${folded(
            `${countOf(sums.filter(({ holds }) => holds).length, "sum")} held`,
            renderSumTable(
              sums.filter(({ holds }) => holds),
              "Both sides of each sum, each counted on its own",
            ),
          )}`
    }
    ${sums.some(isOffRecord) && html`<p>Where a sum differs from the record, a run left no record or rows were changed by hand. The data may still be right.</p>`}
    ${data.sums.filter(({ answer }) => answer === undefined).map(renderUnasked)}`;
}

function renderSumTable(sums: readonly CountedSum[], caption: string): Html | undefined {
  if (sums.length === 0) return undefined;
  return renderHtmlTable({
    caption,
    headings: ["holds", "sum", "counted"],
    rows: sums.map(
      ({ what, counted, holds, of }) =>
        html`<tr>
          <td>
            ${holds || of === "data" ? renderStatusMark(holds, holds ? "yes" : "no") : renderStatusMark(undefined, "differs")}
          </td>
          <th scope="row">${what}</th>
          <td>${counted}</td>
        </tr>`,
    ),
  });
}

/** What is as it should be: on the page, but folded away. */
function folded(summary: string, content: Html | undefined): Html | undefined {
  if (content === undefined) return undefined;
  return html`<details class="table">
    <summary>${summary}</summary>
    ${content}
  </details>`;
}

/** A file of `sql/sums` that gave no sum: why. */
function renderUnasked(sum: Question): Html {
  const { name, title, failure, held, reads } = sum;
  const why = held.length > 0 ? `a run has locked ${held.join(", ")}` : `no table (${reads.join(", ")})`;
  return html`<h4>${name}</h4>
    <p>${title}</p>
    ${failure === undefined ? html`<p>Not checked: ${why}.</p>` : renderFailure(failure)} ${renderSql(sum)}`;
}

/** Returns every check with its result, those that found rows first and with these; rows that the run found too are shown there. */
export function renderChecks({ checks, detail }: Pick<ReportData, "checks" | "detail">): Html {
  const failing = checks.filter(({ count }) => count !== undefined && count > 0);
  const unasked = checks.filter(({ failure }) => failure !== undefined);
  const first = [...unasked, ...failing];
  const status = ({ count, severity, failure, held, askedAt }: CheckAnswer): Html => {
    if (failure !== undefined) return renderStatusMark(false, "could not be run");
    if (held.length > 0) return renderStatusMark(undefined, `not run: a run has locked ${held.join(", ")}`);
    if (count === undefined) return renderStatusMark(undefined, "not run: no table");
    if (count === 0)
      return renderStatusMark(true, askedAt === undefined ? "ok" : `ok, run at ${formatMoment(askedAt)}`);
    return renderStatusMark(severity === "warn" ? "warn" : false, countOf(count, "row"));
  };
  const passed = checks.filter(({ count }) => count === 0);
  const waiting = checks.filter(({ count, failure }) => count === undefined && failure === undefined);
  const idle = waiting.filter(({ held }) => held.length > 0);
  const early = waiting.filter(({ held }) => held.length === 0);
  const table = (some: readonly CheckAnswer[], caption: string): Html | undefined =>
    some.length === 0
      ? undefined
      : renderHtmlTable({
          caption,
          headings: ["result", "check", "what must hold", "severity"],
          rows: some.map(
            (check) =>
              html`<tr>
                <td>${status(check)}</td>
                <th scope="row"><code>${check.name}</code></th>
                <td class="words">${check.title}</td>
                <td>${check.severity}</td>
              </tr> `,
          ),
        });
  return html`<h3>Checks</h3>
    <p>
      ${sayChecks(checks, failing)}${unasked.length > 0 && html` ${countOf(unasked.length, "check")} could not be run.`}
    </p>
    ${table([...first, ...idle], "Checks of the published data that found rows, or were not run")}
    ${unasked.map(
      (check) =>
        html`<h4>${check.name}</h4>
          ${renderFailure(check.failure)}${renderSql(check)}`,
    )}
    ${failing.map(
      (check) =>
        html`<h4>${check.name}</h4>
          ${
            isShown(check, detail)
              ? html`<p>The rows that the run found, above.</p>`
              : renderAnswer(check.offending, {
                  caption: `Failing rows of ${check.name}`,
                  most: SHOWN_FAILING_ROWS,
                  count: check.count ?? 0,
                })
          }
          ${renderSql(check)}`,
    )}
    ${folded(
      `${countOf(passed.length, "check")} passed`,
      table(
        passed,
        "Checks of the published data that passed: run when this page was made, or, for audits that are not due yet, by an earlier run",
      ),
    )}
    ${folded(
      `${countOf(early.length, "check")} not run: the tables do not exist yet`,
      table(early, "Checks of tables that do not exist yet"),
    )}`;
}

/** Whether the run has found the same rows, as far as they are shown. */
function isShown({ name, count, offending }: CheckAnswer, detail: RunDetail | undefined): boolean {
  const first = ({ rows }: Answer): string => JSON.stringify(rows.slice(0, SHOWN_FAILING_ROWS));
  return (detail?.failures ?? []).some(
    (one) => one.name === name && one.count === count && first(one.offending) === first(offending),
  );
}

function sayChecks(checks: readonly CheckAnswer[], failing: readonly CheckAnswer[]): string {
  const asked = checks.filter(({ count }) => count !== undefined);
  if (asked.length === 0) return "No check was run: there is nothing to check yet.";
  if (failing.length === 0) return `No failing rows in ${countOf(asked.length, "check")}.`;
  return `${failing.length} of ${countOf(asked.length, "check")} found rows; these come first.`;
}

/** Returns the rows that checks and audits found in the run, the first of each shown; nothing where they found none. */
export function renderFailures({ run, failures }: RunDetail): Html | undefined {
  if (failures.length === 0) return undefined;
  return html`<h3>Failing rows of this run</h3>
    <p>
      As they were when the run checked${run.exitCode !== 0 && ", before the rollback"}:
      <code>etl_failures</code>.
    </p>
    ${failures.map(renderFailingRows)}`;
}

function renderFailingRows({ name, severity, count, offending }: CheckFailure): Html {
  return html`<h4>${name} (${severity}): ${countOf(count, "failing row")}</h4>
    ${renderRows(offending, {
      caption: `Rows that ${name} found in this run`,
      more: `More rows that ${name} found in this run`,
      most: SHOWN_FAILING_ROWS,
      count,
    })}`;
}

/** The first rows shown, the others folded; those that were not kept are counted. */
function renderRows(
  { columns, rows }: Answer,
  { caption, more, most, count }: Record<"caption" | "more", string> & Record<"most" | "count", number>,
): Html {
  const rest = rows.slice(most);
  return html`${renderAnswer({ columns, rows: rows.slice(0, most) }, { caption, most, count })}
  ${
    rest.length > 0 &&
    folded(
      `Rows ${most + 1} to ${rows.length}`,
      renderAnswer({ columns, rows: rest }, { caption: more, most: rows.length, count: count - most }),
    )
  }`;
}

/** Returns why rows were rejected, and which; and where not all of them can be read, that. */
export function renderRejects({ run, reasons, rejects, listed }: RunDetail): Html {
  if (run.rowsRejected === 0 && rejects.rows.length === 0) {
    return html`<h3>Rejected rows</h3>
      <p>None.</p>`;
  }
  const unlisted = sayUnlisted(run.rowsRejected, listed, run.status === "rejected");
  return html`<h3>Rejected rows</h3>
    ${unlisted !== undefined && html`<p>${unlisted}.</p>`}
    ${renderAnswer(reasons, { caption: "Why rows were rejected", most: 50 })}
    ${renderRows(rejects, {
      caption: "Rejected rows, with their place in the source file",
      more: "More rejected rows",
      most: SHOWN_REJECTS,
      count: Math.max(listed, rejects.rows.length),
    })}`;
}
