/** What WITH RECURSIVE does not take ("WITH clause" of the Database Developer Guide). */
import type { CommonTable, Query, With } from "../syntax/query.ts";
import { nodesWithin } from "../syntax/walk.ts";
import type { Refusal } from "./refusal.ts";

/** Returns what is refused of a WITH: "For a recursive CTE, the column_name list is required". */
export function refusedWith({ recursive, tables }: With): readonly Refusal[] {
  if (!recursive) return [];
  return tables
    .filter((table) => table.columns.length === 0 && readsItself(table))
    .map(({ name }) => ({
      start: name.span[0],
      message: `recursive common table expression "${name.value}" must specify a column alias list`,
      sqlState: "42601",
      next: `name its columns: ${name.value} (a, b) as (…)`,
    }));
}

/** Returns what is refused of a query that stands in another one: "You can't specify a WITH RECURSIVE clause inside a subquery". */
export function refusedInnerWith({ with: common }: Query): readonly Refusal[] {
  if (common?.recursive !== true) return [];
  return [
    {
      start: common.span[0],
      message: "WITH RECURSIVE is not supported in a subquery",
      sqlState: "0A000",
      next: "write it at the beginning of the statement",
    },
  ];
}

function readsItself({ name, query }: CommonTable): boolean {
  return nodesWithin(query).some(
    (node) =>
      node.kind === "table" && node.name.parts.length === 1 && node.name.parts[0]?.value === name.value,
  );
}
