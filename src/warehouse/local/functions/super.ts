/** "SUPER functions and operators": array functions and type information of the Database Developer Guide. */
import type { FunctionTable } from "./entry.ts";

/** By name. */
export const SUPER_FUNCTIONS: FunctionTable = {
  array: {
    page: "ARRAY function",
    forms: [
      { takes: [], gives: "super", sql: "CAST(json_array() AS JSON)" },
      { takes: ["super..."], gives: "super", sql: "json_array($*)" },
    ],
  },
  is_array: {
    page: "IS_ARRAY function",
    forms: [{ takes: ["super"], gives: "boolean", sql: "(json_type($1) = 'ARRAY')" }],
  },
};
