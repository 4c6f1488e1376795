/** The options of COPY that are refused, and what is said of each. */
import { SqlError, type Position } from "../../../errors.ts";

/** The options, in lower case, that Redshift refuses with JSON. */
const NOT_WITH_JSON: readonly string[] = [
  "csv",
  "delimiter",
  "escape",
  "fillrecord",
  "fixedwidth",
  "ignoreblanklines",
  "null",
  "readratio",
  "removequotes",
  "quote",
  "avro",
  "parquet",
  "orc",
  "shapefile",
];
const NOT_HERE: readonly string[] = ["bzip2", "lzop", "encrypted", "master_symmetric_key", "ssh", "job"];

/** Returns the error of an option, by its name in lower case, that COPY does not take here. */
export function refusedOption(word: string, place: Position): SqlError {
  if (NOT_WITH_JSON.includes(word)) {
    return new SqlError(`${word.toUpperCase()} cannot be used with FORMAT JSON`, place, {
      sqlState: "0A000",
      next: "take it out",
    });
  }
  if (NOT_HERE.includes(word)) return notHere(word.toUpperCase(), place);
  return new SqlError(`${word.toUpperCase()} is not known here`, place, { next: "COPY has no such option" });
}

/** Returns the error 0A000 of what Redshift takes and the local warehouse does not. */
export function notHere(what: string, place: Position): SqlError {
  return new SqlError(`${what} is not implemented on the local warehouse`, place, {
    sqlState: "0A000",
    next: "docs/local-differences.md lists what COPY takes here",
  });
}
