/** What ROLLUP and CUBE do not take ("Aggregation extensions" of the Database Developer Guide). */
import type { Grouping } from "../syntax/query.ts";
import type { Refusal } from "./refusal.ts";

/** Returns what is refused: groupings within ROLLUP and CUBE, where the guide nests them in GROUPING SETS alone. */
export function refusedGrouping({ form, items }: Grouping): readonly Refusal[] {
  if (form === "grouping sets") return [];
  const inner = items.flatMap((item) => (item.kind === "grouping" ? [item] : []));
  return inner.map((one) => ({
    start: one.span[0],
    message: `syntax error at or near "${one.form}": ${form.toUpperCase()} takes columns and sets of columns`,
    sqlState: "42601",
    next: "nest it in GROUPING SETS, or write both with a comma between",
  }));
}
