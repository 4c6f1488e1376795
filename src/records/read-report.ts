/** Asks the warehouse everything that the report page is made of. */
import { parseCreateTable } from "../dialect/create-table.ts";
import { splitStatements } from "../dialect/statements.ts";
import { kindOf } from "../dialect/statement-kind.ts";
import { TABLES } from "../names.ts";
import { runCheck } from "../checks/run-check.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { planRun, type PlannedStep } from "../plan/plan.ts";
import { WITHOUT_LOADS } from "../plan/variables.ts";
import type { SqlFile } from "../plan/sql-file.ts";
import { parseMoment } from "../text/amounts.ts";
import type { Analysis, CheckAnswer, Plays, ReportData, StepFacts, TableFacts } from "../report/data.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { queryFirstRow } from "../warehouse/query-rows.ts";
import { readDetail, readRuns, readSources } from "./read-history.ts";

/** The job's own tables, without the one that is only locked. */
const READ_TABLES = Object.values(TABLES).filter((name) => name !== TABLES.lock);

/**
 * Reads the report's data in one transaction, so that a run which commits meanwhile is in all of it or in none. Tables that are not
 * there leave gaps, no error.
 */
export async function readReport(
  session: Session,
  sql: SqlFolder,
  made: {
    readonly at: Date;
    readonly warehouse: string;
    readonly version: string;
    readonly signal: AbortSignal;
  },
): Promise<ReportData> {
  const definitions = definitionsIn(sql.steps);
  const names = [...new Set([...definitions.map(({ definition }) => definition.name), ...READ_TABLES])];
  const there = await existing(session, names);
  const has = (...tables: readonly string[]): boolean => tables.every((table) => there.has(table));
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
      tables.push({ ...table, rows: row_count === undefined ? undefined : Number(row_count) });
    }
    const checks: CheckAnswer[] = [];
    const texts = new Map(sql.steps.map(({ path, source }) => [path, source]));
    for (const step of planRun(sql, WITHOUT_LOADS).steps.filter(({ kind }) => kind === "check")) {
      made.signal.throwIfAborted();
      checks.push(await askCheck(session, step, texts, has));
    }
    const analyses: Analysis[] = [];
    for (const file of sql.analyses) {
      made.signal.throwIfAborted();
      analyses.push(await askAnalysis(session, file, has));
    }
    const loaded = has(TABLES.files)
      ? await queryFirstRow(session, `select max(loaded_at) as loaded_at from ${TABLES.files}`)
      : {};
    return {
      madeAt: made.at,
      warehouse: made.warehouse,
      version: made.version,
      runs,
      runCount: Number(total["run_count"] ?? 0),
      playsAdded: Number(total["plays_added"] ?? 0),
      detail: has(TABLES.runs, TABLES.steps) ? await readDetail(session, has) : undefined,
      sources: has(TABLES.files) ? await readSources(session) : [],
      loadedAt: parseMoment(loaded["loaded_at"]),
      checks,
      plays: has("songplays") ? await readPlays(session) : undefined,
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

async function askCheck(
  session: Session,
  step: PlannedStep,
  texts: ReadonlyMap<string, string>,
  has: (...tables: readonly string[]) => boolean,
): Promise<CheckAnswer> {
  const { name, title, path, severity, reads } = step;
  const facts = { name, title, path, severity, sql: texts.get(path) ?? "" };
  if (!has(...reads)) return { ...facts, count: undefined, offending: { columns: [], rows: [] } };
  const { count, columns, rows } = await runCheck(session, step);
  return { ...facts, count, offending: { columns, rows } };
}

async function askAnalysis(
  session: Session,
  file: SqlFile,
  has: (...tables: readonly string[]) => boolean,
): Promise<Analysis> {
  const { name, title, path, chart, source, reads } = file;
  const [statement] = file.statements;
  const answer = statement !== undefined && has(...reads) ? await session.execute(statement.text) : undefined;
  return { name, title, path, chart, sql: source, reads, answer };
}

/** The tables that the files of `sql/schema` declare. */
function definitionsIn(steps: readonly SqlFile[]): readonly Omit<TableFacts, "rows">[] {
  return (
    steps
      // Who reads that one waits for the run that holds it.
      .filter(({ kind, name }) => kind === "schema" && name !== TABLES.lock)
      .flatMap(({ path, source, title }) => {
        const { statements, comments } = splitStatements(source);
        return statements
          .filter((statement) => kindOf(statement) === "create_table")
          .map((statement) => {
            const definition = parseCreateTable(statement, comments);
            return { path, definition: { ...definition, comment: definition.comment ?? title } };
          });
      })
  );
}

function stepFacts({ name, kind, path, title, variables, reads, writes }: SqlFile): StepFacts {
  const sources = variables.flatMap((variable) => /^(.+)_manifest$/.exec(variable)?.[1] ?? []);
  return { name, kind, path, title, sources, reads, writes };
}
