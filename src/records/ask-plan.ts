/** Asks the warehouse whether it understands the statements of a plan, which changes nothing. */
import type { DwhError, WarehouseError } from "../errors.ts";
import { digestKey, type Digests } from "../plan/decide-step.ts";
import type { PlannedStep, RunPlan } from "../plan/plan.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { isStatementFault } from "../warehouse/statement-fault.ts";
import type { Session } from "../warehouse/warehouse.ts";

/** What was asked of a plan. */
export interface AskedPlan {
  /** Statements that the warehouse understands. */
  readonly understood: number;
  /** Those that it does not, in order: where each begins (file and line), and what the warehouse says of it. */
  readonly refused: readonly { readonly where: string; readonly failure: DwhError }[];
  /** Those that cannot be explained: what EXPLAIN does not take, and what goes to tables that the run is going to make, or to make otherwise. */
  readonly unasked: number;
}

/**
 * Sends each statement that EXPLAIN takes, outside a transaction. One that reads or writes a table whose file in sql/schema has changed since the last
 * run is not asked: the table is another one by then.
 * @param digests undefined where none are kept: nothing is known of any table then
 * @throws what is no fault of a statement
 */
export async function askPlan(
  session: Session,
  { outside, steps }: RunPlan,
  digests: Digests | undefined,
): Promise<AskedPlan> {
  const schema = steps.filter(({ kind }) => kind === "schema");
  const changed = schema.filter((step) => digests?.get(digestKey(step)) !== step.digest);
  const moved = new Set(changed.flatMap(({ writes }) => writes));
  let understood = 0;
  let unasked = 0;
  const refused: { where: string; failure: DwhError }[] = [];
  for (const { kind, path, reads, writes, statements } of steps) {
    if (kind === "schema") continue;
    const isMoved = [...reads, ...writes].some((table) => moved.has(table));
    for (const { sql, line, explains } of statements) {
      if (!explains || isMoved) {
        unasked += 1;
        continue;
      }
      try {
        await session.execute(`explain ${sql}`);
        understood += 1;
      } catch (error) {
        if (!isStatementFault(error)) throw error;
        if (isMissingTable(error) && isMadeBy([...outside, ...steps], error)) unasked += 1;
        else refused.push({ where: `${path}:${line}`, failure: error });
      }
    }
  }
  return { understood, refused, unasked };
}

/** Whether a statement of the plan makes the table that is missing: one of sql/schema, or one that a step makes for itself. */
function isMadeBy(steps: readonly PlannedStep[], { message }: Pick<WarehouseError, "message">): boolean {
  const [, name] = /"(?:[^".]+\.)?(\w+)"/.exec(message) ?? [];
  const makes = new RegExp(String.raw`\bcreate\b[^;(]*\btable\s+(?:if\s+not\s+exists\s+)?"?${name}\b`, "i");
  return steps.some(({ statements }) => statements.some(({ sql }) => makes.test(sql)));
}
