/** Asks the warehouse whether it understands the statements of a plan, which changes nothing. */
import { parseTableName } from "../dialect/table-name.ts";
import type { DwhError, WarehouseError } from "../errors.ts";
import { digestKey, type Digests } from "../plan/decide-step.ts";
import type { PlannedStatement, PlannedStep, RunPlan } from "../plan/plan.ts";
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

/** A statement that can be asked. */
interface Question {
  /** File and line. */
  readonly where: string;
  readonly statement: PlannedStatement;
}

/**
 * Sends each statement that EXPLAIN takes. Those that are likely to be understood are sent in one transaction, in which the local warehouse reads its catalogue
 * once; an error would end it, so that those of temporary tables, which nobody has made, are asked by themselves. One that reads or writes a table
 * whose file in sql/schema has changed since the last run is not asked: the table will be another one by then.
 * @param digests undefined where none are kept: nothing is known of any table then
 * @throws what is not a fault of a statement
 */
export async function askPlan(
  session: Session,
  { outside, steps }: RunPlan,
  digests: Digests | undefined,
): Promise<AskedPlan> {
  const schema = steps.filter(({ kind }) => kind === "schema");
  const changed = schema.filter((step) => digests?.get(digestKey(step)) !== step.digest);
  const moved = new Set(changed.flatMap(({ writes }) => writes));
  const others = steps.filter(({ kind }) => kind !== "schema");
  const questions = others
    .filter(({ reads, writes }) => ![...reads, ...writes].some((table) => moved.has(table)))
    .flatMap(({ path, statements }) =>
      statements
        .filter(({ explains }) => explains)
        .map((statement): Question => ({ where: `${path}:${statement.line}`, statement })),
    );
  const all = others.reduce((count, { statements }) => count + statements.length, 0);
  const failures = new Map<Question, DwhError>();
  const made = others.flatMap(({ statements }) => statements.flatMap(({ tables }) => tables.temporary));
  const temporary = new Set(made);
  const apart = questions.filter(({ statement }) => needsTemporary(statement, temporary));
  const together = questions.filter((one) => !apart.includes(one));
  await askTogether(session, together, failures);
  for (const one of apart) await ask(session, one, failures);
  const failed = questions.flatMap((one) => {
    const failure = failures.get(one);
    return failure === undefined ? [] : [{ where: one.where, failure }];
  });
  const refused = failed.filter(
    ({ failure }) => !(isMissingTable(failure) && isMadeBy([...outside, ...steps], failure)),
  );
  const understood = questions.length - failed.length;
  return { understood, refused, unasked: all - understood - refused.length };
}

/** Asks in one transaction, which begins again after a failure. */
async function askTogether(
  session: Session,
  questions: readonly Question[],
  failures: Map<Question, DwhError>,
): Promise<void> {
  if (questions.length === 0) return;
  await session.execute("begin");
  for (const one of questions) {
    if (await ask(session, one, failures)) continue;
    await session.execute("rollback");
    await session.execute("begin");
  }
  await session.execute("rollback");
}

/** Returns whether the warehouse understands the statement; why not goes to `failures`. @throws what is not a fault of it */
async function ask(session: Session, one: Question, failures: Map<Question, DwhError>): Promise<boolean> {
  try {
    await session.execute(`explain ${one.statement.sql}`);
    return true;
  } catch (error) {
    if (!isStatementFault(error)) throw error;
    failures.set(one, error);
    return false;
  }
}

/** Whether the statement reads or fills a temporary table, which a statement before it makes. */
function needsTemporary({ tables }: PlannedStatement, temporary: ReadonlySet<string>): boolean {
  const { reads, writes, temporary: own } = tables;
  return [...reads, ...writes.filter((table) => !own.includes(table))].some((table) => temporary.has(table));
}

/**
 * Whether a statement of the plan makes the table that is missing: one of sql/schema, or one that a step makes for itself. The message has the
 * name as the statement that was asked has it, without quotes; where only one of the two statements says the schema, it is taken for the same.
 */
function isMadeBy(steps: readonly PlannedStep[], { message }: Pick<WarehouseError, "message">): boolean {
  const [, said = ""] = /relation "(.+)" does not exist/.exec(message) ?? [];
  const made = steps.flatMap(({ statements }) => statements.flatMap(({ makes }) => makes));
  return made.map(parseTableName).some(({ schema, name }) => {
    const whole = schema === undefined ? name : `${schema}.${name}`;
    return said === name || said === whole || said.endsWith(`.${whole}`);
  });
}
