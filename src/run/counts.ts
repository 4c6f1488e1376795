/** The tables that the transforms write, counted before and after. */
import { StepError } from "../errors.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { TableResult } from "../records/result.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import type { Session } from "../warehouse/warehouse.ts";

/** Rows by table. */
export type Counts = ReadonlyMap<string, number>;

/**
 * Counts what the transforms write, in one statement.
 * @throws StepError for a table that is not there: the fault of the step that would fill it.
 */
export async function countTables(session: Session, steps: readonly PlannedStep[]): Promise<Counts> {
  const names = [
    ...new Set(steps.filter(({ kind }) => kind === "transform").flatMap(({ writes }) => writes)),
  ].sort();
  if (names.length === 0) return new Map();
  const counts = names.map((name) => `(select count(*) from ${name})`);
  try {
    const { rows } = await session.execute(`select ${counts.join(", ")}`);
    return new Map(names.map((name, index) => [name, Number(rows[0]?.[index])]));
  } catch (error) {
    throw withWriter(error, steps);
  }
}

/**
 * Returns each table with its rows before and after.
 * @param countedAt when those before were counted
 */
export function compareCounts(before: Counts, after: Counts, countedAt: Date): readonly TableResult[] {
  return [...before].map(([name, rows]) => ({
    name,
    countedAt,
    before: rows,
    after: after.get(name) ?? rows,
  }));
}

function withWriter(error: unknown, steps: readonly PlannedStep[]): unknown {
  if (!isMissingTable(error)) return error;
  const { message } = error;
  const writes = ({ kind, writes: names }: PlannedStep): boolean =>
    kind === "transform" && names.some((name) => message.includes(`"${name}"`));
  const writer = steps.find(writes);
  if (writer === undefined) return error;
  return new StepError(`step ${writer.name} cannot run: ${message}`, {
    where: `${writer.path}:${writer.statements[0]?.line ?? 1}`,
    next: "make the table in a file of sql/schema, or correct its name",
    cause: error,
  });
}
