/** "Window functions" of the Database Developer Guide; aggregates are in aggregate.ts. */
import type { FunctionTable } from "./entry.ts";

/** By name. */
export const WINDOW_FUNCTIONS: FunctionTable = {
  row_number: {
    page: "ROW_NUMBER window function",
    window: "only",
    forms: [{ takes: [], gives: "bigint", duck: "row_number" }],
  },
  rank: { page: "RANK window function", window: "only", forms: [{ takes: [], gives: "bigint", duck: "rank" }] },
  lag: {
    page: "LAG window function",
    window: "only",
    forms: [{ takes: ["any", "bigint = 1"], gives: "$1", duck: "lag" }],
  },
  first_value: {
    page: "FIRST_VALUE window function",
    window: "only",
    forms: [{ takes: ["any"], gives: "$1", duck: "first_value" }],
  },
};
