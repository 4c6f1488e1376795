/** "String functions" of the Database Developer Guide; those with regular expressions are in regexp.ts, STRTOL in math.ts. */
import type { DataType } from "../../../dialect/types.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundType } from "../bound/type.ts";
import { isText } from "../types/common-type.ts";
import type { FunctionCall, FunctionForm, FunctionTable } from "./entry.ts";

/** Blanks at the end of a VARCHAR count; a VARBYTE has as many as it has bytes. */
const LENGTH: readonly FunctionForm[] = [
  { takes: ["text"], gives: "integer", sql: "CAST(length($1) AS INTEGER)" },
  { takes: ["varbyte"], gives: "integer", sql: "CAST(octet_length($1) AS INTEGER)" },
];
const PLACE: readonly FunctionForm[] = [
  { takes: ["text", "text"], gives: "integer", sql: "CAST(strpos($1, $2) AS INTEGER)" },
];
const PLACE_OF: readonly FunctionForm[] = [
  { takes: ["text", "text"], gives: "integer", sql: "CAST(strpos($2, $1) AS INTEGER)" },
];
const SUBSTRING: readonly FunctionForm[] = [
  {
    takes: ["text", "integer"],
    gives: "varchar",
    sql: "substring($1, CAST(greatest($2, 1) AS BIGINT))",
  },
  {
    takes: ["text", "integer", "integer"],
    gives: "varchar",
    sql: "redshift_functions.part_of($1, CAST($2 AS BIGINT), CAST($3 AS BIGINT))",
  },
  {
    takes: ["varbyte", "integer", "integer = 2147483647"],
    gives: "varbyte",
    sql: "redshift_functions.part_of_bytes($1, CAST($2 AS BIGINT), CAST($3 AS BIGINT))",
  },
];
const REPEAT: readonly FunctionForm[] = [
  {
    takes: ["text", "integer"],
    gives: "varchar",
    sql: "redshift_functions.repeated($1, CAST($2 AS BIGINT))",
  },
];
const ORDER: readonly FunctionForm[] = [
  {
    takes: ["text", "text"],
    gives: "integer",
    sql: "redshift_functions.ordered(rtrim($1, ' '), rtrim($2, ' '))",
  },
];
const LEADER = "Redshift runs it only on the leader node, and the guide calls it deprecated";

