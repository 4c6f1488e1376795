/** Asks the warehouse everything that the report page is made of. */
import { TABLES } from "../names.ts";
import { runCheck, type CheckResult } from "../checks/run-check.ts";
import { LockedError, type DwhError } from "../errors.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";
import { isDroppedMeanwhile } from "../warehouse/dropped-meanwhile.ts";
import { checkOf } from "../plan/decide-step.ts";
import { planRun, type PlannedStep } from "../plan/plan.ts";
import { WITHOUT_LOADS } from "../plan/variables.ts";
import { isCheck, type SqlFile } from "../plan/sql-file.ts";
import type { Analysis, CheckAnswer, Question, ReportData, TableFacts } from "../report/data.ts";
import { isStatementFault } from "../warehouse/statement-fault.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { readUnended, since } from "./starts.ts";
import { readProgress } from "./under-way.ts";
import { readAudits } from "./read-audits.ts";
import { readNewestLoad } from "./ledger.ts";
import { quarantineOf, READ_QUARANTINE } from "./quarantine.ts";
import { countRows, readDetail, readGrowth, readRunCount, readRuns, readSources } from "./read-history.ts";
import { readReadableTables, type ReadableTables } from "./readable-tables.ts";
import { definitionsIn, stepFacts } from "./sql-facts.ts";

interface Made {
  readonly at: Date;
  readonly pipeline: string;
  readonly warehouse: string;
  readonly version: string;
  readonly signal: AbortSignal;
  /** How old the newest load may be, in milliseconds; undefined where ages are not judged. */
  readonly maxLoadAge?: number | undefined;
  /** How old the last asking of an audit may be, in milliseconds, before it is asked for the page. */
  readonly auditEvery: number;
}

/** What the warehouse could not answer, by the file that asks, or by the words for what else is asked. */
type Failures = Map<string, DwhError>;

type Has = (...tables: readonly string[]) => boolean;

/** The job's own tables, without the one that is only locked. */
const READ_TABLES = Object.values(TABLES).filter((name) => name !== TABLES.lock);

/**
 * Reads the report's data in one transaction, so that a run which commits meanwhile is in all of it or in none. Tables that are not
 * there leave gaps, no error. A check or an analysis that fails ends the transaction (SAVEPOINT is none of the SQL commands of the
 * Database Developer Guide); its failure stands in its place, and all others are asked once more, together. So is whatever waited too
 * long for a table that another session holds. Where a table was dropped meanwhile, as a run makes staging anew, all is asked once more.
 * @throws what is not a fault of a check's or an analysis' own statement: UnreachableError, the reason of the signal.
 */
export async function readReport(session: Session, sql: SqlFolder, made: Made): Promise<ReportData> {
  const definitions = definitionsIn(sql.steps);
  const names = [...new Set([...definitions.map(({ definition }) => definition.name), ...READ_TABLES])];
  const failures: Failures = new Map();
  let moved = false;
  for (;;) {
    const known = failures.size;
    // Outside the transaction, which a refusal would end.
    const rebuild = await readProgress(session);
    // Again each time: what a question failed of may be held, or gone, by now.
    const tables = await readReadableTables(session, names);
    try {
      const data = await readOnce(session, {
        sql,
        definitions,
        tables,
        made,
        failures,
        rebuild,
        mayMove: !moved,
      });
      if (failures.size === known) return data;
    } catch (error) {
      if (moved || !isDroppedMeanwhile(error)) throw error;
      moved = true;
    }
  }
}

