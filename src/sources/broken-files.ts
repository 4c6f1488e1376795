/** What is said of files that cannot be decompressed: a fault of a file, which no number of tolerated rows covers. */
import type { CompressionFault, FaultKind } from "../compression/compression-fault.ts";
import { BadFilesError } from "../errors.ts";
import { countOf } from "../text/amounts.ts";
import { FETCH_IT } from "./pointer.ts";
import type { SourceFile } from "./source.ts";

/** A file that is not whole, or not compressed as it should be. */
export interface BrokenFile {
  readonly file: Pick<SourceFile, "url" | "compression">;
  readonly fault: Pick<CompressionFault, "kind">;
  /** How many lines of it could be read. */
  readonly lines: number;
  /** Whether it is a pointer of Git LFS. */
  readonly pointer: boolean;
}

const ENDINGS = { "": "", gzip: ".gz", zstd: ".zst" } as const;

const WHAT: Readonly<Record<FaultKind, string>> = {
  other: "is not one, despite its name",
  cut: "is cut off",
  damaged: "is damaged",
  more: "has other bytes after its end",
};

/** Further files that are named. */
const LISTED = 4;

/**
 * Returns the error of files that are not whole, or not compressed as their names say. What COPY does with such a file the guide does not
 * say: it may load as much as there is of it, and count the rest as one bad row.
 * @param files one at least; the first is named as the place, each that ends too early with the line on which it does
 */
export function brokenFiles(files: readonly [BrokenFile, ...BrokenFile[]]): BadFilesError {
  const [first, ...more] = files;
  const others =
    more.length === 0
      ? ""
      : `, and ${countOf(more.length, "more file")} ${more.length === 1 ? "is" : "are"} not whole`;
  return new BadFilesError(
    `${reasonOf(first)}${others}: its rows cannot be read, and DWH_MAX_REJECTS is for rows`,
    {
      where: [first, ...more.slice(0, LISTED)].map(placeOf).join(", "),
      next: `nothing was loaded; ${remedyOf(first)}, or move it out of the source`,
      files: files.map((one) => ({ url: one.file.url, reason: sayBroken(one), next: remedyOf(one) })),
    },
  );
}

function reasonOf({ file, fault }: BrokenFile): string {
  return `a ${file.compression} file ${WHAT[fault.kind]}`;
}

function sayBroken(one: BrokenFile): string {
  return one.fault.kind === "cut" ? `${reasonOf(one)}, on line ${one.lines + 1}` : reasonOf(one);
}

/** Where the bytes of a damaged file are wrong nobody can tell. */
function placeOf({ file, fault, lines }: BrokenFile): string {
  return fault.kind === "cut" ? `${file.url}:${lines + 1}` : file.url;
}

function remedyOf({ file: { compression }, fault, pointer }: BrokenFile): string {
  if (pointer) return `it is a Git LFS pointer, not the data: ${FETCH_IT}`;
  const again = "write the whole file again under the same name";
  return fault.kind === "other"
    ? `${again}, remove ${ENDINGS[compression]} from its name if it is not compressed`
    : again;
}