/** By name. */
export const STRING_FUNCTIONS: FunctionTable = {
  ascii: { page: "ASCII function", forms: [{ takes: ["text"], gives: "integer", sql: "ascii($1)" }] },
  bpcharcmp: { page: "BPCHARCMP function", forms: ORDER },
  btrim: {
    page: "BTRIM function",
    forms: [{ takes: ["text", "varchar = ' '"], gives: "varchar", sql: "trim($1, $2)" }],
  },
  bttext_pattern_cmp: { page: "BTTEXT_PATTERN_CMP function", forms: ORDER },
  char_length: { page: "CHAR_LENGTH function", forms: LENGTH },
  character_length: { page: "CHARACTER_LENGTH function", forms: LENGTH },
  charindex: { page: "CHARINDEX function", forms: PLACE_OF },
  chr: {
    page: "CHR function",
    forms: [{ takes: ["integer"], gives: "char(1)", sql: "redshift_functions.character($1)" }],
  },
  collate: { page: "COLLATE function", bind: collate },
  concat: {
    page: "CONCAT function",
    forms: [
      { takes: ["text", "text"], gives: joined, sql: "CAST($1 || $2 AS VARCHAR)" },
      { takes: ["varbyte", "varbyte"], gives: "varbyte", sql: "CAST($1 || $2 AS BLOB)" },
    ],
  },
  crc32: {
    page: "CRC32 function",
    forms: [{ takes: ["text"], gives: "varchar(8)", sql: "redshift_crc32($1)" }],
  },
  difference: {
    page: "DIFFERENCE function",
    forms: [{ takes: ["text", "text"], gives: "integer", sql: "redshift_difference($1, $2)" }],
  },
  get_byte: { page: "String functions", refused: LEADER },
  initcap: {
    page: "INITCAP function",
    forms: [{ takes: ["text"], gives: "varchar", sql: "redshift_initcap($1)" }],
  },
  left: {
    page: "LEFT and RIGHT functions",
    forms: [
      {
        takes: ["text", "integer"],
        gives: "varchar",
        sql: "redshift_functions.left_of($1, CAST($2 AS BIGINT))",
      },
    ],
  },
  len: { page: "LEN function", forms: LENGTH },
  length: { page: "LENGTH function", forms: LENGTH },
  lower: { page: "LOWER function", forms: [{ takes: ["text"], gives: "$1", sql: "lower($1)" }] },
  lpad: {
    page: "LPAD and RPAD functions",
    forms: [
      {
        takes: ["text", "integer", "varchar = ' '"],
        gives: "varchar",
        sql: "redshift_functions.lpad($1, $2, $3)",
      },
    ],
  },
  ltrim: {
    page: "LTRIM function",
    forms: [{ takes: ["text", "varchar = ' '"], gives: "$1", sql: "ltrim($1, $2)" }],
  },
  octet_length: {
    page: "OCTET_LENGTH function",
    forms: [
      { takes: ["text"], gives: "integer", sql: "CAST(strlen($1) AS INTEGER)" },
      { takes: ["varbyte"], gives: "integer", sql: "CAST(octet_length($1) AS INTEGER)" },
    ],
  },
  octetindex: {
    page: "OCTETINDEX function",
    forms: [{ takes: ["text", "text"], gives: "integer", sql: "redshift_functions.octets_until($2, $1)" }],
  },
  quote_ident: {
    page: "QUOTE_IDENT function",
    forms: [{ takes: ["text"], gives: "varchar", sql: "redshift_quote_ident($1)" }],
  },
  quote_literal: {
    page: "QUOTE_LITERAL function",
    forms: [
      {
        takes: ["text"],
        gives: "varchar",
        sql: "CAST('''' || replace(replace($1, '\\', '\\\\'), '''', '''''') || '''' AS VARCHAR)",
      },
    ],
  },
  repeat: { page: "REPEAT function", forms: REPEAT },
  replace: {
    page: "REPLACE function",
    forms: [{ takes: ["text", "varchar", "varchar"], gives: "varchar", sql: "replace($1, $2, $3)" }],
  },
  replicate: { page: "REPLICATE function", forms: REPEAT },
  reverse: { page: "REVERSE function", forms: [{ takes: ["text"], gives: "varchar", sql: "reverse($1)" }] },
  right: {
    page: "LEFT and RIGHT functions",
    forms: [
      {
        takes: ["text", "integer"],
        gives: "varchar",
        sql: "redshift_functions.right_of($1, CAST($2 AS BIGINT))",
      },
    ],
  },
  rpad: {
    page: "LPAD and RPAD functions",
    forms: [
      {
        takes: ["text", "integer", "varchar = ' '"],
        gives: "varchar",
        sql: "redshift_functions.rpad($1, $2, $3)",
      },
    ],
  },
  rtrim: {
    page: "RTRIM function",
    forms: [{ takes: ["text", "varchar = ' '"], gives: "$1", sql: "rtrim($1, $2)" }],
  },
  set_bit: { page: "String functions", refused: LEADER },
  set_byte: { page: "String functions", refused: LEADER },
  soundex: {
    page: "SOUNDEX function",
    forms: [{ takes: ["text"], gives: "varchar(4)", sql: "redshift_soundex($1)" }],
  },
  split_part: {
    page: "SPLIT_PART function",
    forms: [
      { takes: ["text", "varchar", "bigint"], gives: "$1", sql: "redshift_functions.nth_part($1, $2, $3)" },
    ],
  },
  strpos: { page: "STRPOS function", forms: PLACE },
  substr: { page: "SUBSTR function", forms: SUBSTRING },
  substring: { page: "SUBSTRING function", forms: SUBSTRING },
  textlen: { page: "TEXTLEN function", forms: LENGTH },
  to_ascii: { page: "String functions", refused: LEADER },
  translate: {
    page: "TRANSLATE function",
    forms: [{ takes: ["text", "varchar", "varchar"], gives: "varchar", sql: "translate($1, $2, $3)" }],
  },
  upper: { page: "UPPER function", forms: [{ takes: ["text"], gives: "$1", sql: "upper($1)" }] },
};

/** As long as both. */
export function joined([left, right]: readonly BoundType[]): DataType {
  return { name: "varchar", length: Math.min(65_535, lengthOf(left) + lengthOf(right)) };
}

function lengthOf(type: BoundType | undefined): number {
  return type !== undefined && isText(type) ? type.length : 65_535;
}

/** Texts here are case-sensitive. */
function collate({ name, span, count, args, binder }: FunctionCall): BoundExpression {
  const [value, collation] = args();
  if (value === undefined || collation === undefined || count !== 2)
    throw binder.noSuchFunction(name, args(), span);
  const which = binder.literal(collation, "a collation", span);
  if (which === "case_sensitive")
    return binder.convert(value, isText(value.type) ? value.type : { name: "varchar", length: 65_535 }, span);
  const known = which === "case_insensitive";
  throw binder.error(
    known ? "case_insensitive is not supported on the local warehouse" : `"${which}" is not a collation`,
    span,
    {
      sqlState: known ? "0A000" : "22023",
      next: known ? "compare lower(a) with lower(b)" : "write 'case_sensitive'",
    },
  );
}
