/** How many rows a table has, in words. */
import { countOf } from "../text/amounts.ts";
import type { TableFacts } from "./data.ts";

/** Returns "3 rows", or why nobody knows. */
export function sayRowCount({ rows, held }: Pick<TableFacts, "rows" | "held">): string {
  if (held) return "held by a run";
  return rows === undefined ? "not there" : countOf(rows, "row");
}
