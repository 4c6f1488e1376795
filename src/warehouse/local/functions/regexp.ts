/** Functions with regular expressions: REGEXP_COUNT and the like of "String functions" in the Database Developer Guide. */
import type { FunctionTable } from "./entry.ts";

const FIRST = "if several alternatives match at one place, the first is taken, not the longest";

/** By name: DuckDB's own where the call is plain, JavaScript's where it has a position or parameters. */
export const REGEXP_FUNCTIONS: FunctionTable = {
  regexp_count: {
    page: "REGEXP_COUNT function",
    differs: FIRST,
    forms: [
      {
        takes: ["text", "varchar"],
        gives: "integer",
        sql: "CAST(len(regexp_extract_all($1, redshift_regex($2))) AS INTEGER)",
      },
      {
        takes: ["text", "varchar", "integer", "varchar = 'c'"],
        gives: "integer",
        sql: "redshift_regexp_count($1, $2, $3, $4)",
      },
    ],
  },
  regexp_instr: {
    page: "REGEXP_INSTR function",
    differs: FIRST,
    forms: [
      {
        takes: ["text", "varchar", "integer = 1", "integer = 1", "integer = 0", "varchar = 'c'"],
        gives: "integer",
        sql: "redshift_regexp_instr($1, $2, $3, $4, $5, $6)",
      },
    ],
  },
  regexp_replace: {
    page: "REGEXP_REPLACE function",
    differs: FIRST,
    forms: [
      {
        takes: ["text", "varchar", "varchar = ''"],
        gives: "varchar",
        sql: "regexp_replace($1, redshift_regex($2), redshift_replacement($3, $2), 'g')",
      },
      {
        takes: ["text", "varchar", "varchar", "integer", "varchar = 'c'"],
        gives: "varchar",
        sql: "redshift_regexp_replace($1, $2, $3, $4, $5)",
      },
    ],
  },
  regexp_substr: {
    page: "REGEXP_SUBSTR function",
    differs: FIRST,
    forms: [
      { takes: ["text", "varchar"], gives: "varchar", sql: "regexp_extract($1, redshift_regex($2))" },
      {
        takes: ["text", "varchar", "integer", "integer = 1", "varchar = 'c'"],
        gives: "varchar",
        sql: "redshift_regexp_substr($1, $2, $3, $4, $5)",
      },
    ],
  },
};
