/** How many rows a table has, in words. */
import { countOf } from "../text/amounts.ts";
import type { TableFacts } from "./data.ts";

/** Returns "3 rows", or why nobody knows. */
export function sayRowCount({ rows, held, refused }: Pick<TableFacts, "rows" | "held" | "refused">): string {
  if (held) return "held by a run";
  if (refused) return "not to be read";
  return rows === undefined ? "not there" : countOf(rows, "row");
}
