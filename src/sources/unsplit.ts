/** Large files that one COPY reads from end to end, one after the other. Pure. */
import { countOf, formatBytes } from "../text/amounts.ts";
import type { SourceFile } from "./source.ts";

/** What AWS advises as the most of one file (Database Developer Guide, "Loading data from compressed and uncompressed files"), in bytes. */
const ADVISED = 1e9;

/**
 * Returns a sentence for each way in which files of over 1 GB cannot be split by COPY, so that one slice loads each while the others wait:
 * it splits CSV and delimited text that is not compressed, and Parquet, and neither JSON nor what is compressed as a whole (Database
 * Developer Guide, "Loading data files").
 */
export function sayUnsplit(name: string, files: readonly SourceFile[]): readonly string[] {
  const large = files.filter(({ size }) => size > ADVISED);
  return [
    say(
      name,
      large.filter(({ format }) => format.kind === "json"),
      "JSON",
      "write the rows to several files of 1 MB to 1 GB each, ideally a multiple of the cluster's slices, or as Parquet",
    ),
    say(
      name,
      large.filter(({ format, compression }) => format.kind === "delimited" && compression !== ""),
      "what is compressed",
      "write the rows to several files of 1 MB to 1 GB each, ideally a multiple of the cluster's slices, or leave them uncompressed",
    ),
  ].flat();
}

function say(name: string, files: readonly SourceFile[], what: string, remedy: string): readonly string[] {
  const [first] = files;
  if (first === undefined) return [];
  const largest = files.reduce((one, other) => (other.size > one.size ? other : one));
  const which = files.length > 1 ? `, the largest ${largest.url}` : ` (${largest.url})`;
  return [
    `${countOf(files.length, "new file")} of ${name} of over 1 GB${which} with ${formatBytes(largest.size)}: COPY does not split ${what}, so one slice loads it alone while the others wait; ${remedy}`,
  ];
}
