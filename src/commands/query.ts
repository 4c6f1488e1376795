/** `dwh query`: Redshift SQL from the argument, a file or standard input. */
import { readFile } from "node:fs/promises";
import type { CommandContext } from "../cli/context.ts";
import { ConfigError } from "../errors.ts";
import type { SqlText } from "../job/locate-error.ts";
import { queryWarehouse } from "../job/query-warehouse.ts";
import { EXIT } from "../names.ts";
import { renderCsv } from "../terminal/csv.ts";
import { renderJson } from "../terminal/json.ts";
import { renderTextTable } from "../terminal/table.ts";
import type { Result } from "../warehouse/warehouse.ts";

/** Runs the statements in order on one session; the first that fails ends it. As text every result is printed as soon as it is there. */
export async function command(context: CommandContext): Promise<number> {
  const { io, flags } = context;
  let last: Result | undefined;
  await queryWarehouse(context, await readSql(context), (result) => {
    for (const notice of result.notices) io.writeErr(`${notice}\n`);
    if (flags.format === "text") io.writeOut(renderResult(result, io.width));
    if (result.columns.length > 0) last = result;
  });
  if (flags.format === "json") io.writeOut(renderJson(last));
  if (flags.format === "csv" && last !== undefined) io.writeOut(renderCsv(last));
  return EXIT.done;
}

async function readSql({ args, flags, io }: CommandContext): Promise<SqlText> {
  const [argument] = args;
  if (argument !== undefined && flags.file !== undefined) {
    throw new ConfigError("two SQL texts were given", { next: "give either the argument or --file" });
  }
  if (argument !== undefined) return { text: argument, name: "<argument>" };
  if (flags.file !== undefined) return { text: await readText(flags.file), name: flags.file };
  if (io.inIsTerminal) {
    throw new ConfigError("no SQL was given", {
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

function renderResult(result: Result, width: number): string {
  if (result.columns.length === 0)
    return `${result.command}${result.rowCount > 0 ? ` ${result.rowCount}` : ""}\n`;
  const count = `(${result.rows.length} ${result.rows.length === 1 ? "row" : "rows"})`;
  return `${renderTextTable(result.columns, result.rows, width)}${count}\n`;
}
