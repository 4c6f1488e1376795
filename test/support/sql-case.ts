/** A test of the SQL as data: given rows, expected rows. A file of test/sql/cases holds several; sql/README.md shows how to write them. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { quoteLiteral, quoteName } from "../../src/dialect/quote.ts";
import { kindOf } from "../../src/dialect/kind-of.ts";
import { parseStatements } from "../../src/dialect/parsed.ts";
import { declaredTables } from "../../src/plan/declared-tables.ts";
import { renderVariables } from "../../src/dialect/variables.ts";
import { variablesOfFloor } from "../../src/plan/variables.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../src/warehouse/local/open.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";
import { play, song } from "./records.ts";
import { openScratch, type Scratch } from "./scratch.ts";

/** What the cases are of: the SQL of one warehouse, read once for all of them. */
export interface CaseSql {
  readonly folder: SqlFolder;
  readonly selects: readonly Select[];
}

type Given = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, string | null>>;

export interface SqlCase {
  /** The file's, without its ending. */
  readonly name: string;
  /** One sentence: what holds. */
  readonly about: string;
  /** By table: rows that are there before anything else happens, put there as they are. A column that a row does not give is null. */
  readonly given?: Readonly<Record<string, readonly Given[]>>;
  /** One entry a run, in the warehouse that ships. A key that an event or a song does not give has the value of test/support/records.ts. */
  readonly runs?: readonly { readonly events?: readonly Given[]; readonly songs?: readonly Given[] }[];
  /** Transforms that are run by themselves on what is there, with no check to stop them. */
  readonly transforms?: readonly string[];
  /** By table, check, analysis or sum: its rows afterwards. See {@link comparable}. */
  readonly expected: Readonly<Record<string, readonly Answer[]>>;
}

/** A file of sql/ that answers with rows: a check, an analysis, a sum, whatever else is one select. */
export interface Select {
  readonly name: string;
  readonly folder: string;
  readonly text: string;
}

/** Reads the cases of all files of a folder. */
export function readSqlCases(folder: string): SqlCase[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => {
      const cases = JSON.parse(readFileSync(join(folder, file), "utf8")) as Omit<SqlCase, "name">[];
      return cases.map((one) => ({ name: basename(file, ".json"), ...one }));
    });
}

/** Reads the SQL of a warehouse. @throws as `loadSql` does. */
export async function readCaseSql(sqlDir: string): Promise<CaseSql> {
  return { folder: await loadSql(sqlDir), selects: readSelects(sqlDir) };
}

/** Every file of the folder whose statement is a select, in whatever folder below it. */
function readSelects(sqlDir: string): Select[] {
  return readdirSync(sqlDir, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".sql"))
    .sort()
    .flatMap((path) => {
      const whole = readFileSync(join(sqlDir, path), "utf8");
      const [first] = parseStatements(whole).statements;
      if (first === undefined || kindOf(first.tree) !== "select") return [];
      const floor = /^-- floor: (.+)$/m.exec(whole)?.[1];
      const text = renderVariables(first, floor === undefined ? {} : variablesOfFloor(floor));
      return [{ name: basename(path, ".sql"), folder: path.split(/[/\\]/)[0] ?? "", text }];
    });
}

/** Opens a warehouse in memory that has all tables. */
export async function openEmptyTables({ folder }: CaseSql): Promise<LocalWarehouse> {
  const warehouse = await openLocalWarehouse({
    path: ":memory:",
    store: openFolderStore({}),
    now: () => new Date(),
    threads: 1,
  });
  await warehouse.withSession(async (session) => {
    for (const { kind, statements } of folder.steps) {
      if (kind === "schema") for (const { text } of statements) await session.execute(text);
    }
  });
  return warehouse;
}

/**
 * Puts the given rows into their tables, runs the job and the transforms, and returns what is there then under the
 * names of what is expected. A case without a run is rolled back in `tables`, one with runs has a warehouse of its own.
 * @throws Error when a run does not succeed; as the warehouse does for what is given.
 */
export async function runSqlCase(
  { given = {}, runs = [], transforms = [], expected }: SqlCase,
  tables: LocalWarehouse,
  sql: CaseSql,
): Promise<Record<string, readonly Answer[]>> {
  const scratch = openScratch();
  const own = runs.length === 0 ? undefined : await openEmptyTables(sql);
  const warehouse = own ?? tables;
  try {
    return await warehouse.withSession(async (session) => {
      if (own === undefined) await session.execute("begin");
      await give(session, scratch, given, sql.folder);
      for (const [index, { events = [], songs = [] }] of runs.entries()) {
        if (events.length > 0) scratch.write(`events/${index}.json`, events.map(play));
        if (songs.length > 0) scratch.write(`songs/${index}.json`, songs.map(song));
        const { status, error, checks } = await scratch.run({ warehouse });
        if (status === "succeeded") continue;
        const failed = checks.filter(({ count }) => count > 0).map(({ name }) => name);
        throw new Error(`run ${index + 1}: ${status} ${failed.join(", ")}`, { cause: error });
      }
      for (const name of transforms) await transform(session, name, sql.folder);
      return answer(session, expected, sql.selects);
    });
  } finally {
    own?.close();
    scratch.remove();
  }
}

/**
 * Rows as lines that can be compared: those of an analysis in their order, all others in any. Of a table only the
 * columns count that the first expected row names; of a check or an analysis, all.
 */
export function comparable(
  tables: Readonly<Record<string, readonly Answer[]>>,
  { selects }: CaseSql,
): Record<string, readonly string[]> {
  const inOrder = new Set(selects.flatMap(({ name, folder }) => (folder === "analyses" ? name : [])));
  return Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => {
      const lines = rows.map((row) =>
        JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1))),
      );
      return [name, inOrder.has(name) ? lines : lines.sort()];
    }),
  );
}

/** Fills the tables that are given, with COPY, which alone may say what an identity is (EXPLICIT_IDS). */
async function give(
  session: Session,
  scratch: Scratch,
  given: NonNullable<SqlCase["given"]>,
  sql: SqlFolder,
): Promise<void> {
  for (const [table, rows] of Object.entries(given)) {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const explicit = columns.includes(identityOf(table, sql) ?? "") ? "explicit_ids" : "";
    const url = scratch.write(`given/${table}.json`, rows);
    await session.execute(
      `copy ${quoteName(table)} (${columns.map(quoteName).join(", ")}) from ${quoteLiteral(url)}
        iam_role default format as json 'auto' timeformat 'auto' ${explicit}`,
    );
  }
}

/** The table's identity column, if it has one. */
function identityOf(table: string, { steps }: SqlFolder): string | undefined {
  const step = steps.find(({ kind, writes }) => kind === "schema" && writes.includes(table));
  const [declared] = step === undefined ? [] : declaredTables(step);
  if (declared === undefined) throw new Error(`sql/schema makes no table ${table}`);
  return declared.columns.find(({ identity }) => identity !== undefined)?.name;
}

async function transform(session: Session, name: string, { steps }: SqlFolder): Promise<void> {
  const step = steps.find((one) => one.kind === "transform" && one.name === name);
  if (step === undefined) throw new Error(`sql/transform/${name}.sql does not exist`);
  for (const { text } of step.statements) await session.execute(text);
}

/** Asks what is expected: a select as it stands in its file, of a table the columns of the first expected row. */
async function answer(
  session: Session,
  expected: SqlCase["expected"],
  selects: readonly Select[],
): Promise<Record<string, readonly Answer[]>> {
  const found: Record<string, readonly Answer[]> = {};
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