/** One reading, in one transaction as long as nothing fails that did not fail before. */
async function readOnce(
  session: Session,
  input: {
    readonly sql: SqlFolder;
    readonly definitions: ReturnType<typeof definitionsIn>;
    readonly tables: ReadableTables;
    readonly made: Made;
    readonly failures: Failures;
    readonly rebuild: ReportData["rebuild"];
    /** Whether a table that was dropped meanwhile is thrown, as a reason to read all of it again. */
    readonly mayMove: boolean;
  },
): Promise<ReportData> {
  const { sql, definitions, made, failures, mayMove } = input;
  const { there, held } = input.tables;
  const files = new Set([...sql.steps, ...sql.analyses, ...sql.sums].map(({ path }) => path));
  const has: Has = (...names) => names.every((name) => there.has(name));
  const heldOf = (reads: readonly string[]): readonly string[] => reads.filter((table) => held.has(table));
  /** The answer; undefined where one of its tables is not readable, and for what failed, now or in a reading before. */
  const read = async <T>(
    what: string,
    reads: readonly string[],
    question: () => Promise<T>,
  ): Promise<T | undefined> => {
    made.signal.throwIfAborted();
    if (!has(...reads) || failures.has(what)) return undefined;
    try {
      return await question();
    } catch (error) {
      if (!isStatementFault(error) || (mayMove && isDroppedMeanwhile(error))) throw error;
      failures.set(what, error);
      await session.execute("rollback");
      await session.execute("begin");
      return undefined;
    }
  };
  await session.execute("begin");
  try {
    const history = await read("the runs on record", [TABLES.runs], async () => ({
      runs: await readRuns(session),
      runCount: await readRunCount(session),
    }));
    const unended = await read("the runs that have not ended", [TABLES.starts, TABLES.runs], () =>
      readUnended(session),
    );
    const growth = await read("the rows that runs added", [TABLES.tables, TABLES.runs], () =>
      readGrowth(session),
    );
    const tables: TableFacts[] = [];
    for (const table of definitions) {
      const { name } = table.definition;
      const question = `the rows of ${name}`;
      const rows = await read(question, [name], () => countRows(session, name));
      const failure = failures.get(question);
      const waited = failure instanceof LockedError;
      const refused = failure !== undefined && !waited;
      tables.push({ ...table, rows, held: waited || held.has(name), refused });
    }
    const detail = await read("the newest run", [TABLES.runs, TABLES.steps], () => readDetail(session, has));
    const quarantine = await read("the files in quarantine", [TABLES.quarantine], async () =>
      quarantineOf(await session.execute(READ_QUARANTINE)),
    );
    const ledger = await read("the ledger", [TABLES.files], async () => ({
      loadedAt: await readNewestLoad(session),
      sources: await readSources(session),
    }));
    const after = new Date(made.at.getTime() - made.auditEvery);
    const audits = await read("the audits on record", [TABLES.runs, TABLES.steps], () =>
      readAudits(session, after),
    );
    const checks: CheckAnswer[] = [];
    const texts = new Map(sql.steps.map(({ path, text }) => [path, text]));
    for (const step of planRun(sql, WITHOUT_LOADS).steps.filter(({ kind }) => isCheck(kind))) {
      const asked = step.kind === "audit" ? audits?.get(step.name) : undefined;
      // What its check finds in the last load, the audit finds too, whatever a run was told before.
      const isRefuted = checks.some(({ name, count = 0 }) => name === checkOf(step.name) && count > 0);
      if (asked?.rows === 0 && !isRefuted) {
        checks.push({ ...describeCheck(step, texts, undefined), count: 0, askedAt: asked.at, held: [] });
        continue;
      }
      const answer = await read(step.path, step.reads, () => runCheck(session, step));
      const facts = { held: heldOf(step.reads), failure: failures.get(step.path) };
      checks.push({ ...describeCheck(step, texts, answer), ...facts });
    }
    const ask = async ({ name, title, path, text, reads, statements }: SqlFile): Promise<Question> => {
      const [statement] = statements;
      const answer = statement && (await read(path, reads, () => session.execute(statement.text)));
      return {
        name,
        title,
        path,
        sql: text,
        reads,
        answer,
        held: heldOf(reads),
        failure: failures.get(path),
      };
    };
    const sums: Question[] = [];
    for (const file of sql.sums) sums.push(await ask(file));
    const analyses: Analysis[] = [];
    for (const file of sql.analyses) {
      const { chart, card, total, newest, least } = file;
      analyses.push({ ...(await ask(file)), chart, card, total, newest, least });
    }
    return {
      madeAt: made.at,
      pipeline: made.pipeline,
      warehouse: made.warehouse,
      version: made.version,
      runs: history?.runs ?? [],
      runCount: history?.runCount ?? 0,
      unended: since(unended ?? [], history?.runs ?? []),
      rebuild: input.rebuild,
      growth: growth ?? [],
      detail,
      sources: ledger?.sources ?? [],
      loadedAt: ledger?.loadedAt,
      maxLoadAge: made.maxLoadAge,
      quarantine: quarantine ?? [],
      checks,
      sums,
      analyses,
      tables,
      unanswered: [...failures]
        .filter(([what]) => !files.has(what))
        .map(([question, failure]) => ({ question, failure })),
      steps: sql.steps.map(stepFacts),
    };
  } finally {
    await session.execute("rollback");
  }
}

function describeCheck(
  { name, title, path, severity }: PlannedStep,
  texts: ReadonlyMap<string, string>,
  answer: CheckResult | undefined,
): Omit<CheckAnswer, "held"> {
  const { count, columns = [], rows = [] } = answer ?? {};
  return { name, title, path, severity, sql: texts.get(path) ?? "", count, offending: { columns, rows } };
}
