/** Functions that are called without brackets; those that are not here are the user's name ("SYSDATE function", "CURRENT_DATE function"). */
import type { DataType } from "../../../dialect/types.ts";

/** What such a function gives, and DuckDB's text for it. */
export interface KeywordValue {
  readonly page: string;
  readonly gives: DataType;
  readonly sql: string;
}

const NOW = "(now() AT TIME ZONE 'UTC')";

/** By the word in lower case. */
export const KEYWORD_VALUES: Readonly<Record<string, KeywordValue>> = {
  current_date: { page: "CURRENT_DATE function", gives: { name: "date" }, sql: `CAST(${NOW} AS DATE)` },
  current_timestamp: { page: "CURRENT_TIMESTAMP", gives: { name: "timestamptz" }, sql: "now()" },
  current_time: {
    page: "Deprecated leader node-only functions",
    gives: { name: "timetz" },
    sql: "CAST(now() AS TIMETZ)",
  },
  localtime: {
    page: "Deprecated leader node-only functions",
    gives: { name: "time" },
    sql: `CAST(${NOW} AS TIME)`,
  },
  localtimestamp: { page: "Deprecated leader node-only functions", gives: { name: "timestamp" }, sql: NOW },
  sysdate: { page: "SYSDATE function", gives: { name: "timestamp" }, sql: NOW },
};
