/**
 * Operators beside the arithmetic of numbers (types/numeric.ts) and the comparisons (bind/compare.ts), as forms that functions/entry.ts
 * tells of: "Mathematical operator symbols", "Date and timestamp literals", "Interval literals without qualifier syntax", "Operators for
 * VARBYTE data types", "POSIX operators" of the Database Developer Guide; what it leaves open is PostgreSQL 8's, "Date/Time Operators".
 */
import { BITWISE_OPERATORS, NEGATED_BITS } from "./bits.ts";
import type { FunctionForm } from "./entry.ts";
import { likePattern } from "./pattern.ts";
import { joined } from "./string.ts";

const DAYS = "redshift_functions.later($1, $2)";

/** Operators between two operands, by their sign. */
export const BINARY_OPERATORS: Readonly<Record<string, readonly FunctionForm[]>> = {
  "+": [
    { takes: ["date", "integer"], gives: "date", sql: DAYS },
    { takes: ["integer", "date"], gives: "date", sql: "redshift_functions.later($2, $1)" },
    { takes: ["timestamp", "integer"], gives: "timestamp", sql: "($1 + to_days($2))" },
    { takes: ["timestamptz", "integer"], gives: "timestamptz", sql: "($1 + to_days($2))" },
    { takes: ["date", "interval"], gives: "timestamp", sql: "($1 + $2)" },
    { takes: ["timestamp", "interval"], gives: "timestamp", sql: "($1 + $2)" },
    { takes: ["timestamptz", "interval"], gives: "timestamptz", sql: "($1 + $2)" },
    { takes: ["interval", "date"], gives: "timestamp", sql: "($1 + $2)" },
    { takes: ["interval", "timestamp"], gives: "timestamp", sql: "($1 + $2)" },
    { takes: ["interval", "timestamptz"], gives: "timestamptz", sql: "($1 + $2)" },
    { takes: ["interval", "interval"], gives: "interval", sql: "($1 + $2)" },
    { takes: ["time", "interval"], gives: "time", sql: "($1 + $2)" },
    { takes: ["timetz", "interval"], gives: "timetz", sql: "($1 + $2)" },
    // "+ (Concatenation) operator"; a TIMETZ is kept in UTC here, without the zone that a day needs.
    { takes: ["date", "time"], gives: "timestamp", sql: "($1 + $2)" },
    { takes: ["time", "date"], gives: "timestamp", sql: "($2 + $1)" },
    { takes: ["varbyte", "varbyte"], gives: "varbyte", sql: "CAST($1 || $2 AS BLOB)" },
  ],
  "-": [
    { takes: ["date", "integer"], gives: "date", sql: "redshift_functions.later($1, - CAST($2 AS BIGINT))" },
    { takes: ["date", "date"], gives: "integer", sql: "CAST($1 - $2 AS INTEGER)" },
    { takes: ["timestamp", "integer"], gives: "timestamp", sql: "($1 - to_days($2))" },
    { takes: ["timestamptz", "integer"], gives: "timestamptz", sql: "($1 - to_days($2))" },
    { takes: ["timestamp", "timestamp"], gives: "interval", sql: "($1 - $2)" },
    { takes: ["timestamptz", "timestamptz"], gives: "interval", sql: "($1 - $2)" },
    { takes: ["date", "interval"], gives: "timestamp", sql: "($1 - $2)" },
    { takes: ["timestamp", "interval"], gives: "timestamp", sql: "($1 - $2)" },
    { takes: ["timestamptz", "interval"], gives: "timestamptz", sql: "($1 - $2)" },
    { takes: ["interval", "interval"], gives: "interval", sql: "($1 - $2)" },
    { takes: ["time", "interval"], gives: "time", sql: "($1 - $2)" },
    { takes: ["timetz", "interval"], gives: "timetz", sql: "($1 - $2)" },
  ],
  "*": [
    { takes: ["interval", "double precision"], gives: "interval", sql: "redshift_functions.times($1, $2)" },
    { takes: ["double precision", "interval"], gives: "interval", sql: "redshift_functions.times($2, $1)" },
  ],
  "/": [
    {
      takes: ["interval", "double precision"],
      gives: "interval",
      sql: "redshift_functions.times($1, CAST(1 AS DOUBLE) / redshift_functions.nonzero($2))",
    },
  ],
  "^": [
    {
      takes: ["double precision", "double precision"],
      gives: "double precision",
      sql: "redshift_functions.power($1, $2)",
    },
  ],
  "||": [
    { takes: ["text", "text"], gives: joined, sql: "CAST($1 || $2 AS VARCHAR)" },
    { takes: ["varbyte", "varbyte"], gives: "varbyte", sql: "CAST($1 || $2 AS BLOB)" },
  ],
  ...BITWISE_OPERATORS,
  "<<": [{ takes: ["bigint", "bigint"], gives: "bigint", sql: "($1 << $2)" }],
  ">>": [{ takes: ["bigint", "bigint"], gives: "bigint", sql: "($1 >> $2)" }],
  "~": [{ takes: ["text", "text"], gives: "boolean", sql: "regexp_matches($1, redshift_regex($2))" }],
  "~*": [{ takes: ["text", "text"], gives: "boolean", sql: "regexp_matches($1, redshift_regex($2), 'i')" }],
  "!~": [{ takes: ["text", "text"], gives: "boolean", sql: "(NOT regexp_matches($1, redshift_regex($2)))" }],
  "!~*": [
    { takes: ["text", "text"], gives: "boolean", sql: "(NOT regexp_matches($1, redshift_regex($2), 'i'))" },
  ],
  "~~": [{ takes: ["text", "text"], gives: "boolean", sql: likePattern("like", "\\") }],
  "~~*": [{ takes: ["text", "text"], gives: "boolean", sql: likePattern("ilike", "\\") }],
  "!~~": [{ takes: ["text", "text"], gives: "boolean", sql: `(NOT ${likePattern("like", "\\")})` }],
  "!~~*": [{ takes: ["text", "text"], gives: "boolean", sql: `(NOT ${likePattern("ilike", "\\")})` }],
};

/** Operators before an operand, by their sign. */
export const UNARY_OPERATORS: Readonly<Record<string, readonly FunctionForm[]>> = {
  "-": [
    { takes: ["number"], gives: "$1", sql: "(- $1)" },
    { takes: ["interval"], gives: "interval", sql: "(- $1)" },
    { takes: ["super itself"], gives: "super", sql: "redshift_super_compute('-', '0', $1)" },
  ],
  "+": [
    { takes: ["number"], gives: "$1", sql: "$1" },
    { takes: ["super itself"], gives: "super", sql: "redshift_super_compute('+', '0', $1)" },
  ],
  "@": [{ takes: ["number"], gives: "$1", sql: "abs($1)" }],
  "|/": [{ takes: ["double precision"], gives: "double precision", sql: "redshift_functions.root($1)" }],
  "||/": [{ takes: ["double precision"], gives: "double precision", sql: "cbrt($1)" }],
  "~": [{ takes: ["whole"], gives: "$1", sql: "(~ $1)" }, NEGATED_BITS],
};
