/** The line of a source that an error is about. */
import type { Position } from "../errors.ts";
import { visible, widthOf } from "./visible.ts";

/** Characters of a long line that are shown, and how many of them stand before the place. */
const SHOWN = 100;
const BEFORE = 60;

/** Returns the line of the position, cut to the neighbourhood of the column, and below it a caret under the column. */
export function renderSnippet(source: string, { line, column }: Position): string {
  const text = (source.split(/\r?\n/)[line - 1] ?? "").replaceAll("\t", " ");
  const start = Math.max(0, column - 1 - BEFORE);
  const before = visible(text.slice(start, column - 1));
  const shown = before + visible(text.slice(column - 1, start + SHOWN));
  return `${start > 0 ? "…" : ""}${shown}\n${" ".repeat(widthOf(before) + (start > 0 ? 1 : 0))}^`;
}
