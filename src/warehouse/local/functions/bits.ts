/** Operators on the bits of whole numbers and of VARBYTE values ("Mathematical operator symbols", "VARBYTE operators"). */
import type { FunctionForm } from "./entry.ts";

/** By sign: the macro of VARBYTE values, and DuckDB's text for both kinds of bits. */
const BITWISE: Readonly<
  Record<string, readonly [macro: string, sql: (one: string, other: string) => string]>
> = {
  "&": ["bits_and", (one, other) => `(${one} & ${other})`],
  "|": ["bits_or", (one, other) => `(${one} | ${other})`],
  "#": ["bits_xor", (one, other) => `xor(${one}, ${other})`],
};

/** Operators between two operands, by their sign: whole numbers are converted to the wider type of the two. */
export const BITWISE_OPERATORS: Readonly<Record<string, readonly FunctionForm[]>> = Object.fromEntries(
  Object.entries(BITWISE).map(([sign, [macro, sql]]) => [
    sign,
    [
      ...["smallint", "integer", "bigint"].map((type) => ({
        takes: [type, type],
        gives: type,
        sql: sql("$1", "$2"),
      })),
      { takes: ["varbyte", "varbyte"], gives: "$1", sql: `redshift_functions.${macro}($1, $2)` },
    ],
  ]),
);

/** NOT of every bit. */
export const NEGATED_BITS: FunctionForm = {
  takes: ["varbyte"],
  gives: "$1",
  sql: "redshift_functions.bits_not($1)",
};

/** What the guide does not say of values of different lengths is not guessed. DuckDB has no bits of an empty value. */
export const BIT_MACROS: readonly string[] = [
  "CREATE MACRO redshift_functions.bytes_of(value, digits) AS unhex(right(lpad(hex(value), 16, '0'), digits))",
  // NULL for bytes of another number: what becomes of them the guide does not say. `numbers` is how many there are of the type.
  `CREATE MACRO redshift_functions.whole_of_or_null(value, size, numbers) AS CASE WHEN octet_length(value) = size
    THEN redshift_functions.signed(CAST(CAST('0x' || hex(value) AS UBIGINT) AS HUGEINT), numbers) END`,
  `CREATE MACRO redshift_functions.whole_of(value, size, numbers) AS CASE WHEN octet_length(value) <> size
    THEN error('[0A000] a whole number of ' || CAST(size AS VARCHAR) || ' bytes is read from as many')
    ELSE redshift_functions.whole_of_or_null(value, size, numbers) END`,
  `CREATE MACRO redshift_functions.signed(value, numbers) AS CASE
    WHEN value < numbers // CAST(2 AS HUGEINT) THEN value ELSE value - numbers END`,
  ...Object.entries(BITWISE).map(
    ([sign, [macro, sql]]) => `CREATE MACRO redshift_functions.${macro}(one, other) AS CASE
      WHEN octet_length(one) <> octet_length(other) THEN error('[0A000] VARBYTE values of different lengths under ${sign}: make them equally long')
      WHEN octet_length(one) = 0 THEN one
      ELSE CAST(${sql("CAST(one AS BIT)", "CAST(other AS BIT)")} AS BLOB) END`,
  ),
  `CREATE MACRO redshift_functions.bits_not(value) AS CASE WHEN octet_length(value) = 0 THEN value
    ELSE CAST(~CAST(value AS BIT) AS BLOB) END`,
];
