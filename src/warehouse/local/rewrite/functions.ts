/** The functions of Redshift that the local warehouse knows, and how each is written in DuckDB. One table. */
import { parseDataType } from "../../../dialect/types.ts";
import { SqlError } from "../../../errors.ts";
import { FORMAT_ENCODING } from "../declared-views.ts";
import { average, listAggregate } from "./aggregates.ts";
import { literal, type Call, type FunctionRule } from "./call.ts";
import { castTo } from "./data-type.ts";
import { dateDifference, extractPart, nextDay, parsed, part, toChar } from "./dates.ts";
import { nonzero } from "./operators.ts";
import { duckLiteral } from "./quote.ts";
import { replaceMatches, splitPart, substring } from "./texts.ts";

const MANY = 1000;

/** The same call under another name, with everything that hangs on it. */
const as = (name: string, least: number, most = least): FunctionRule => ({
  least,
  most,
  emit: (call) => plain(name, call),
});

/** A template: $1, $2 … stand for the arguments. */
const like = (template: string, least: number, most = least): FunctionRule => ({
  least,
  most,
  emit: ({ args }) => template.replace(/\$(\d)/g, (_, index: string) => args[Number(index) - 1] ?? "NULL"),
});

function plain(name: string, { distinct, args, nulls, over, withinGroup }: Call): string {
  const group = withinGroup === undefined ? "" : ` WITHIN GROUP (${withinGroup})`;
  return `${name}(${distinct ? "DISTINCT " : ""}${args.join(", ")}${nulls})${group}${over}`;
}

function decode({ args: [value, ...pairs], at }: Call): string {
  if (pairs.length < 2) throw new SqlError("decode needs a value, a search and a result", at);
  const whens = [];
  while (pairs.length >= 2) {
    const [search, result] = pairs.splice(0, 2);
    // Unlike a CASE, DECODE finds NULL equal to NULL.
    whens.push(`WHEN ${value} IS NOT DISTINCT FROM ${search} THEN ${result}`);
  }
  return `(CASE ${whens.join(" ")} ELSE ${pairs[0] ?? "NULL"} END)`;
}

