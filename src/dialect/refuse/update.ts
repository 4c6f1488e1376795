/** What UPDATE does not take ("UPDATE" of the Database Developer Guide). */
import type { Update } from "../syntax/change.ts";
import type { Join, TableReference } from "../syntax/query.ts";
import type { Refusal } from "./refusal.ts";

/** What Redshift says of an UPDATE whose target is not joined with =. */
export const NO_EQUIJOIN = "Target table must be part of an equijoin predicate";

/** Returns what is refused of an UPDATE: "Left, right, and full outer joins aren't supported in the FROM clause of an UPDATE statement". */
export function refusedUpdate({ from }: Update): readonly Refusal[] {
  return from.flatMap(outerJoins).map(({ span }) => ({
    start: span[0],
    message: NO_EQUIJOIN,
    sqlState: "0A000",
    next: "put the outer join into a subquery in FROM, and join the target with it by = in WHERE",
  }));
}

function outerJoins(table: TableReference): readonly Join[] {
  if (table.kind !== "join") return [];
  if (table.type === "left" || table.type === "right" || table.type === "full") return [table];
  return [...outerJoins(table.left), ...outerJoins(table.right)];
}
