/** Asks the warehouse everything that the report page is made of. */
import { parseTableName } from "../dialect/table-name.ts";
import { TABLES } from "../names.ts";
import { runCheck, type CheckResult } from "../checks/run-check.ts";
import type { DwhError } from "../errors.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";
import { readHeldTables } from "../warehouse/lock-holders.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { declaredTables } from "../plan/declared-tables.ts";
import { planRun, type PlannedStep } from "../plan/plan.ts";
import { WITHOUT_LOADS } from "../plan/variables.ts";
import type { SqlFile } from "../plan/sql-file.ts";
import { parseMoment } from "../text/amounts.ts";
import type { Analysis, CheckAnswer, Plays, ReportData, StepFacts, TableFacts } from "../report/data.ts";
import { isStatementFault } from "../warehouse/statement-fault.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";
import { queryFirstRow } from "../warehouse/query-rows.ts";
import { readDetail, readRuns, readSources } from "./read-history.ts";

interface Made {
  readonly at: Date;
  readonly warehouse: string;
  readonly version: string;
  readonly signal: AbortSignal;
}

/** What the warehouse could not answer, by the file that asks. */
type Failures = Map<string, DwhError>;

type Has = (...tables: readonly string[]) => boolean;

/** The job's own tables, without the one that is only locked. */
const READ_TABLES = Object.values(TABLES).filter((name) => name !== TABLES.lock);

/**
 * Reads the report's data in one transaction, so that a run which commits meanwhile is in all of it or in none. Tables that are not
 * there leave gaps, no error. A check or an analysis that fails ends the transaction (SAVEPOINT is none of the SQL commands of the
 * Database Developer Guide); its failure stands in its place, and all others are asked once more, together.
 * @throws what is no fault of a check's or an analysis' own statement: UnreachableError, the reason of the signal.
 */
export async function readReport(session: Session, sql: SqlFolder, made: Made): Promise<ReportData> {
  const definitions = definitionsIn(sql.steps);
  const names = [...new Set([...definitions.map(({ definition }) => definition.name), ...READ_TABLES])];
  // Whoever reads what another session holds waits for it.
  const all = await readHeldTables(session);
  const held = new Set(names.filter((name) => all.has(parseTableName(name).name)));
  const there = await existing(
    session,
    names.filter((name) => !held.has(name)),
  );
  const has: Has = (...tables) => tables.every((table) => there.has(table));
  const failures: Failures = new Map();
  for (;;) {
    const known = failures.size;
    const data = await readOnce(session, { sql, definitions, has, held, made, failures });
    if (failures.size === known) return data;
  }
}

