/** Asks the warehouse everything that the report page is made of. */
import { parseCreateTable } from "../dialect/create-table.ts";
import { quoteLiteral, quoteName } from "../dialect/quote.ts";
import { splitStatements } from "../dialect/statements.ts";
import { kindOf } from "../dialect/tables.ts";
import { TABLES } from "../names.ts";
import { runCheck } from "../pipeline/checks.ts";
import type { SqlFolder } from "../pipeline/load-sql.ts";
import { isMissingTable } from "../pipeline/missing-table.ts";
import type { SqlFile } from "../pipeline/sql-file.ts";
import { parseMoment } from "../report/amounts.ts";
import type {
  Analysis,
  CheckAnswer,
  Plays,
  ReportData,
  RunDetail,
  RunRow,
  SourceRow,
  Staged,
  StepFacts,
  TableFacts,
} from "../report/data.ts";
import type { Session } from "../warehouse/warehouse.ts";

/** Runs of the history. */
const RUNS = 30;
/** Rejected rows, and reasons for rejecting them, that are shown. */
const REJECTS = 50;

type Record = Readonly<Partial<{ [column: string]: string | null }>>;

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
  const names = [
    ...new Set([...definitions.map(({ definition }) => definition.name), ...Object.values(TABLES)]),
  ];
  const there = await existing(session, names);
  const has = (...tables: readonly string[]): boolean => tables.every((table) => there.has(table));
  await session.execute("begin");
  try {
    const runs = has(TABLES.runs) ? await readRuns(session) : [];
    const total = has(TABLES.runs)
      ? await one(
          session,
          `select count(*) as run_count, sum(plays_added) as plays_added from ${TABLES.runs}`,
        )
      : {};
    const tables: TableFacts[] = [];
    for (const table of definitions) {
      made.signal.throwIfAborted();
      const { name } = table.definition;
      const { row_count } = has(name)
        ? await one(session, `select count(*) as row_count from ${quoteName(name)}`)
        : {};
      tables.push({ ...table, rows: row_count === undefined ? undefined : Number(row_count) });
    }
    const checks: CheckAnswer[] = [];
    for (const check of checksOf(sql)) {
      made.signal.throwIfAborted();
      checks.push(await askCheck(session, check, has));
    }
    const analyses: Analysis[] = [];
    for (const file of sql.analyses) {
      made.signal.throwIfAborted();
      analyses.push(await askAnalysis(session, file, has));
    }
    const loaded = has(TABLES.files)
      ? await one(session, `select max(loaded_at) as loaded_at from ${TABLES.files}`)
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
      await session.execute(`select 1 from ${quoteName(name)} limit 0`);
      found.add(name);
    } catch (error) {
      if (!isMissingTable(error)) throw error;
    }
  }
  return found;
}

const RUN_COLUMNS =
  "run_id, status, exit_code, started_at, ended_at, duration_ms, files, bytes, rows_read, rows_staged, rows_rejected, " +
  "plays_added, checks_failed, checks_warned, retries, version, error, " +
  "max(case when status = 'succeeded' and files > 0 then ended_at end) " +
  "over (order by started_at, run_id rows unbounded preceding) as data_from";

async function readRuns(session: Session, where = "true"): Promise<readonly RunRow[]> {
  const rows = await ask(
    session,
    `select * from (select ${RUN_COLUMNS} from ${TABLES.runs}) as history where ${where} ` +
      `order by started_at desc, run_id desc limit ${RUNS}`,
  );
  return rows.map((row) => ({
    runId: row["run_id"] ?? "",
    status: row["status"] ?? "",
    exitCode: Number(row["exit_code"]),
    startedAt: parseMoment(row["started_at"]),
    endedAt: parseMoment(row["ended_at"]),
    durationMs: Number(row["duration_ms"]),
    files: Number(row["files"]),
    bytes: Number(row["bytes"]),
    rowsRead: Number(row["rows_read"]),
    rowsStaged: Number(row["rows_staged"]),
    rowsRejected: Number(row["rows_rejected"]),
    playsAdded: optional(row["plays_added"]),
    checksFailed: Number(row["checks_failed"]),
    checksWarned: Number(row["checks_warned"]),
    retries: Number(row["retries"]),
    version: row["version"] ?? "",
    error: row["error"] ?? undefined,
    dataFrom: parseMoment(row["data_from"]),
  }));
}

