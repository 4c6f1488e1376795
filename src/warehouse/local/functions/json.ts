/** "JSON functions" of the Database Developer Guide. */
import type { FunctionTable } from "./entry.ts";

/** By name. */
export const JSON_FUNCTIONS: FunctionTable = {
  json_parse: { page: "JSON_PARSE function", forms: [{ takes: ["varchar"], gives: "super", sql: "CAST($1 AS JSON)" }] },
  json_serialize: {
    page: "JSON_SERIALIZE function",
    forms: [{ takes: ["super"], gives: "varchar", sql: "CAST(json($1) AS VARCHAR)" }],
  },
};
