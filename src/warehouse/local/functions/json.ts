/** "JSON functions" of the Database Developer Guide: those on texts, and what makes SUPER values of texts and texts of them. */
import type { FunctionForm, FunctionTable } from "./entry.ts";

/** "The JSON path can be nested up to five levels deep." */
const DEEPEST = 5;

/** One form for every depth, with `null_if_invalid` after the path or without it. */
const PATHS: readonly FunctionForm[] = Array.from({ length: DEEPEST }, (_, at) => at + 1).flatMap((depth) => {
  const keys = Array.from({ length: depth }, (__, index) => `$${index + 2}`);
  const takes = ["varchar", ...keys.map(() => "varchar")];
  const sql = (nulls: string): string => `redshift_json_path($1, to_json([${keys.join(", ")}]), ${nulls})`;
  return [
    { takes, gives: "varchar", sql: sql("'false'") },
    { takes: [...takes, "boolean"], gives: "varchar", sql: sql(`CAST($${depth + 2} AS VARCHAR)`) },
  ];
});

/** By name. */
export const JSON_FUNCTIONS: FunctionTable = {
  is_valid_json: {
    page: "IS_VALID_JSON function",
    forms: [{ takes: ["varchar"], gives: "boolean", sql: "CAST(redshift_is_valid_json($1) AS BOOLEAN)" }],
  },
  is_valid_json_array: {
    page: "IS_VALID_JSON_ARRAY function",
    forms: [
      { takes: ["varchar"], gives: "boolean", sql: "CAST(redshift_is_valid_json_array($1) AS BOOLEAN)" },
    ],
  },
  json_array_length: {
    page: "JSON_ARRAY_LENGTH function",
    forms: [
      {
        takes: ["varchar", "boolean = FALSE"],
        gives: "integer",
        sql: "CAST(redshift_json_array_length($1, CAST($2 AS VARCHAR)) AS INTEGER)",
      },
    ],
  },
  json_extract_array_element_text: {
    page: "JSON_EXTRACT_ARRAY_ELEMENT_TEXT function",
    forms: [
      {
        takes: ["varchar", "integer", "boolean = FALSE"],
        gives: "varchar",
        sql: "redshift_json_element($1, CAST($2 AS VARCHAR), CAST($3 AS VARCHAR))",
      },
    ],
    differs: "a nested object or array comes without blanks; the guide does not say how it comes",
  },
  json_extract_path_text: {
    page: "JSON_EXTRACT_PATH_TEXT function",
    forms: PATHS,
    differs:
      "a JSON null is NULL, a text that is a JSON array is invalid, and a nested object or array comes without blanks; the guide does not say how it comes",
  },
  json_parse: {
    page: "JSON_PARSE function",
    forms: [
      { takes: ["varchar"], gives: "super", sql: "redshift_json_parse($1)" },
      { takes: ["varbyte"], gives: "super", sql: "redshift_json_parse(decode($1))" },
    ],
  },
  can_json_parse: {
    page: "CAN_JSON_PARSE function",
    forms: [
      { takes: ["varchar"], gives: "boolean", sql: "CAST(redshift_can_json_parse($1) AS BOOLEAN)" },
      { takes: ["varbyte"], gives: "boolean", sql: "CAST(redshift_can_json_parse(decode($1)) AS BOOLEAN)" },
    ],
  },
  json_serialize: {
    page: "JSON_SERIALIZE function",
    forms: [{ takes: ["super"], gives: "varchar", sql: "redshift_super_text($1)" }],
  },
  json_serialize_to_varbyte: {
    page: "JSON_SERIALIZE_TO_VARBYTE function",
    forms: [{ takes: ["super"], gives: "varbyte", sql: "encode(redshift_super_text($1))" }],
  },
};