/** The functions by their names in lower case; what is not here is an error with its place. */
export const FUNCTIONS: Readonly<Record<string, FunctionRule>> = {
  // Aggregates and windows
  avg: { least: 1, most: 1, emit: average },
  count: as("count", 0, 1),
  sum: as("sum", 1),
  min: as("min", 1),
  max: as("max", 1),
  any_value: as("any_value", 1),
  median: as("median", 1),
  stddev: as("stddev_samp", 1),
  stddev_samp: as("stddev_samp", 1),
  stddev_pop: as("stddev_pop", 1),
  variance: as("var_samp", 1),
  var_samp: as("var_samp", 1),
  var_pop: as("var_pop", 1),
  bool_and: as("bool_and", 1),
  bool_or: as("bool_or", 1),
  bit_and: as("bit_and", 1),
  bit_or: as("bit_or", 1),
  percentile_cont: as("percentile_cont", 1),
  percentile_disc: as("percentile_disc", 1),
  listagg: {
    least: 1,
    most: 2,
    emit: listAggregate,
  },
  ratio_to_report: {
    least: 1,
    most: 1,
    emit: ({ args: [value], over }) => `(CAST(${value} AS DOUBLE) / sum(${value})${over})`,
  },
  row_number: as("row_number", 0),
  rank: as("rank", 0),
  dense_rank: as("dense_rank", 0),
  percent_rank: as("percent_rank", 0),
  cume_dist: as("cume_dist", 0),
  ntile: as("ntile", 1),
  lag: as("lag", 1, 2),
  lead: as("lead", 1, 2),
  first_value: as("first_value", 1),
  last_value: as("last_value", 1),
  nth_value: as("nth_value", 2),

  // Conditions
  coalesce: as("coalesce", 1, MANY),
  nvl: as("coalesce", 1, MANY),
  isnull: as("coalesce", 2),
  nvl2: like("(CASE WHEN $1 IS NOT NULL THEN $2 ELSE $3 END)", 3),
  nullif: as("nullif", 2),
  greatest: as("greatest", 1, MANY),
  least: as("least", 1, MANY),
  decode: { least: 3, most: MANY, emit: decode },

  // Numbers
  abs: as("abs", 1),
  ceil: as("ceil", 1),
  ceiling: as("ceil", 1),
  floor: as("floor", 1),
  round: as("round", 1, 2),
  // Of a number; of a timestamp it is the date.
  trunc: {
    least: 1,
    most: 2,
    emit: ({ args: [value, places] }) =>
      places === undefined ? `redshift_functions.truncated(${value})` : `trunc(${value}, ${places})`,
  },
  mod: { least: 2, most: 2, emit: ({ args: [value, by] }) => `(${value} % ${nonzero(`(${by})`)})` },
  power: as("pow", 2),
  pow: as("pow", 2),
  sqrt: as("sqrt", 1),
  exp: as("exp", 1),
  dexp: as("exp", 1),
  cbrt: as("cbrt", 1),
  ln: as("ln", 1),
  dlog1: as("ln", 1),
  dlog10: as("log10", 1),
  log: as("log10", 1),
  sign: as("sign", 1),
  sin: as("sin", 1),
  cos: as("cos", 1),
  tan: as("tan", 1),
  asin: as("asin", 1),
  acos: as("acos", 1),
  atan: as("atan", 1),
  atan2: as("atan2", 2),
  degrees: as("degrees", 1),
  radians: as("radians", 1),
  pi: as("pi", 0),
  random: as("random", 0),

  // Text; lengths are characters unless the name says otherwise
  // Blanks at the end of a VARCHAR count (Developer Guide, "LEN function").
  len: like("length($1)", 1),
  length: like("length($1)", 1),
  char_length: like("length($1)", 1),
  character_length: like("length($1)", 1),
  octet_length: like("strlen($1)", 1),
  lower: as("lower", 1),
  upper: as("upper", 1),
  initcap: as("redshift_initcap", 1),
  btrim: as("trim", 1, 2),
  ltrim: as("ltrim", 1, 2),
  rtrim: as("rtrim", 1, 2),
  left: as("left", 2),
  right: as("right", 2),
  lpad: like("lpad($1, CAST($2 AS INTEGER), coalesce($3, ' '))", 2, 3),
  rpad: like("rpad($1, CAST($2 AS INTEGER), coalesce($3, ' '))", 2, 3),
  substring: { least: 2, most: 3, emit: substring },
  replace: as("replace", 3),
  translate: as("translate", 3),
  reverse: as("reverse", 1),
  repeat: as("repeat", 2),
  replicate: as("repeat", 2),
  strpos: as("strpos", 2),
  position: like("strpos($2, $1)", 2),
  charindex: like("strpos($2, $1)", 2),
  split_part: { least: 3, most: 3, emit: splitPart },
  concat: like("($1 || $2)", 2),
  chr: as("chr", 1),
  ascii: as("ascii", 1),
  md5: as("md5", 1),
  sha: as("sha1", 1),
  sha1: as("sha1", 1),
  func_sha1: as("sha1", 1),
  sha2: as("redshift_sha2", 2),
  quote_literal: like("concat('''', replace($1, '''', ''''''), '''')", 1),
  regexp_replace: {
    least: 2,
    most: 3,
    emit: replaceMatches,
  },
  regexp_substr: like("nullif(regexp_extract($1, $2), NULL)", 2),
  regexp_count: like("len(regexp_extract_all($1, $2))", 2),
  regexp_instr: like(
    "(CASE WHEN regexp_matches($1, $2) THEN strpos($1, regexp_extract($1, $2)) ELSE 0 END)",
    2,
  ),

  // Dates and times
  getdate: like("CAST(date_trunc('second', now() AT TIME ZONE 'UTC') AS TIMESTAMP)", 0),
  date_trunc: {
    least: 2,
    most: 2,
    emit: (call) => `CAST(date_trunc('${part(call)}', ${call.args[1]}) AS TIMESTAMP)`,
  },
  date_part: { least: 2, most: 2, emit: (call) => extractPart(part(call), call.args[1] as string) },
  dateadd: {
    least: 3,
    most: 3,
    emit: (call) =>
      `(CAST(${call.args[2]} AS TIMESTAMP) + CAST(${call.args[1]} AS BIGINT) * INTERVAL '1 ${part(call)}')`,
  },
  date_add: {
    least: 3,
    most: 3,
    emit: (call) =>
      `(CAST(${call.args[2]} AS TIMESTAMP) + CAST(${call.args[1]} AS BIGINT) * INTERVAL '1 ${part(call)}')`,
  },
  datediff: { least: 3, most: 3, emit: dateDifference },
  date_diff: { least: 3, most: 3, emit: dateDifference },
  last_day: like("last_day(CAST($1 AS TIMESTAMP))", 1),
  next_day: { least: 2, most: 2, emit: nextDay },
  add_months: {
    least: 2,
    most: 2,
    // The last day of a month stays the last day (Developer Guide, "ADD_MONTHS function").
    emit: ({ args: [date, months] }) =>
      `(CASE WHEN CAST(${date} AS DATE) = last_day(${date}) THEN CAST(last_day(CAST(${date} AS TIMESTAMP) + ${months} * INTERVAL '1 month') AS TIMESTAMP) ELSE CAST(${date} AS TIMESTAMP) + ${months} * INTERVAL '1 month' END)`,
  },
  to_char: { least: 2, most: 2, emit: toChar },
  to_date: { least: 2, most: 2, emit: (call) => `CAST(${parsed(call)} AS DATE)` },
  to_timestamp: { least: 2, most: 2, emit: (call) => `CAST(${parsed(call)} AS TIMESTAMPTZ)` },
  convert_timezone: {
    least: 2,
    most: 3,
    emit: ({ args }) => {
      const [from, to, value] = args.length === 3 ? args : ["'UTC'", ...args];
      return `((CAST(${value} AS TIMESTAMP) AT TIME ZONE ${from}) AT TIME ZONE ${to})`;
    },
  },

  // SUPER and JSON
  json_parse: like("CAST($1 AS JSON)", 1),
  json_serialize: like("CAST($1 AS VARCHAR)", 1),
  can_json_parse: as("json_valid", 1),
  is_valid_json: as("json_valid", 1),
  array: as("json_array", 0, MANY),
  object: as("json_object", 0, MANY),
  get_array_length: like("(CASE WHEN json_type($1) = 'ARRAY' THEN json_array_length($1) END)", 1),
  array_concat: like("to_json(list_concat(CAST($1 AS JSON[]), CAST($2 AS JSON[])))", 2),
  // Places count from 0 (Developer Guide, "SUBARRAY function").
  subarray: like(
    "(CASE WHEN $2 < 0 OR $3 < 0 THEN error('places from the end are not supported on the local warehouse') ELSE to_json(list_slice(CAST($1 AS JSON[]), $2 + 1, $2 + $3)) END)",
    3,
  ),
  split_to_array: like("to_json(string_split($1, coalesce($2, ',')))", 1, 2),
  json_typeof: like(
    "(CASE json_type($1) WHEN 'VARCHAR' THEN 'string' WHEN 'ARRAY' THEN 'array' WHEN 'OBJECT' THEN 'object' WHEN 'BOOLEAN' THEN 'boolean' WHEN 'NULL' THEN 'null' ELSE 'number' END)",
    1,
  ),
  json_extract_path_text: {
    least: 2,
    most: 6,
    // Numbers are places in an array, everything else is a key; what is not there is an empty text.
    emit: (call) => {
      const path = call.tokens.slice(1).map((_, index) => {
        const { value } = literal(call, index + 1);
        return /^\d+$/.test(value) ? `[${value}]` : `.${JSON.stringify(value)}`;
      });
      return `coalesce(json_extract_string(${call.args[0]}, ${duckLiteral(`$${path.join("")}`)}), '')`;
    },
  },
  json_extract_array_element_text: {
    least: 2,
    most: 2,
    emit: ({ args: [json, place] }) =>
      `coalesce(json_extract_string(${json}, '$[' || CAST(${place} AS VARCHAR) || ']'), '')`,
  },
  json_array_length: as("json_array_length", 1),

  convert: {
    least: 2,
    most: 2,
    emit: (call) => castTo(call.args[1] as string, parseDataType(call.tokens[0] ?? [], 0).type),
  },
  current_schema: like("'public'", 0),
  // An array in words (Developer Guide, "CURRENT_SCHEMAS").
  current_schemas: like("(CASE WHEN $1 THEN '{pg_catalog,public}' ELSE '{public}' END)", 1),
  format_encoding: like(FORMAT_ENCODING, 1),
  current_database: like("'local'", 0),
};
