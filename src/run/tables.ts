/** The tables of the star, counted before and after. */
import type { Result } from "../warehouse/warehouse.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { TableResult } from "../records/result.ts";

/** What the transforms write, sorted. */
export function starTables(steps: readonly PlannedStep[]): readonly string[] {
  return [
    ...new Set(steps.filter(({ kind }) => kind === "transform").flatMap(({ writes }) => writes)),
  ].sort();
}

/** One statement that counts them all. */
export function countSql(names: readonly string[]): string {
  return `select ${names.map((name) => `(select count(*) from ${name})`).join(", ") || "1"}`;
}

/** What the statement returned; with `before` given, as what is there after. */
export function readCounts(
  result: Result | undefined,
  names: readonly string[],
  before: readonly TableResult[] = [],
): TableResult[] {
  return names.map((name, index) => {
    const count = Number(result?.rows[0]?.[index]);
    return { name, before: before.find((one) => one.name === name)?.before ?? count, after: count };
  });
}
