/** What a statement gives, before it runs. */
import type { StatementKind } from "../../dialect/kind-of.ts";
import { renderDataType, type DataType } from "../../dialect/types.ts";
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

/** What is known of a statement before it runs. */
export interface Description {
  /** None for a statement that returns no rows. */
  readonly columns: readonly Column[];
  /** The types of parameters whose place tells it, by their numbers. */
  readonly parameters: ReadonlyMap<number, string>;
}

/** What is known of a statement that is not planned before it runs. */
export const NOTHING: Description = { columns: [], parameters: new Map() };

/** Returns types of parameters as a description tells them. */
export function toldTypes(parameters: ReadonlyMap<number, DataType>): Description["parameters"] {
  return new Map([...parameters].map(([number, type]) => [number, renderDataType(type)]));
}

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
