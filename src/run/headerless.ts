/** First lines of delimited files that COPY passes over as headers (IGNOREHEADER) and that look like rows: these are lost without a word. Pure. */
import type { PlannedCopy } from "../plan/planned-copy.ts";
import type { FileHeader } from "../sources/file-headers.ts";
import { visible } from "../text/visible.ts";

/** What no header begins with, and a list, an object or a page does. */
const NO_HEADER = /^\s*[[{<]/;
/** What stands in columns that hold no text, and in no name: a number, a moment, a truth. */
const VALUE = /^(?:[-+]?\.?\d.*|true|false|)$/i;

/** Returns a sentence on them; undefined where every first line may be a header. */
export function sayHeaderless(
  headers: readonly FileHeader[],
  { columns, texts }: Pick<PlannedCopy, "columns" | "texts">,
): string | undefined {
  const isRow = ({ names }: FileHeader): boolean => {
    if (NO_HEADER.test(names[0] ?? "")) return true;
    const values = columns.flatMap((column, at) => (texts.includes(column) ? [] : [names[at] ?? ""]));
    return values.some((value) => value !== "") && values.every((value) => VALUE.test(value));
  };
  const [first, ...more] = headers.filter(isRow);
  if (first === undefined) return undefined;
  return `a first line looks like a row, and COPY passes over it as a header (${visible(first.url)}${more.length > 0 ? " …" : ""}): write the line with the names into the file, or take IGNOREHEADER out of the COPY`;
}
