/** What is said of files that cannot be decompressed: a fault of a file, which no number of tolerated rows covers. */
import { StepError } from "../errors.ts";
import { countOf } from "../text/amounts.ts";
import type { SourceFile } from "./source.ts";

const ENDINGS = { "": "", gzip: ".gz", zstd: ".zst" } as const;

/**
 * Returns the error of files that are not whole, or not compressed as their names say. What COPY does with such a file the guide does not
 * say: it may load as much as there is of it, and count the rest as one bad row.
 * @param files one at least; the first is named as the place
 */
export function brokenFiles(files: readonly SourceFile[]): StepError {
  const [first, ...more] = files;
  const compression = first?.compression ?? "";
  const others =
    more.length === 0
      ? ""
      : `, and so ${more.length === 1 ? "is" : "are"} ${countOf(more.length, "more file")}`;
  const list = more.map(({ url }) => url).slice(0, LISTED);
  return new StepError(
    `a ${compression} file is cut off or damaged, or is not ${compression} at all${others}: its rows cannot be told apart, and DWH_MAX_REJECTS is for rows`,
    {
      where: [first?.url, ...list].join(", "),
      next: `nothing was loaded; write the file again, whole, under the same name, take ${ENDINGS[compression]} off its name if it is not compressed, or move it out of the source`,
    },
  );
}

/** Further files that are named. */
const LISTED = 4;