/** The newest run with steps, and what is known of it. */
async function readDetail(
  session: Session,
  has: (...tables: readonly string[]) => boolean,
): Promise<RunDetail | undefined> {
  const [run] = await readRuns(session, `run_id in (select run_id from ${TABLES.steps})`);
  if (run === undefined) return undefined;
  const ofRun = `where run_id = ${quoteLiteral(run.runId)}`;
  const steps = await ask(
    session,
    `select position, step, kind, status, started_at, duration_ms, row_count from ${TABLES.steps} ${ofRun} order by position`,
  );
  const nothing = { columns: [], rows: [] };
  const reasons = has(TABLES.rejects)
    ? await session.execute(
        `select source, column_name, error_code, reason, count(*) as row_count from ${TABLES.rejects} ${ofRun} ` +
          `group by source, column_name, error_code, reason order by row_count desc, reason limit ${REJECTS}`,
      )
    : nothing;
  const rejects = has(TABLES.rejects)
    ? await session.execute(
        `select url, line_number, column_name, column_type, value, error_code, reason from ${TABLES.rejects} ${ofRun} ` +
          `order by url, line_number limit ${REJECTS}`,
      )
    : nothing;
  const committed = run.status === "succeeded" && has("staging_events", "staging_songs", "songplays");
  return {
    run,
    sources: has(TABLES.files) ? await readSources(session, ofRun) : [],
    steps: steps.map((row) => ({
      position: Number(row["position"]),
      name: row["step"] ?? "",
      kind: row["kind"] ?? "",
      status: row["status"] ?? "",
      startedAt: parseMoment(row["started_at"]),
      durationMs: Number(row["duration_ms"]),
      rows: Number(row["row_count"]),
    })),
    reasons,
    rejects,
    staged: committed ? await readStaged(session) : undefined,
  };
}

async function readSources(session: Session, where = ""): Promise<readonly SourceRow[]> {
  const rows = await ask(
    session,
    `select source, count(*) as files, sum(size) as bytes, sum(rows_read) as rows_read, sum(rows_staged) as rows_staged, ` +
      `sum(rows_rejected) as rows_rejected from ${TABLES.files} ${where} group by source order by source`,
  );
  return rows.map((row) => ({
    source: row["source"] ?? "",
    files: Number(row["files"]),
    bytes: Number(row["bytes"]),
    rowsRead: Number(row["rows_read"]),
    rowsStaged: Number(row["rows_staged"]),
    rowsRejected: Number(row["rows_rejected"]),
  }));
}

async function readStaged(session: Session): Promise<Staged> {
  const row = await one(
    session,
    `with plays as (
       select sessionid, iteminsession, count(*) as events from staging_events
       where page = 'NextSong' group by sessionid, iteminsession
     )
     select
       (select count(*) from staging_events) as events,
       (select count(*) from staging_songs) as songs,
       (select coalesce(sum(events), 0) from plays) as next_song,
       (select count(*) from plays) as plays,
       (select count(*) from plays inner join songplays
          on plays.sessionid = songplays.session_id and plays.iteminsession = songplays.item_in_session) as found`,
  );
  return {
    events: Number(row["events"]),
    songs: Number(row["songs"]),
    nextSong: Number(row["next_song"]),
    plays: Number(row["plays"]),
    found: Number(row["found"]),
  };
}

async function readPlays(session: Session): Promise<Plays> {
  const row = await one(
    session,
    "select count(*) as play_count, count(song_id) as matched, count(distinct user_id) as listeners, " +
      "min(start_time) as first_play, max(start_time) as last_play from songplays",
  );
  return {
    count: Number(row["play_count"]),
    matched: Number(row["matched"]),
    listeners: Number(row["listeners"]),
    first: parseMoment(row["first_play"]),
    last: parseMoment(row["last_play"]),
  };
}

function checksOf(sql: SqlFolder): readonly SqlFile[] {
  return sql.steps.filter(({ kind }) => kind === "check");
}

async function askCheck(
  session: Session,
  file: SqlFile,
  has: (...tables: readonly string[]) => boolean,
): Promise<CheckAnswer> {
  const { name, title, path, severity, source } = file;
  const facts = { name, title, path, severity, sql: source };
  if (!has(...file.reads)) return { ...facts, count: undefined, offending: { columns: [], rows: [] } };
  const statements = file.statements.map(({ text, line }) => ({ sql: text, line, loads: undefined }));
  const { count, columns, rows } = await runCheck(session, {
    position: 0,
    name,
    kind: "check",
    path,
    title,
    severity,
    writes: [],
    statements,
  });
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
  return steps
    .filter(({ kind }) => kind === "schema")
    .flatMap(({ path, source, title }) => {
      const { statements, comments } = splitStatements(source);
      return statements
        .filter((statement) => kindOf(statement) === "create_table")
        .map((statement) => {
          const definition = parseCreateTable(statement, comments);
          return { path, definition: { ...definition, comment: definition.comment ?? title } };
        });
    });
}

function stepFacts({ name, kind, path, title, variables, reads, writes }: SqlFile): StepFacts {
  const sources = variables.flatMap((variable) => /^(.+)_manifest$/.exec(variable)?.[1] ?? []);
  return { name, kind, path, title, sources, reads, writes };
}

async function ask(session: Session, text: string): Promise<readonly Record[]> {
  const { columns, rows } = await session.execute(text);
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
}

async function one(session: Session, text: string): Promise<Record> {
  return (await ask(session, text))[0] ?? {};
}

function optional(text: string | null | undefined): number | undefined {
  return text === null || text === undefined ? undefined : Number(text);
}
