/** The tables of the star, counted before and after. */
import type { Session } from "../warehouse/warehouse.ts";
import type { PlannedStep } from "./plan.ts";
import type { TableResult } from "./result.ts";

/** What the transforms write, sorted. */
export function starTables(steps: readonly PlannedStep[]): readonly string[] {
  return [
    ...new Set(steps.filter(({ kind }) => kind === "transform").flatMap(({ writes }) => writes)),
  ].sort();
}

/** Counts rows in one statement; with `before` given, as what is there after. */
export async function countTables(
  session: Session,
  names: readonly string[],
  before: readonly TableResult[] = [],
): Promise<TableResult[]> {
  if (names.length === 0) return [];
  const counts = names.map((name) => `(select count(*) from ${name})`).join(", ");
  const { rows } = await session.execute(`select ${counts}`);
  return names.map((name, index) => {
    const count = Number(rows[0]?.[index]);
    return { name, before: before.find((one) => one.name === name)?.before ?? count, after: count };
  });
}
