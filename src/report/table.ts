/** An answer as an HTML table. */
import { truncate } from "../text/visible.ts";
import { countOf, formatCount, formatShare } from "../text/amounts.ts";
import { isNumber } from "./chart.ts";
import type { Answer } from "./data.ts";
import { html, type Html } from "./html.ts";

/** Characters of a value; the rest is a query away. */
const VALUE_LENGTH = 160;

/** Characters beyond which a text with blanks is read as a sentence, and not as a name. */
const PROSE_LENGTH = 30;

/** What surrounds an answer in its table. */
export interface AnswerTableOptions {
  readonly caption: string;
  /** Rows that are shown at most; the others are counted. */
  readonly most: number;
  /** How many rows there are, where the answer holds only the first. */
  readonly count?: number;
  /** Sums the last column, over all rows, in the table's foot. */
  readonly total?: boolean;
}

/** Returns the table in a frame that scrolls by itself, with keyboard too. */
export function renderAnswer(answer: Answer, options: AnswerTableOptions): Html {
  const { columns, rows } = answer;
  const numeric = columns.map(({ type }) => isNumber(type));
  const shown = rows.slice(0, options.most);
  const left = (options.count ?? rows.length) - shown.length;
  const sum = (some: Answer["rows"]): number =>
    some.reduce((total, row) => total + Number(row.at(-1) ?? 0), 0);
  const before = Math.max(columns.length - 1, 1);
  const cut =
    left > 0 &&
    html`<tr class="cut">
      <td colspan="${options.total === true ? before : columns.length}">
        … and ${countOf(left, "more row")}
      </td>
      ${options.total === true && html`<td class="number">${formatCount(sum(rows.slice(shown.length)))}</td>`}
    </tr>`;
  return renderHtmlTable({
    caption: options.caption,
    headings: columns.map(({ name }, index) => {
      const words = name.replaceAll("_", " ");
      return numeric[index] === true ? { number: words } : words;
    }),
    rows: [
      ...shown.map(
        (row) =>
          html`<tr>
            ${row.map((value, index) => renderCell(value, columns[index]))}
          </tr> `,
      ),
      ...(cut === false ? [] : [cut]),
    ],
    foot:
      options.total === true
        ? html`<tr>
            <th scope="row" colspan="${before}">Total</th>
            <td class="number">${formatCount(sum(rows))}</td>
          </tr>`
        : undefined,
  });
}

/** A heading of a column: of text, of numbers, or only for those who hear the page. */
export type ColumnHeading = string | { readonly number: string } | { readonly hidden: string };

/** A table in parts: `rows` and `foot` are markup already. */
export interface HtmlTable {
  readonly caption: string;
  readonly headings: readonly ColumnHeading[];
  /** Elements tr. */
  readonly rows: readonly Html[];
  /** What the caption says besides. */
  readonly more?: string;
  /** A class of the style sheet. */
  readonly kind?: string;
  /** Element tr. */
  readonly foot?: Html | undefined;
}

/** Returns a table with its caption, in a frame that scrolls by itself, with keyboard too. */
export function renderHtmlTable({ caption, headings, rows, more = "", kind, foot }: HtmlTable): Html {
  return renderFrame(
    caption,
    html`<table ${kind !== undefined && html` class="${kind}"`}>
      <caption>
        ${caption}${more}
      </caption>
      <thead>
        <tr>
          ${headings.map(renderHeading)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
      ${
        foot !== undefined &&
        html`<tfoot>
          ${foot}
        </tfoot>`
      }
    </table>`,
  );
}

function renderHeading(heading: ColumnHeading): Html {
  if (typeof heading === "string") return html`<th scope="col">${heading}</th>`;
  if ("hidden" in heading) return html`<th scope="col"><span class="hidden">${heading.hidden}</span></th>`;
  return html`<th scope="col" class="number">${heading.number}</th>`;
}

/** Returns a table, or a drawing, in a frame that scrolls by itself, since it may be wider than the page. */
export function renderFrame(label: string, content: Html): Html {
  return html`<div class="frame" role="region" tabindex="0" aria-label="${label}">${content}</div>`;
}

function renderCell(value: string | null, column: Answer["columns"][number] | undefined): Html {
  if (value === null) return html`<td class="null">–</td>`;
  if (!isNumber(column?.type)) {
    const text = truncateValue(value);
    return isProse(text)
      ? html`<td class="words" dir="auto">${text}</td>`
      : html`<td dir="auto">${text}</td>`;
  }
  // Counts and shares are for reading; ids, years and hours stay as they are.
  if (column?.name.endsWith("_share") === true)
    return html`<td class="number">${formatShare(Number(value), 1)}</td>`;
  const counts = column?.name.endsWith("count") === true && /^-?\d{1,15}$/.test(value);
  return html`<td class="number">${counts ? formatCount(Number(value)) : value}</td>`;
}

/** Whether a text needs a column that is wide enough to read it in. */
function isProse(value: string): boolean {
  return value.length > PROSE_LENGTH && value.includes(" ");
}

/** Returns a value, or as much of it as a page can bear. */
export function truncateValue(value: string): string {
  return truncate(value.slice(0, VALUE_LENGTH * 4), VALUE_LENGTH);
}
