/**
 * A result as a table for people, in the manner of psql. Drawn here and not by cli-table3, which takes time in the square of
 * the rows: five seconds for ten thousand.
 */
import type { Column, Row } from "../warehouse/warehouse.ts";
import { truncate, padTo, visible, widthOf, wrap } from "../text/visible.ts";

const NUMBERS = /^(?:smallint|integer|bigint|real|double precision|numeric|decimal)/;
const NULL = "∅";
const GAP = "   ";
/** Narrower than this a column says nothing. */
const LEAST_COLUMN_WIDTH = 8;

/**
 * Returns columns and rows with a line under the header. Numbers stand to the right, control characters are made
 * visible, and the widest columns are cut so that a line fits into `width` columns of the terminal (Infinity: nothing
 * is cut). Where even narrow columns do not fit, every row becomes a block with a line for each column, as psql's `\x
 * auto` does, and long values go on in the next line.
 */
export function renderTextTable(columns: readonly Column[], rows: readonly Row[], width: number): string {
  const names = columns.map(({ name }) => visible(name));
  const cells = rows.map((row) => row.map((value) => (value === null ? NULL : visible(value))));
  const room = width - GAP.length * (columns.length - 1);
  const widths = fit(natural(names, cells), room);
  if (sum(widths) > room && rows.length > 0) return renderRecords(names, cells, width);

  const sides = columns.map(({ type }) => (NUMBERS.test(type) ? "right" : "left"));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) =>
        padTo(truncate(cell, widths[index] ?? 0), widths[index] ?? 0, sides[index] ?? "left"),
      )
      .join(GAP)
      .trimEnd();
  const rule = widths.map((one) => "─".repeat(one)).join(GAP);
  return `${[line(names), rule, ...cells.map(line)].join("\n")}\n`;
}

function renderRecords(
  names: readonly string[],
  cells: readonly (readonly string[])[],
  width: number,
): string {
  const label = Math.max(...names.map(widthOf));
  const room = Math.max(LEAST_COLUMN_WIDTH, width - label - GAP.length);
  const blocks = cells.map((row, index) => {
    const head = `── row ${index + 1} `;
    return [
      head + "─".repeat(Math.max(0, width - head.length)),
      ...row.flatMap((cell, at) =>
        wrap(cell, room).map(
          (piece, line) => `${padTo(line === 0 ? (names[at] ?? "") : "", label, "left")}${GAP}${piece}`,
        ),
      ),
    ].join("\n");
  });
  return `${blocks.join("\n")}\n`;
}

/** The width of each column that shows all of its texts. */
function natural(names: readonly string[], cells: readonly (readonly string[])[]): number[] {
  const widths = names.map(widthOf);
  for (const row of cells) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
  }
  return widths;
}

/** Takes from the widest columns, all of them alike, until the line fits, but leaves every column its narrowest. */
function fit(widths: readonly number[], room: number): number[] {
  let fitted = [...widths];
  for (;;) {
    const surplus = sum(fitted) - room;
    const widest = Math.max(...fitted);
    if (surplus <= 0 || widest <= LEAST_COLUMN_WIDTH) return fitted;
    const tied = fitted.filter((one) => one === widest).length;
    const next = Math.max(LEAST_COLUMN_WIDTH, ...fitted.filter((one) => one < widest));
    const target = Math.max(next, widest - Math.ceil(surplus / tied));
    fitted = fitted.map((one) => (one === widest ? target : one));
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
