/** What INSERT does not take ("INSERT examples" of the Database Developer Guide). */
import type { InsertValues } from "../syntax/change.ts";
import { nodesWithin } from "../syntax/walk.ts";
import type { Refusal } from "./refusal.ts";

/** Returns what is refused of the rows of VALUES: a subquery, where there are several rows. */
export function refusedValues({ rows }: InsertValues): readonly Refusal[] {
  if (rows.length < 2) return [];
  const inner = rows.flat().flatMap((value) => nodesWithin(value).find(({ kind }) => kind === "query") ?? []);
  return inner.map(({ span }) => ({
    start: span[0],
    message: "can't use subqueries in multi-row VALUES",
    sqlState: "0A000",
    next: "write a statement for every row, or INSERT INTO t SELECT … UNION ALL SELECT …",
  }));
}
