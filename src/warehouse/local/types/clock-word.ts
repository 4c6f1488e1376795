/** 'now', 'today' and their like ("Special datetime values" under "Date, time, and timestamp literals"): moments of the transaction. */
import type { BoundType } from "../bound/type.ts";

const NOW = "(now() AT TIME ZONE 'UTC')";

const WORDS: Readonly<Record<string, string>> = {
  now: NOW,
  today: `date_trunc('day', ${NOW})`,
  tomorrow: `(date_trunc('day', ${NOW}) + to_days(1))`,
  yesterday: `(date_trunc('day', ${NOW}) - to_days(1))`,
};

/** Returns DuckDB's text for the moment of such a word; undefined for any other text, and for types that hold no moment. */
export function clockWord(text: string, type: BoundType): string | undefined {
  const sql = new Map(Object.entries(WORDS)).get(text.trim().toLowerCase());
  if (sql === undefined) return undefined;
  switch (type.name) {
    case "date":
      return `CAST(${sql} AS DATE)`;
    case "timestamp":
      return sql;
    case "timestamptz":
      return `(${sql} AT TIME ZONE 'UTC')`;
    default:
      return undefined;
  }
}
