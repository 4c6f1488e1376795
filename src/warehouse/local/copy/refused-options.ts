/** The options of COPY that are refused, and what is said of each. */
import type { Token } from "../../../dialect/lexer.ts";
import { SqlError } from "../../../errors.ts";

/** The options, in lower case, that Redshift refuses with JSON. */
export const NOT_WITH_JSON: readonly string[] = [
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
  "rcfile",
  "sequencefile",
  "serializetojson",
];
const NOT_HERE: readonly string[] = ["bzip2", "lzop", "encrypted", "master_symmetric_key", "ssh", "job"];

/** Returns the error of a word that is no option of COPY here. */
export function refusedOption(token: Token, word: string): SqlError {
  if (NOT_WITH_JSON.includes(word)) {
    return new SqlError(`${word.toUpperCase()} cannot be used with FORMAT JSON`, token, {
      sqlState: "0A000",
      next: "take it out",
    });
  }
  if (NOT_HERE.includes(word)) return notHere(word.toUpperCase(), token);
  return new SqlError(`syntax error at or near "${token.text}"`, token, { next: "COPY has no such option" });
}

/** Returns the error 0A000 of what Redshift takes and the local warehouse does not. */
export function notHere(what: string, token: Token): SqlError {
  return new SqlError(`${what} is not implemented on the local warehouse`, token, {
    sqlState: "0A000",
    next: "docs/local-differences.md lists what COPY takes here",
  });
}
