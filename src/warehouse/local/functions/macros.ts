/**
 * Macros and functions that the written text calls, in a database of their own in memory: a macro of several types cannot be stored in
 * files that older versions read, and nothing of it belongs into the warehouse file. Errors begin with their SQLSTATE in square brackets,
 * which duck-errors.ts takes off.
 */
import { BIT_MACROS } from "./bits.ts";
import { DATE_MACROS } from "./date-macros.ts";
import { MATH_MACROS } from "./math-macros.ts";
import { PATTERN_MACROS } from "./pattern.ts";
import { STRING_MACROS } from "./string-macros.ts";

/** Makes their database. */
export const ATTACH_FUNCTIONS = "ATTACH ':memory:' AS redshift_functions";

/** Statements that make them in it, in order. */
export const MACROS: readonly string[] = [
  `CREATE MACRO redshift_functions.nonzero(divisor) AS
    CASE WHEN divisor = 0 THEN error('[22012] division by zero') ELSE divisor END`,
  `CREATE MACRO redshift_functions.root(value) AS
    CASE WHEN value < 0 THEN error('[2201F] cannot take square root of a negative number') ELSE sqrt(value) END`,
  `CREATE MACRO redshift_functions.place(value) AS
    CASE WHEN value < 1 THEN error('[22016] argument of nth_value must be greater than zero') ELSE value END`,
  `CREATE MACRO redshift_functions.frame_offset(value) AS
    CASE WHEN value >= 0 THEN value ELSE error('[22013] frame offset must not be negative, nor null') END`,
  "CREATE MACRO redshift_functions.float_text(value) AS regexp_replace(value, '[.]0$', '')",
  // A text for a column: blanks that do not fit are cut ("Character types").
  `CREATE MACRO redshift_functions.fit(value, bytes) AS CASE WHEN value IS NULL OR strlen(value) <= bytes THEN value
    WHEN strlen(rtrim(value, ' ')) <= bytes THEN redshift_cut(value, bytes)
    ELSE error('[22001] value too long for type character varying(' || CAST(bytes AS VARCHAR) || ')') END`,
  `CREATE MACRO redshift_functions.fit_char(value, bytes) AS CASE WHEN value IS NULL THEN NULL
    WHEN strlen(value) <> length(value) THEN error('[22021] CHAR holds characters of one byte only')
    WHEN strlen(rtrim(value, ' ')) <= bytes THEN rtrim(value, ' ')
    ELSE error('[22001] value too long for type character(' || CAST(bytes AS VARCHAR) || ')') END`,
  `CREATE MACRO redshift_functions.fit_bytes(value, bytes) AS CASE WHEN octet_length(value) > CAST(bytes AS BIGINT)
    THEN error('[22001] value too long for type binary varying(' || CAST(bytes AS VARCHAR) || ')') ELSE value END`,
  ...strict(
    "whole(value)",
    "'^\\s*[+-]?[0-9]+\\s*$'",
    "'invalid input syntax for integer: \"' || value || '\"'",
  ),
  ...strict(
    "number(value, type)",
    "'^\\s*[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)(e[+-]?[0-9]+)?\\s*$|^\\s*[+-]?(inf|infinity|nan)\\s*$'",
    "'invalid input syntax for type ' || type || ': \"' || value || '\"'",
  ),
  // DuckDB reads what is too large for a float as infinity ("Numeric types": DOUBLE PRECISION, REAL).
  `CREATE MACRO redshift_functions.float(value, type) AS CASE WHEN regexp_matches(value, 'n', 'i') THEN value
    WHEN isinf(CASE WHEN type = 'real' THEN CAST(TRY_CAST(value AS FLOAT) AS DOUBLE) ELSE TRY_CAST(value AS DOUBLE) END)
    THEN error('[22003] "' || value || '" is out of range for type ' || type) ELSE value END`,
  ...strict(
    "truth(value)",
    "'^\\s*(t|tr|tru|true|y|ye|yes|on|1|f|fa|fal|fals|false|n|no|off|0)\\s*$'",
    "'invalid input syntax for type boolean: \"' || value || '\"'",
    "CASE WHEN lower(trim(value)) IN ('t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1') THEN 'true' ELSE 'false' END",
  ),
  `CREATE MACRO redshift_functions.text(value) AS CASE WHEN typeof(value) IN ('DOUBLE', 'FLOAT')
    THEN regexp_replace(CAST(value AS VARCHAR), '[.]0$', '') ELSE CAST(value AS VARCHAR) END`,
  `CREATE MACRO redshift_functions.truncated(value TIMESTAMP) AS CAST(value AS DATE),
    (value TIMESTAMPTZ) AS CAST(value AS DATE), (value) AS trunc(value)`,
  ...BIT_MACROS,
  ...DATE_MACROS,
  ...MATH_MACROS,
  ...STRING_MACROS,
  ...PATTERN_MACROS,
];

/** A macro that is an error for what does not match, and one that is NULL. */
function strict(head: string, pattern: string, says: string, gives = "value"): readonly string[] {
  const [name, args] = head.split("(") as [string, string];
  const matches = `regexp_matches(value, ${pattern}, 'i')`;
  return [
    `CREATE MACRO redshift_functions.${head} AS CASE WHEN value IS NULL THEN NULL WHEN ${matches} THEN ${gives}
      ELSE error('[22P02] ' || ${says}) END`,
    `CREATE MACRO redshift_functions.${name}_or_null(${args} AS CASE WHEN ${matches} THEN ${gives} END`,
  ];
}
