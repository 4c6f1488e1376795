/**
 * "Array functions", "Object functions" and "SUPER type information functions" of the Database Developer Guide; the pages of the functions
 * after `is_` say that NULL is none of them, and so that they are false.
 */
import type { FunctionCall, FunctionEntry, FunctionTable } from "./entry.ts";
import type { BoundExpression } from "../bound/expression.ts";

const SUPER = { name: "super" } as const;
const TEXT = { name: "varchar", length: 65_535 } as const;

const test = (type: string): FunctionEntry => ({
  page: `IS_${type.toUpperCase()} function`,
  forms: [
    {
      takes: ["super"],
      gives: "boolean",
      sql: `(coalesce(redshift_super_is($1, '${type}'), 'false') = 'true')`,
    },
  ],
});

const digits = (which: "precision" | "scale"): FunctionEntry => ({
  page: `DECIMAL_${which.toUpperCase()} function`,
  forms: [
    { takes: ["super"], gives: "integer", sql: `CAST(redshift_super_digits($1, '${which}') AS INTEGER)` },
  ],
});

const renamed = (how: "lower" | "upper"): FunctionEntry => ({
  page: `${how.toUpperCase()}_ATTRIBUTE_NAMES function`,
  forms: [{ takes: ["super"], gives: "super", sql: `redshift_super_attributes($1, '${how}')` }],
});

/** Where a value stands in an array; a NULL is looked for as any other value unless the last argument says no. */
const POSITIONS = "redshift_array_positions($1, coalesce($2, 'null'), CAST($3 AS VARCHAR))";
const SEARCHED = ["super", "super", "boolean = TRUE"];

/** By name. */
export const SUPER_FUNCTIONS: FunctionTable = {
  array: {
    page: "ARRAY function",
    forms: [
      { takes: [], gives: "super", sql: "'[]'" },
      { takes: ["super..."], gives: "super", sql: "redshift_super_array($*)" },
    ],
  },
  array_concat: {
    page: "ARRAY_CONCAT function",
    forms: [{ takes: ["super", "super"], gives: "super", sql: "redshift_array_concat($1, $2)" }],
  },
  array_contains: {
    page: "ARRAY_CONTAINS function",
    forms: [{ takes: SEARCHED, gives: "boolean", sql: `(${POSITIONS} <> '[]')` }],
  },
  array_distinct: {
    page: "ARRAY_DISTINCT function",
    forms: [{ takes: ["super"], gives: "super", sql: "redshift_array_distinct($1)" }],
  },
  array_flatten: {
    page: "ARRAY_FLATTEN function",
    forms: [{ takes: ["super"], gives: "super", sql: "redshift_array_flatten($1)" }],
  },
  array_intersection: {
    page: "ARRAY_INTERSECTION function",
    forms: [
      {
        takes: ["super", "super", "boolean = FALSE"],
        gives: "super",
        sql: "redshift_array_intersection($1, $2, CAST($3 AS VARCHAR))",
      },
    ],
  },
  array_position: {
    page: "ARRAY_POSITION function",
    forms: [
      {
        takes: SEARCHED,
        gives: "integer",
        sql: `CAST(coalesce(redshift_super_path(${POSITIONS}, '[0]'), CASE WHEN ${POSITIONS} = '[]' THEN '-1' END) AS INTEGER)`,
      },
    ],
  },
  array_positions: {
    page: "ARRAY_POSITIONS function",
    forms: [{ takes: SEARCHED, gives: "super", sql: POSITIONS }],
  },
  array_union: {
    page: "ARRAY_UNION function",
    forms: [{ takes: ["super", "super"], gives: "super", sql: "redshift_array_union($1, $2)" }],
  },
  array_except: {
    page: "ARRAY_EXCEPT function",
    refused: "unnest the array and put WHERE NOT EXISTS around it",
  },
  array_sort: { page: "ARRAY_SORT function", refused: "unnest the array and order its elements" },
  get_array_length: {
    page: "GET_ARRAY_LENGTH function",
    forms: [{ takes: ["super"], gives: "bigint", sql: "CAST(redshift_array_length($1) AS BIGINT)" }],
    differs: "NULL for what is not an array; the guide does not say",
  },
  split_to_array: {
    page: "SPLIT_TO_ARRAY function",
    forms: [{ takes: ["varchar", "varchar = ','"], gives: "super", sql: "redshift_split_to_array($1, $2)" }],
  },
  subarray: {
    page: "SUBARRAY function",
    forms: [
      {
        takes: ["super", "integer", "integer"],
        gives: "super",
        sql: "redshift_subarray($1, CAST($2 AS VARCHAR), CAST($3 AS VARCHAR))",
      },
    ],
  },
  object: { page: "OBJECT function", bind: object },
  object_transform: { page: "OBJECT_TRANSFORM function", refused: "make a new object with OBJECT" },
  lower_attribute_names: renamed("lower"),
  upper_attribute_names: renamed("upper"),
  decimal_precision: digits("precision"),
  decimal_scale: digits("scale"),
  is_array: test("array"),
  is_bigint: test("bigint"),
  is_boolean: test("boolean"),
  is_char: test("char"),
  is_decimal: test("decimal"),
  is_float: test("float"),
  is_integer: test("integer"),
  is_object: test("object"),
  is_scalar: test("scalar"),
  is_smallint: test("smallint"),
  is_varchar: test("varchar"),
  json_size: {
    page: "JSON_SIZE function",
    forms: [{ takes: ["super"], gives: "integer", sql: "CAST(strlen(redshift_super_text($1)) AS INTEGER)" }],
  },
  json_typeof: {
    page: "JSON_TYPEOF function",
    forms: [{ takes: ["super"], gives: "varchar", sql: "coalesce(redshift_super_kind($1), 'null')" }],
    differs: "NULL and missing values are 'null', as a JSON null is; the guide does not distinguish them",
  },
  size: {
    page: "SIZE",
    refused: "SUPER has no such size in memory here: json_size(…) gives the bytes of its text",
  },
};

/** Keys and values in turn. */
function object({ name, span, args, binder }: FunctionCall): BoundExpression {
  const all = args();
  if (all.length % 2 === 1) throw binder.noSuchFunction(name, all, span);
  const converted = all.map((value, at) => binder.convert(value, at % 2 === 0 ? TEXT : SUPER, span));
  if (converted.length === 0) return { kind: "apply", type: SUPER, sql: "'{}'", args: [] };
  const places = converted.map((_, at) => `$${at + 1}`).join(", ");
  return { kind: "apply", type: SUPER, sql: `redshift_super_object(${places})`, args: converted };
}
