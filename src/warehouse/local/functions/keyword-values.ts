/** Functions that are called without brackets ("SYSDATE function", "CURRENT_DATE function", "CURRENT_USER"). */
import type { DataType } from "../../../dialect/types.ts";

/** What such a function gives and DuckDB's text for it; the name of the user; or what to write instead of it: 0A000. */
export type KeywordValue = { readonly page: string; readonly differs?: string } & (
  | { readonly gives: DataType; readonly sql: string }
  | { readonly user: true }
  | { readonly refused: string }
);

const NOW = "(now() AT TIME ZONE 'UTC')";
const DEPRECATED = "Deprecated leader node-only functions";

/** By the word in lower case. */
export const KEYWORD_VALUES: Readonly<Record<string, KeywordValue>> = {
  current_date: { page: "CURRENT_DATE function", gives: { name: "date" }, sql: `CAST(${NOW} AS DATE)` },
  current_timestamp: { page: DEPRECATED, gives: { name: "timestamptz" }, sql: "now()" },
  current_time: { page: DEPRECATED, gives: { name: "timetz" }, sql: "CAST(now() AS TIMETZ)" },
  localtime: { page: DEPRECATED, gives: { name: "time" }, sql: `CAST(${NOW} AS TIME)` },
  localtimestamp: { page: DEPRECATED, gives: { name: "timestamp" }, sql: NOW },
  sysdate: { page: "SYSDATE function", gives: { name: "timestamp" }, sql: NOW },
  current_user: { page: "CURRENT_USER", user: true },
  session_user: { page: "SESSION_USER", user: true },
  user: { page: "USER", user: true },
  current_user_id: { page: "CURRENT_USER_ID", refused: "use current_user, the name" },
};
