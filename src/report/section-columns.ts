/** The part of the page on keys and columns that do not meet. */
import { countOf, formatCount } from "../text/amounts.ts";
import type { ChangedRow, ColumnRow } from "./data.ts";
import { html, type Html } from "./html.ts";
import { renderHtmlTable } from "./table.ts";

/** Returns the table; undefined where keys and columns meet. */
export function renderColumns(columns: readonly ColumnRow[]): Html | undefined {
  if (columns.length === 0) return undefined;
  return html`<h3>Keys without columns, columns without keys</h3>
    ${renderHtmlTable({
      caption: `Keys of the files that no column takes, and columns that no key fills; keys were looked for in ${sayLooked(columns)}`,
      headings: [
        "source",
        "what",
        "name",
        { number: "rows with it" },
        { number: "rows looked at" },
        "a file",
      ],
      rows: columns.map(
        ({ source, isKey, name, required, rows, looked, url }) =>
          html`<tr>
            <th scope="row">${source}</th>
            <td>
              ${isKey ? "key without a column" : required ? "required column that nothing fills" : "column without a key"}
            </td>
            <td dir="auto">${name}</td>
            <td class="number">${formatCount(rows)}</td>
            <td class="number">${formatCount(looked)}</td>
            <td dir="auto">${url}</td>
          </tr>`,
      ),
    })}`;
}

/** Returns the table of what COPYs changed; undefined where they changed nothing. */
export function renderChanged(changed: readonly ChangedRow[]): Html | undefined {
  if (changed.length === 0) return undefined;
  return html`<h3>Values that were changed</h3>
    ${renderHtmlTable({
      caption:
        "Rows in which an option of COPY changed a value while loading it. For cut values: the values that fill their column",
      headings: ["source", "what", "column", { number: "rows" }, "file"],
      rows: changed.map(
        ({ source, kind, column, rows, url }) =>
          html`<tr>
            <th scope="row">${source}</th>
            <td>
              ${kind === "replaced" ? "characters that are not UTF-8 were replaced" : "may have been cut"}
            </td>
            <td dir="auto">${column ?? "not known"}</td>
            <td class="number">${formatCount(rows)}</td>
            <td dir="auto">${url ?? (kind === "cut" ? "" : "not known")}</td>
          </tr>`,
      ),
    })}`;
}

/** A sample, where fewer rows were looked at than were loaded. */
function sayLooked(columns: readonly ColumnRow[]): string {
  const sampled = columns.filter(({ looked, loaded }) => looked < loaded);
  if (sampled.length === 0) return "all rows";
  const [first] = sampled;
  return `a sample, the first rows of some of the files (of ${first?.source ?? ""} ${formatCount(first?.looked ?? 0)} of ${countOf(first?.loaded ?? 0, "row")})`;
}
