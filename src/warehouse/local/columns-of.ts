/** What a statement gives, before it runs. */
import type { StatementKind } from "../../dialect/kind-of.ts";
import type { Column } from "../warehouse.ts";
import type { Plan } from "./statement/plan.ts";

/** What PostgreSQL plans when it is prepared, and not only when it runs. */
export const PLANNED: ReadonlySet<StatementKind> = new Set([
  "select",
  "show",
  "explain",
  "insert",
  "update",
  "delete",
  "merge",
]);

/** Returns the columns of the rows that a plan gives; none for one that gives none. */
export function columnsOf(plan: Plan): readonly Column[] {
  const texts = (...names: readonly string[]) => names.map((name) => ({ name, type: "character varying" }));
  switch (plan.kind) {
    case "query":
      return plan.columns;
    case "show":
      return texts(plan.name);
    case "show all":
      return texts("name", "setting");
    case "explain":
      return texts("QUERY PLAN");
    default:
      return [];
  }
}
