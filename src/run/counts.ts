/**
 * The rows of the tables that the transforms write, before and after, without a look at the tables: what the record says of the last run,
 * and what INSERT and DELETE count in this one ("Message Formats" of the PostgreSQL protocol, CommandComplete). What MERGE counts in
 * Redshift is not documented, and a table that is dropped and recreated has lost its rows unseen: such a table is counted itself.
 */
import { quoteLiteral } from "../dialect/quote.ts";
import { StepError } from "../errors.ts";
import { TABLES } from "../names.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { TableResult } from "../records/result.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import type { Session } from "../warehouse/warehouse.ts";

/** Rows by table. */
export type Counts = ReadonlyMap<string, number>;

/** What is known of the tables of a plan. */
interface CountedTables {
  /** Those that are about more than one run, sorted. */
  readonly names: readonly string[];
  /** Those of them whose rows no statement tells. */
  readonly untold: readonly string[];
}

/** The tables that transforms write, without those that are about the last run alone. */
function countedTables(steps: readonly PlannedStep[]): CountedTables {
  const passing = new Set(steps.filter(({ scope }) => scope === "run").flatMap(({ writes }) => writes));
  const transforms = steps.filter(({ kind }) => kind === "transform");
  const names = new Set(transforms.flatMap(({ writes }) => writes).filter((name) => !passing.has(name)));
  const changes = steps.flatMap(({ statements }) => statements.map(({ change }) => change));
  const untold = new Set(changes.filter(({ told }) => told === "always").flatMap(({ tables }) => tables));
  return { names: [...names].sort(), untold: [...names].filter((name) => untold.has(name)).sort() };
}

/**
 * Returns the rows before the run: those that the last run left on record, and of what is not on record the rows of the table. They are
 * counted where the ledger tells of a run that the record does not know yet, or never will, and with an audit: somebody else may have
 * changed the tables.
 * @param own the steps outside the transaction of the plan
 * @param isAudited whether an audit is due
 * @throws StepError for a table that is counted and is not there: the fault of the step that would fill it.
 */
export async function countBefore(
  session: Session,
  steps: readonly PlannedStep[],
  own: readonly PlannedStep[],
  isAudited: boolean,
): Promise<Counts> {
  const { names } = countedTables(steps);
  if (names.length === 0) return new Map();
  const isKept = [TABLES.runs, TABLES.tables].every((table) => own.some(({ name }) => name === table));
  const recorded: Counts = isKept && !isAudited ? await readRecorded(session, names) : new Map();
  const counted = names.filter((name) => !recorded.has(name));
  return new Map([...recorded, ...(await countTables(session, counted, steps))]);
}

/**
 * Returns the rows after the steps.
 * @param grown by how many rows each table grew, as the statements told
 * @param written the tables that the run has written
 */
export async function countAfter(
  session: Session,
  steps: readonly PlannedStep[],
  before: Counts,
  grown: Counts,
  written: ReadonlySet<string>,
): Promise<Counts> {
  const { names, untold } = countedTables(steps);
  const told = names.map((name) => [name, (before.get(name) ?? 0) + (grown.get(name) ?? 0)] as const);
  const counted = untold.filter((name) => written.has(name));
  return new Map([...told, ...(await countTables(session, counted, steps))]);
}

/**
 * What the last run that was published left, by the record: nothing where that is not the run that the ledger names last, since a record is
 * written after the COMMIT. All tables of a run were counted at one moment.
 */
async function readRecorded(session: Session, names: readonly string[]): Promise<Counts> {
  const published = `run_id in (select run_id from ${TABLES.runs} where exit_code = 0)`;
  const { rows } = await session.execute(
    `select table_name, rows_after from ${TABLES.tables} where ${published} ` +
      `and table_name in (${names.map(quoteLiteral).join(", ")}) ` +
      `and counted_at = (select max(counted_at) from ${TABLES.tables} where ${published}) ` +
      `and run_id in (select run_id from ${TABLES.files} where loaded_at = (select max(loaded_at) from ${TABLES.files}))`,
  );
  return new Map(rows.map(([name, count]) => [name ?? "", Number(count)]));
}

async function countTables(
  session: Session,
  names: readonly string[],
  steps: readonly PlannedStep[],
): Promise<Counts> {
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
  return [...before].sort(byName).map(([name, rows]) => ({
    name,
    countedAt,
    before: rows,
    after: after.get(name) ?? rows,
  }));
}

function byName([one]: readonly [string, number], [other]: readonly [string, number]): number {
  return one < other ? -1 : 1;
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
    next: "declare the table in a file of sql/schema, or correct its name",
    cause: error,
  });
}
