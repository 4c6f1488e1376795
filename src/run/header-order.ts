/** Holds the header lines of delimited files against the columns of their COPY, which goes by place and reads no header. Pure. */
import { RequiredError } from "../errors.ts";
import type { PlannedCopy } from "../plan/planned-copy.ts";
import type { FileHeader } from "../sources/file-headers.ts";

/**
 * Returns the error of a load whose files name their fields in another order than the COPY its columns, so that each value is in another
 * one's column; undefined where none does. One name in the place of another is enough where the line has no name that is none of the
 * columns; else two are: a field may be called as another column is, and mean its own.
 * @param path the staging file
 */
export function refuseOrder(
  headers: readonly FileHeader[],
  { table, columns }: Pick<PlannedCopy, "table" | "columns">,
  path: string,
): RequiredError | undefined {
  for (const { url, names } of headers) {
    const folded = names.map((name) => name.toLowerCase());
    const moved = folded.flatMap((name, at) => (columns.includes(name) && columns[at] !== name ? [at] : []));
    const isWhole = folded.every((name) => columns.includes(name));
    if (moved.length < (isWhole ? 1 : 2)) continue;
    return new RequiredError(
      `the header has the fields in another order than the COPY has the columns of ${table}, and COPY goes by position: ${listed(moved, folded, columns)}`,
      {
        where: `${path}, ${url}`,
        next:
          "nothing was published, and the files are loaded by the next run: list the columns of the COPY in the order of the header, " +
          "or fix the header; files with another order belong in a source of their own",
      },
    );
  }
  return undefined;
}

/** As many as say what is meant. */
const SHOWN = 3;

/** @param moved places in the header, from 0 */
function listed(moved: readonly number[], names: readonly string[], columns: readonly string[]): string {
  const shown = moved
    .slice(0, SHOWN)
    .map((at) =>
      columns[at] === undefined
        ? `field ${at + 1} is ${names[at]}, and there are ${columns.length} columns`
        : `field ${at + 1} is ${names[at]}, and fills ${columns[at]}`,
    );
  return [...shown, ...(moved.length > SHOWN ? ["…"] : [])].join("; ");
}
