/** How many rows a table has, in words. */
import { countOf } from "../text/amounts.ts";
import type { TableFacts } from "./data.ts";

/** Returns "3 rows", or why nobody knows. */
export function sayRowCount({ rows, held, refused }: Pick<TableFacts, "rows" | "held" | "refused">): string {
  if (held) return "locked by a run";
  if (refused) return "not readable";
  return rows === undefined ? "not created yet" : countOf(rows, "row");
}