/** One reading, in one transaction as long as nothing fails that did not fail before. */
async function readOnce(
  session: Session,
  input: {
    readonly sql: SqlFolder;
    readonly definitions: readonly Omit<TableFacts, "rows" | "held">[];
    readonly has: Has;
    /** Tables that another session holds. */
    readonly held: ReadonlySet<string>;
    readonly made: Made;
    readonly failures: Failures;
  },
): Promise<ReportData> {
  const { sql, definitions, has, held, made, failures } = input;
  const heldOf = (reads: readonly string[]): readonly string[] => reads.filter((table) => held.has(table));
  /** The answer; undefined for who failed, now or in a reading before. */
  const ask = async <T>(path: string, question: () => Promise<T>): Promise<T | undefined> => {
    made.signal.throwIfAborted();
    if (failures.has(path)) return undefined;
    try {
      return await question();
    } catch (error) {
      if (!isStatementFault(error)) throw error;
      failures.set(path, error);
      await session.execute("rollback");
      await session.execute("begin");
      return undefined;
    }
  };
  await session.execute("begin");
  try {
    const runs = has(TABLES.runs) ? await readRuns(session) : [];
    const total = has(TABLES.runs)
      ? await queryFirstRow(
          session,
          `select count(*) as run_count, sum(plays_added) as plays_added from ${TABLES.runs}`,
        )
      : {};
    const tables: TableFacts[] = [];
    for (const table of definitions) {
      made.signal.throwIfAborted();
      const { name } = table.definition;
      const { row_count } = has(name)
        ? await queryFirstRow(session, `select count(*) as row_count from ${name}`)
        : {};
      const rows = row_count === undefined ? undefined : Number(row_count);
      tables.push({ ...table, rows, held: held.has(name) });
    }
    const loaded = has(TABLES.files)
      ? await queryFirstRow(session, `select max(loaded_at) as loaded_at from ${TABLES.files}`)
      : {};
    const detail = has(TABLES.runs, TABLES.steps) ? await readDetail(session, has) : undefined;
    const sources = has(TABLES.files) ? await readSources(session) : [];
    const plays = has("songplays") ? await readPlays(session) : undefined;
    const checks: CheckAnswer[] = [];
    const texts = new Map(sql.steps.map(({ path, source }) => [path, source]));
    for (const step of planRun(sql, WITHOUT_LOADS).steps.filter(({ kind }) => kind === "check")) {
      const answer = has(...step.reads) ? await ask(step.path, () => runCheck(session, step)) : undefined;
      const facts = { held: heldOf(step.reads), failure: failures.get(step.path) };
      checks.push({ ...describeCheck(step, texts, answer), ...facts });
    }
    const analyses: Analysis[] = [];
    for (const file of sql.analyses) {
      const [statement] = file.statements;
      const answer =
        statement !== undefined && has(...file.reads)
          ? await ask(file.path, () => session.execute(statement.text))
          : undefined;
      const facts = { held: heldOf(file.reads), failure: failures.get(file.path) };
      analyses.push({ ...describeAnalysis(file, answer), ...facts });
    }
    return {
      madeAt: made.at,
      warehouse: made.warehouse,
      version: made.version,
      runs,
      runCount: Number(total["run_count"] ?? 0),
      playsAdded: Number(total["plays_added"] ?? 0),
      detail,
      sources,
      loadedAt: parseMoment(loaded["loaded_at"]),
      checks,
      plays,
      analyses,
      tables,
      steps: sql.steps.map(stepFacts),
    };
  } finally {
    await session.execute("rollback");
  }
}

/** Which of these tables can be read. A query each, since one that fails would end a transaction. */
async function existing(session: Session, names: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const name of names) {
    try {
      await session.execute(`select 1 from ${name} limit 0`);
      found.add(name);
    } catch (error) {
      if (!isMissingTable(error)) throw error;
    }
  }
  return found;
}

async function readPlays(session: Session): Promise<Plays> {
  const row = await queryFirstRow(
    session,
    "select count(*) as play_count, count(song_id) as matched_count, count(distinct user_id) as listeners, " +
      "min(start_time) as first_play, max(start_time) as last_play from songplays",
  );
  return {
    count: Number(row["play_count"]),
    matched: Number(row["matched_count"]),
    listeners: Number(row["listeners"]),
    first: parseMoment(row["first_play"]),
    last: parseMoment(row["last_play"]),
  };
}

function describeCheck(
  { name, title, path, severity }: PlannedStep,
  texts: ReadonlyMap<string, string>,
  answer: CheckResult | undefined,
): Omit<CheckAnswer, "held"> {
  const { count, columns = [], rows = [] } = answer ?? {};
  return { name, title, path, severity, sql: texts.get(path) ?? "", count, offending: { columns, rows } };
}

function describeAnalysis(
  { name, title, path, chart, source, reads }: SqlFile,
  answer: Result | undefined,
): Omit<Analysis, "held"> {
  return { name, title, path, chart, sql: source, reads, answer };
}

/** The tables that the files of `sql/schema` declare. */
function definitionsIn(steps: readonly SqlFile[]): readonly Omit<TableFacts, "rows" | "held">[] {
  return (
    steps
      // Who reads that one waits for the run that holds it.
      .filter(({ kind, name }) => kind === "schema" && name !== TABLES.lock)
      .flatMap((file) =>
        declaredTables(file).map((definition) => ({
          path: file.path,
          definition: { ...definition, comment: definition.comment ?? file.title },
        })),
      )
  );
}

function stepFacts({ name, kind, path, title, variables, reads, writes }: SqlFile): StepFacts {
  const sources = variables.flatMap((variable) => /^(.+)_manifest$/.exec(variable)?.[1] ?? []);
  return { name, kind, path, title, sources, reads, writes };
}
