/** "String functions" of the Database Developer Guide. */
import type { FunctionTable } from "./entry.ts";

const LENGTH = [{ takes: ["text"], gives: "integer", sql: "CAST(length($1) AS INTEGER)" }] as const;

/** By name. */
export const STRING_FUNCTIONS: FunctionTable = {
  // Blanks at the end of a VARCHAR count.
  len: { page: "LEN function", forms: LENGTH },
  length: { page: "LENGTH function", forms: LENGTH },
  upper: { page: "UPPER function", forms: [{ takes: ["text"], gives: "$1", sql: "upper($1)" }] },
  lower: { page: "LOWER function", forms: [{ takes: ["text"], gives: "$1", sql: "lower($1)" }] },
  btrim: { page: "BTRIM function", forms: [{ takes: ["text", "varchar = ' '"], gives: "varchar", sql: "trim($1, $2)" }] },
  lpad: {
    page: "LPAD and RPAD functions",
    forms: [{ takes: ["text", "integer", "varchar = ' '"], gives: "varchar", sql: "lpad($1, $2, $3)" }],
  },
};
