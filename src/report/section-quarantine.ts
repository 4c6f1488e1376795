/** The files that were left out as invalid, and wait. */
import { countOf } from "../text/amounts.ts";
import type { QuarantinedFile } from "./data.ts";
import { html, type Html } from "./html.ts";
import { formatMomentOrUnknown } from "./status-mark.ts";
import { renderHtmlTable } from "./table.ts";

/** Files that are shown. */
const SHOWN = 50;

/** Returns each file with its reason and what to do; nothing where none waits. */
export function renderQuarantine(files: readonly QuarantinedFile[]): Html | undefined {
  if (files.length === 0) return undefined;
  const more = files.length - SHOWN;
  return html`<h3>In quarantine</h3>
    <p>
      ${countOf(files.length, "file")} left out as invalid: none of ${files.length === 1 ? "its" : "their"}
      rows is in the warehouse. A corrected file is retried automatically, any other after
      <code>dwh retry</code>.
    </p>
    ${renderHtmlTable({
      caption: "Files that were left out",
      headings: ["file", "what is wrong", "what to do", "since"],
      rows: files.slice(0, SHOWN).map(
        ({ source, url, at, reason, next, retry }) =>
          html`<tr>
            <th scope="row" dir="auto">${source}: ${url}</th>
            <td class="words" dir="auto">${reason}</td>
            <td class="words" dir="auto">${next}${retry && "; the next run tries it again"}</td>
            <td class="when">${formatMomentOrUnknown(at)}</td>
          </tr> `,
      ),
    })}
    ${more > 0 && html`<p>… and ${countOf(more, "more file")}: <code>etl_quarantine</code>.</p>`}`;
}
