/** Macros of "String functions". */

/** A text is a VARCHAR, of 65,535 bytes at most ("Character types"): asked before DuckDB makes a longer one. */
const MOST = 65_535;
const TOO_LONG = "error('[22001] value too long for type character varying(65535)')";

/** A whole number as the functions of DuckDB take it. */
const LONG = (value: number): string => `CAST(${value} AS BIGINT)`;

/** Statements that make them. */
export const STRING_MACROS: readonly string[] = [
  `CREATE MACRO redshift_functions.repeated(value, count) AS CASE
    WHEN CAST(strlen(value) AS BIGINT) * count > ${LONG(MOST)} THEN ${TOO_LONG} ELSE repeat(value, count) END`,
  // "Limitations" of SUPER: "a single string value loaded to SUPER is limited to the maximum VARCHAR length of 65535 bytes".
  `CREATE MACRO redshift_functions.super_string(value) AS CASE
    WHEN strlen(value) > ${MOST} THEN ${TOO_LONG} ELSE to_json(value) END`,
  // "SUBSTRING function": a start before the text takes its share of the length.
  `CREATE MACRO redshift_functions.part_of(value, start, count) AS CASE
    WHEN count < 0 THEN error('[22011] negative substring length not allowed')
    ELSE substring(value, greatest(start, 1), greatest(start + count - greatest(start, 1), 0)) END`,
  `CREATE MACRO redshift_functions.part_of_bytes(value, start, count) AS CASE
    WHEN count < ${LONG(0)} THEN error('[22011] negative substring length not allowed')
    ELSE unhex(substring(hex(value), ${LONG(2)} * greatest(start, ${LONG(1)}) - ${LONG(1)},
      ${LONG(2)} * greatest(start + count - greatest(start, ${LONG(1)}), ${LONG(0)}))) END`,
  ...pad("lpad"),
  ...pad("rpad"),
  ...end("left"),
  ...end("right"),
  `CREATE MACRO redshift_functions.nth_part(value, delimiter, place) AS CASE
    WHEN place < 1 THEN error('[22023] field position must be greater than zero')
    WHEN delimiter = '' AND place = 1 THEN value
    WHEN delimiter = '' THEN ''
    ELSE split_part(value, delimiter, place) END`,
  // "CHR function": NULL for what is not ASCII.
  `CREATE MACRO redshift_functions.character(code) AS CASE
    WHEN code BETWEEN 0 AND 127 THEN chr(code) END`,
  `CREATE MACRO redshift_functions.octets_until(value, sought) AS CAST(CASE
    WHEN strpos(value, sought) = 0 THEN 0
    ELSE strlen(left(value, strpos(value, sought) - 1)) + 1 END AS INTEGER)`,
  `CREATE MACRO redshift_functions.ordered(one, other) AS CASE
    WHEN one < other THEN -1 WHEN one > other THEN 1 WHEN one = other THEN 0 END`,
];

/** DuckDB's needs something to fill up with. */
function pad(name: "lpad" | "rpad"): readonly string[] {
  return [
    `CREATE MACRO redshift_functions.${name}(value, count, filler) AS CASE
      WHEN count > ${MOST} THEN ${TOO_LONG}
      WHEN filler = '' THEN left(value, CAST(greatest(count, 0) AS BIGINT))
      ELSE ${name}(value, count, nullif(filler, '')) END`,
  ];
}

/** The manual takes positive numbers only; what a negative one is, it leaves open. */
function end(name: "left" | "right"): readonly string[] {
  return [
    `CREATE MACRO redshift_functions.${name}_of(value, count) AS CASE
      WHEN count < 0 THEN error('[0A000] ${name.toUpperCase()} of a negative number of characters: give a positive one')
      ELSE ${name}(value, count) END`,
  ];
}
