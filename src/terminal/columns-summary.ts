/** Keys without columns, columns without keys, as a person reads of them. Pure. */
import type { ColumnsResult } from "../records/result.ts";
import { countOf, formatCount } from "../text/amounts.ts";
import { visible } from "../text/visible.ts";

/** Keys of a source that are shown; `etl_columns` has them all. */
const SHOWN_KEYS = 10;

/** Whether there is anything to report about a source. */
export function hasFindings({ untaken, unfilled }: ColumnsResult): boolean {
  return untaken.length > 0 || unfilled.length > 0;
}

/** Returns, by source, which keys no column takes and which columns no key fills, and how far anybody has looked. */
export function renderColumns(columns: readonly ColumnsResult[]): string {
  const lines = columns
    .filter(hasFindings)
    .flatMap(({ source, rows, asked, looked, untaken, unfilled, url }) => {
      const keyless = unfilled.filter(({ keyThere }) => !keyThere);
      const hollow = unfilled.filter(({ keyThere }) => keyThere);
      const keys = untaken.slice(0, SHOWN_KEYS).map(({ key, rows: having, url: first }) => {
        return `  ${visible(key)}: in ${formatCount(having)} of ${countOf(looked.rows, "row")}, first in ${visible(first)}`;
      });
      const more = untaken.length - keys.length;
      return [
        ...(keys.length === 0
          ? []
          : [`keys of ${source} that no column takes (${sayLooked(looked)}):`, ...keys]),
        ...(more > 0 ? [`  … and ${formatCount(more)} more: etl_columns`] : []),
        ...(keyless.length === 0
          ? []
          : [
              `columns of ${source} that no key fills, empty in all ${countOf(rows, "row")}${url === undefined ? "" : ` (${visible(url)} …)`}:`,
              `  ${keyless.map(({ column, required, near }) => `${column}${required ? " (required)" : ""}${near === undefined ? "" : ` (did you mean ${visible(near)}?)`}`).join(", ")}`,
            ]),
        ...(hollow.length === 0
          ? []
          : [
              `required columns of ${source} whose keys hold nothing in all ${countOf(asked.rows, "row")}${asked.where === undefined ? "" : ` where ${visible(asked.where)}`}:`,
              `  ${hollow.map(({ column }) => column).join(", ")}`,
            ]),
      ];
    });
  return lines.join("\n");
}

function sayLooked({ files, ofFiles, rows, whole }: ColumnsResult["looked"]): string {
  if (whole) return `all ${countOf(rows, "row")}`;
  return `a sample: the first rows of ${formatCount(files)} of ${countOf(ofFiles, "file")}`;
}
