/** The last runs. */
import { countOf, formatAge, formatCount, formatDuration } from "../text/amounts.ts";
import type { ReportData, RunRow } from "./data.ts";
import { sayUnderWay } from "../text/under-way.ts";
import { html, type Html } from "./html.ts";
import { formatMomentOrUnknown, isGood, renderStatusMark } from "./status-mark.ts";
import { truncateValue, renderHtmlTable } from "./table.ts";

/** Returns the last runs as a table, with how old the data had become then, and is now. */
export function renderHistory({ runs, runCount, rebuild, madeAt, loadedAt }: ReportData): Html {
  const caption =
    runs.length < runCount
      ? `The last ${runs.length} of ${countOf(runCount, "run")}, newest first`
      : `${countOf(runCount, "run")}, newest first`;
  const age = (run: RunRow): string =>
    run.previousLoad === undefined || run.endedAt === undefined
      ? "–"
      : formatAge(Math.max(0, run.endedAt.getTime() - run.previousLoad.getTime()));
  return html`<h3>The last runs</h3>
    <p>
      ${loadedAt === undefined ? "No file was loaded yet." : `The newest file was loaded ${formatAge(madeAt.getTime() - loadedAt.getTime())} before this page was made.`}
    </p>
    ${rebuild !== undefined && html`<p dir="auto">${renderStatusMark(undefined, sayUnderWay(rebuild))}.</p>`}
    ${renderHtmlTable({
      caption,
      more: ". Since load: how long before the end of the run files had last been loaded, so how old the published data had become.",
      headings: [
        "began",
        "status",
        ...["time", "files", "rows staged", "rows rejected", "rows added", "since load"].map((number) => ({
          number,
        })),
        "error",
      ],
      rows: runs.map(
        (run) =>
          html`<tr>
            <th scope="row" class="when">${formatMomentOrUnknown(run.startedAt)}</th>
            <td>
              ${renderStatusMark(isGood(run.status), run.status)}${run.exitCode !== 0 && ", rolled back"}
            </td>
            <td class="number">${formatDuration(run.durationMs)}</td>
            <td class="number">${formatCount(run.files)}</td>
            <td class="number">${formatCount(run.rowsStaged)}</td>
            <td class="number">${formatCount(run.rowsRejected)}</td>
            <td class="number">${run.rowsAdded === undefined ? "–" : formatCount(run.rowsAdded)}</td>
            <td class="number">${age(run)}</td>
            <td class="words" dir="auto">${truncateValue(run.error ?? "")}</td>
          </tr> `,
      ),
    })}`;
}
