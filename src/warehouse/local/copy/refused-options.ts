/** The options of COPY that are refused, and what is said of each. */
import { SqlError, type Position } from "../../../errors.ts";

/** Those that Redshift refuses with JSON. */
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
/** Returns the error of an option that COPY does not take here. @param name in lower case */
export function refusedOption(name: string, at: Position): SqlError {
  if (!NOT_WITH_JSON.includes(name)) return notHere(name.toUpperCase(), at);
  return new SqlError(`${name.toUpperCase()} cannot be used with FORMAT JSON`, at, {
    sqlState: "0A000",
    next: "take it out",
  });
}

/** Returns the error 0A000 of what Redshift takes and the local warehouse does not. */
export function notHere(what: string, at: Position): SqlError {
  return new SqlError(`${what} is not implemented on the local warehouse`, at, {
    sqlState: "0A000",
    next: "docs/local-differences.md lists what COPY takes here",
  });
}
