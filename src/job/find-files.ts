/** Which runs and files rows of a table came from. */
import { quoteLiteral } from "../dialect/quote.ts";
import { parseTableName, spellQualifiedName } from "../dialect/table-name.ts";
import { parseStatements } from "../dialect/parsed.ts";
import { ConfigError, SqlError, WarehouseError } from "../errors.ts";
import { declaredTables } from "../plan/declared-tables.ts";
import { sourcesOf } from "../plan/sources-of.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";
import { readNewestRunOf, readOrigins, type Origin } from "../records/read-origin.ts";
import { openStore } from "../store/open-store.ts";
import { nearest } from "../text/nearest.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { JobContext } from "./job-context.ts";
import { loadSql } from "./load-sql.ts";
import { lookAtWarehouse } from "./open-warehouse.ts";
import { retype } from "./retype.ts";

/** The column in which a row names the run that wrote it last. */
const RUN_ID = "run_id";

/** Where rows came from. */
export interface FoundFiles {
  readonly table: string;
  /** All that meet the condition. */
  readonly rows: number;
  readonly runCount: number;
  /** The newest runs. */
  readonly origins: readonly Origin[];
}

/**
 * Returns the runs that wrote the rows last, and the files that these brought of the sources that the table is made from: those that are still in
 * the ledger. The rows of a staging table are those of the newest run that brought files of its source.
 * @param where a condition, as it stands after WHERE; all rows where there is none
 * @throws ConfigError for a table that sql/schema does not declare, and for one whose rows do not name their run; SqlError for what is not a condition
 */
export async function findFiles(
  context: JobContext,
  { table, where = "true" }: { readonly table: string; readonly where?: string | undefined },
): Promise<FoundFiles> {
  const sql = await loadSql(context.sqlDir);
  const declared = sql.steps.filter(({ kind }) => kind === "schema").flatMap((step) => declaredTables(step));
  const known = declared.find(({ name }) => name === spellingOf(table));
  if (known === undefined)
    throw unknownTable(
      table,
      declared.map(({ name }) => name),
    );
  const sources = sourcesOf(known.name, sql.steps);
  const knows = known.columns.some(({ name }) => name === RUN_ID);
  const staged = stagedFrom(known.name, sql);
  if (!knows && staged === undefined) throw withoutRun(known.name);
  const rowsBy = (run: string, end: string): string =>
    `select ${run} as ${RUN_ID}, count(*) as row_count from ${known.name} where (\n${where}\n)${end}`;
  readable(rowsBy(RUN_ID, ""), where);
  return lookAtWarehouse(context, openStore(context.config), (warehouse) =>
    warehouse.withSession(async (session) => {
      const question = await questionFor(session, { staged: knows ? undefined : staged, rowsBy });
      try {
        return { table: known.name, ...(await readOrigins(session, { sql: question, sources })) };
      } catch (error) {
        if (error instanceof WarehouseError && error.sqlState === "42703" && error.message.includes(RUN_ID))
          throw notMigrated(known.name, retype(context.config, "migrate"), error);
        throw error;
      }
    }),
  );
}

/** As the files of SQL have it; undefined of what is not the name of a table. */
function spellingOf(table: string): string | undefined {
  try {
    return spellQualifiedName(parseTableName(table));
  } catch (error) {
    if (error instanceof RangeError || error instanceof SqlError) return undefined;
    throw error;
  }
}

async function questionFor(
  session: Session,
  {
    staged,
    rowsBy,
  }: { readonly staged: string | undefined; readonly rowsBy: (run: string, end: string) => string },
): Promise<string> {
  if (staged === undefined) return rowsBy(RUN_ID, ` group by ${RUN_ID}`);
  const newest = await readNewestRunOf(session, staged);
  const run = newest === undefined ? "cast(null as varchar)" : quoteLiteral(newest);
  return rowsBy(run, " having count(*) > 0");
}

/** The source whose files a staging table holds; undefined of other tables. */
function stagedFrom(table: string, { steps }: SqlFolder): string | undefined {
  return steps.find(({ kind, writes }) => kind === "stage" && writes.includes(table))?.source?.name;
}

/** @throws SqlError, with its place in the condition, for what makes no query of its own */
function readable(sql: string, where: string): void {
  const refuse = (message: string): SqlError =>
    new SqlError(
      `this is not a condition: ${message}`,
      { line: 1, column: 1 },
      {
        where,
        next: `give what follows WHERE, such as "id = 8"`,
      },
    );
  let kinds: readonly string[];
  try {
    kinds = parseStatements(sql).statements.map(({ tree }) => tree.kind);
  } catch (error) {
    if (error instanceof SqlError) throw refuse(error.message);
    throw error;
  }
  if (kinds.length !== 1 || kinds[0] !== "query") throw refuse("it is more than one statement");
}

function unknownTable(table: string, there: readonly string[]): ConfigError {
  const near = nearest(table.toLowerCase(), there);
  return new ConfigError(`sql/schema declares no table ${JSON.stringify(table)}`, {
    next: `${near === undefined ? "" : `did you mean ${near}? `}There are ${there.join(", ")}`,
  });
}

function withoutRun(table: string): ConfigError {
  return new ConfigError(`the rows of ${table} do not name the run that wrote them`, {
    where: `sql/schema/${table}.sql`,
    next: `give the table a column ${RUN_ID} varchar(64), and let its transform write :'${RUN_ID}' into it`,
  });
}

function notMigrated(table: string, command: string, cause: unknown): ConfigError {
  return new ConfigError(`${table} has no column ${RUN_ID} yet`, {
    next: `\`${command} --yes\` adds it; existing rows do not name their run until a run writes them again`,
    cause,
  });
}
