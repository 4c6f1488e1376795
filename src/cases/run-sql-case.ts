/** One case: rows given, runs and transforms done, rows answered. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quoteLiteral, quoteName } from "../dialect/quote.ts";
import { ConfigError, DwhError } from "../errors.ts";
import { declaredTables } from "../plan/declared-tables.ts";
import { planRun } from "../plan/plan.ts";
import { WITHOUT_LOADS } from "../plan/variables.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";
import { run } from "../run/run.ts";
import type { Source } from "../sources/source.ts";
import { absolute } from "../sources/find-source.ts";
import { openFolderStore } from "../store/folder-store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../warehouse/local/open.ts";
import type { Session, Warehouse } from "../warehouse/warehouse.ts";
import { messageOf } from "../text/message-of.ts";
import { selectsOf } from "./selects.ts";
import { sourceFileOf } from "./source-file.ts";
import { fillRow, type AnsweredRow, type DefaultRows, type GivenRow, type SqlCase } from "./sql-case.ts";

/** What all cases of a warehouse have in common. */
export interface CaseSurroundings {
  readonly sql: SqlFolder;
  readonly defaults: DefaultRows;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** Opens a warehouse in memory that has all tables of the SQL. @throws as the warehouse does for a table that it refuses */
export async function openEmptyTables({
  sql,
  now,
}: Pick<CaseSurroundings, "sql" | "now">): Promise<LocalWarehouse> {
  const warehouse = await openLocalWarehouse({
    path: ":memory:",
    store: openFolderStore({}),
    now,
    statements: sql.steps.flatMap(({ statements }) => statements),
    threads: 1,
  });
  try {
    await warehouse.withSession(async (session) => {
      await session.execute("begin");
      for (const { kind, statements } of sql.steps) {
        if (kind === "schema") for (const { text } of statements) await session.execute(text);
      }
      await session.execute("commit");
    });
    return warehouse;
  } catch (error) {
    warehouse.close();
    throw error;
  }
}

/**
 * Puts the given rows into their tables, runs the job and the transforms, and returns what is there then under the
 * names of what is expected. A case without a run is rolled back in `tables`, one with runs has a warehouse of its own.
 * @throws DwhError when a run does not succeed, and for names that the SQL does not have; as the warehouse does for what is given.
 */
export async function runSqlCase(
  one: SqlCase,
  tables: LocalWarehouse,
  surroundings: CaseSurroundings,
): Promise<Readonly<Record<string, readonly AnsweredRow[]>>> {
  const { given = {}, runs = [], transforms = [], expected } = one;
  const folder = mkdtempSync(join(tmpdir(), "dwh-case-"));
  const own = runs.length === 0 ? undefined : await openEmptyTables(surroundings);
  const warehouse = own ?? tables;
  try {
    return await warehouse.withSession(async (session) => {
      if (own === undefined) await session.execute("begin");
      for (const [table, rows] of Object.entries(given))
        await give(session, folder, { table, rows }, surroundings.sql);
      if (runs.length > 0) await runAll(runs, { warehouse, folder }, surroundings);
      for (const name of transforms) await transform(session, name, surroundings.sql);
      return answer(session, expected, surroundings.sql);
    });
  } finally {
    own?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the job once for each entry, on all files so far. */
async function runAll(
  runs: NonNullable<SqlCase["runs"]>,
  { warehouse, folder }: { readonly warehouse: Warehouse; readonly folder: string },
  { sql, defaults, now, signal }: CaseSurroundings,
): Promise<void> {
  const names = sql.sources.map(({ name }) => name);
  for (const name of runs.flatMap((rows) => Object.keys(rows))) {
    if (!names.includes(name)) throw missing(`no staging file loads the source ${name}`, names);
  }
  const sources = sql.sources.map(({ name, jsonpathsFile, format }): Source => {
    const url = join(folder, "sources", name, "/");
    mkdirSync(url, { recursive: true });
    const mapping = jsonpathsFile === undefined ? undefined : absolute(jsonpathsFile);
    return { name, urls: [url], mayBeEmpty: true, jsonpaths: mapping, format };
  });
  const before = new Map<string, number>();
  for (const [index, rows] of runs.entries()) {
    for (const { name, urls, format } of sources) {
      const filled = (rows[name] ?? []).map((row) => {
        const count = before.get(name) ?? 0;
        before.set(name, count + 1);
        return fillRow(row, defaults[name] ?? {}, count);
      });
      if (filled.length === 0) continue;
      if (format.kind === "parquet") {
        await writeParquet(warehouse, folder, { source: name, rows: filled, to: `${urls[0]}${index}-` }, sql);
        continue;
      }
      const { ending, text } = sourceFileOf(filled, format);
      writeFileSync(`${urls[0]}${index}.${ending}`, text);
    }
    const { status, error, checks } = await run({
      warehouse,
      store: openFolderStore({}),
      sql,
      sources,
      workUrl: join(folder, "work/"),
      copyRole: "default",
      maxRejects: 0,
      // Each run is held against the whole truths too.
      auditEvery: 0,
      runId: `run-${index + 1}`,
      version: "test",
      now,
      signal,
      // In process nothing passes by itself.
      classify: () => ({ kind: "terminal", reason: "it would fail again" }),
      sleep: () => Promise.resolve(),
      random: () => 0,
      onEvent: () => undefined,
    });
    if (status === "succeeded") continue;
    const failed = checks.filter(({ count }) => count > 0).map(({ name }) => name);
    const what = [status, failed.join(", "), error === undefined ? "" : messageOf(error)]
      .filter((part) => part !== "")
      .join(": ");
    throw new DwhError(`run ${index + 1}: ${what}`, { cause: error });
  }
}

/** Writes rows as Parquet, with the types of the staging table: through it and UNLOAD, and nothing of it stays. */
async function writeParquet(
  warehouse: Warehouse,
  folder: string,
  { source, rows, to }: { readonly source: string; readonly rows: readonly GivenRow[]; readonly to: string },
  sql: SqlFolder,
): Promise<void> {
  const stage = sql.steps.find((step) => step.source?.name === source);
  const copy = stage?.statements.flatMap(({ tree }) => (tree.kind === "copy" ? [tree] : []))[0];
  const [table = ""] = stage?.writes ?? [];
  const listed = copy?.columns.map(({ value }) => quoteName(value)) ?? [];
  const declared = sql.steps.filter(({ kind }) => kind === "schema").flatMap((step) => declaredTables(step));
  if (declared.find(({ name }) => name === table)?.columns.some(({ type }) => type.name === "super")) {
    throw new ConfigError(
      `a case cannot give rows of ${source} to a run: Parquet with SUPER columns cannot be written here`,
      {
        next: `give them to ${table}, and name the transforms`,
      },
    );
  }
  const select = `select ${listed.length === 0 ? "*" : listed.join(", ")} from ${quoteName(table)}`;
  await warehouse.withSession(async (session) => {
    await session.execute("begin");
    await session.execute(`delete from ${quoteName(table)}`);
    await give(session, folder, { table, rows }, sql);
    await session.execute(
      `unload (${quoteLiteral(select)}) to ${quoteLiteral(to)} iam_role default format as parquet parallel off extension 'parquet'`,
    );
    await session.execute("rollback");
  });
}

/** Fills a table with COPY, which alone may say what an identity is (EXPLICIT_IDS). */
async function give(
  session: Session,
  folder: string,
  { table, rows }: { readonly table: string; readonly rows: readonly GivenRow[] },
  sql: SqlFolder,
): Promise<void> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const explicit = columns.includes(identityOf(table, sql) ?? "") ? "explicit_ids" : "";
  const url = join(folder, `${table}.json`);
  writeFileSync(url, sourceFileOf(rows, { kind: "json" }).text);
  await session.execute(
    `copy ${quoteName(table)} (${columns.map(quoteName).join(", ")}) from ${quoteLiteral(url)}
      iam_role default format as json 'auto' timeformat 'auto' ${explicit}`,
  );
}

/** The table's identity column, if it has one. */
function identityOf(table: string, { steps }: SqlFolder): string | undefined {
  const tables = steps.filter(({ kind }) => kind === "schema").flatMap((step) => declaredTables(step));
  const declared = tables.find(({ name }) => name === table);
  if (declared === undefined) {
    throw missing(
      `sql/schema declares no table ${table}`,
      tables.map(({ name }) => name),
    );
  }
  return declared.columns.find(({ identity }) => identity !== undefined)?.name;
}

async function transform(session: Session, name: string, sql: SqlFolder): Promise<void> {
  const all = planRun(sql, WITHOUT_LOADS).steps.filter(({ kind }) => kind === "transform");
  const step = all.find((one) => one.name === name);
  if (step === undefined) {
    throw missing(
      `sql/transform/${name}.sql does not exist`,
      all.map((one) => one.name),
    );
  }
  for (const one of step.statements) await session.execute(one.sql);
}

function missing(what: string, there: readonly string[]): ConfigError {
  return new ConfigError(what, { next: `there are ${there.join(", ")}` });
}

/** Asks what is expected: a select as it stands in its file, of a table the columns of the first expected row. */
async function answer(
  session: Session,
  expected: SqlCase["expected"],
  sql: SqlFolder,
): Promise<Readonly<Record<string, readonly AnsweredRow[]>>> {
  const selects = selectsOf(sql);
  const found: Record<string, readonly AnsweredRow[]> = {};
  for (const [name, [first = {}]] of Object.entries(expected)) {
    const named = Object.keys(first).map(quoteName).join(", ");
    const { columns, rows } = await session.execute(
      selects.find((one) => one.name === name)?.text ??
        `select ${named === "" ? "*" : named} from ${quoteName(name)}`,
    );
    found[name] = rows.map((row) =>
      Object.fromEntries(columns.map((column, at) => [column.name, row[at] ?? null])),
    );
  }
  return found;
}
