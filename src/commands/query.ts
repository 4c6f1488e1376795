/** `dwh query`: Redshift SQL from the argument, a file or standard input. */
import { readFile } from "node:fs/promises";
import { splitStatements, type Statement } from "../dialect/statements.ts";
import { ConfigError } from "../errors.ts";
import { EXIT } from "../names.ts";
import { openStore } from "../store/open-store.ts";
import { withWarehouse } from "../job/open-warehouse.ts";
import { renderCsv } from "../terminal/csv.ts";
import { renderJson } from "../terminal/json.ts";
import { renderTextTable } from "../terminal/table.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";
import type { CommandContext } from "../cli/context.ts";
import { locateError, type SqlText } from "../terminal/locate-error.ts";

/** Runs the statements in order on one session; the first that fails ends it. */
export async function command(context: CommandContext): Promise<number> {
  const { io, flags, config } = context;
  const sql = await readSql(context);
  const statements = split(sql);
  if (statements.length === 0) {
    throw new ConfigError("there is no statement", {
      where: sql.name,
      next: 'try: dwh query "select 1 as one"',
    });
  }
  const last = await withWarehouse(context, openStore(config), (warehouse) =>
    warehouse.withSession((session) => executeAll(session, statements, sql, context)),
  );
  if (flags.format === "json") io.writeOut(renderJson(last));
  if (flags.format === "csv" && last !== undefined) io.writeOut(renderCsv(last));
  return EXIT.done;
}

/** Returns the last result that has columns; as text every result is printed as soon as it is there. */
async function executeAll(
  session: Session,
  statements: readonly Statement[],
  sql: SqlText,
  { signal, flags, io, log }: CommandContext,
): Promise<Result | undefined> {
  let last: Result | undefined;
  let open = false;
  // Should this fail, the statement goes on, and a second signal ends the process.
  const stop = (): void =>
    void session.cancel().catch((error: unknown) => log.warn("cannot cancel", { error }));
  signal.addEventListener("abort", stop, { once: true });
  for (const statement of statements) {
    signal.throwIfAborted();
    const result = await session.execute(statement.text).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : locateError(error, sql, statement);
    });
    for (const notice of result.notices) io.writeErr(`${notice}\n`);
    if (flags.format === "text") io.writeOut(renderResult(result, io.width));
    if (result.columns.length > 0) last = result;
    if (/^(?:BEGIN|START TRANSACTION)$/.test(result.command)) open = true;
    if (/^(?:COMMIT|ROLLBACK|END|ABORT|TRUNCATE.*)$/.test(result.command)) open = false;
  }
  signal.removeEventListener("abort", stop);
  if (open) log.warn("the transaction was left open and is rolled back; end it with commit");
  return last;
}

async function readSql({ args, flags, io }: CommandContext): Promise<SqlText> {
  const [argument] = args;
  if (argument !== undefined && flags.file !== undefined) {
    throw new ConfigError("there are two texts to run", { next: "give either the argument or --file" });
  }
  if (argument !== undefined) return { text: argument, name: "<argument>" };
  if (flags.file !== undefined) return { text: await readText(flags.file), name: flags.file };
  if (io.inIsTerminal) {
    throw new ConfigError("there is no SQL to run", {
      next: 'give it as an argument, with --file, or on standard input: dwh query "select 1 as one"',
    });
  }
  return { text: await io.readStdin(), name: "<standard input>" };
}

async function readText(file: string): Promise<string> {
  try {
    // Some editors begin a file with a byte order mark.
    return (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    const what = `cannot read the file: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
    throw new ConfigError(what, { where: file, next: "give --file a file that can be read", cause: error });
  }
}

function split(sql: SqlText): readonly Statement[] {
  try {
    return splitStatements(sql.text).statements;
  } catch (error) {
    throw locateError(error, sql, undefined);
  }
}

function renderResult(result: Result, width: number): string {
  if (result.columns.length === 0)
    return `${result.command}${result.rowCount > 0 ? ` ${result.rowCount}` : ""}\n`;
  const count = `(${result.rows.length} ${result.rows.length === 1 ? "row" : "rows"})`;
  return `${renderTextTable(result.columns, result.rows, width)}${count}\n`;
}
