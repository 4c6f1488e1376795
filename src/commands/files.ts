/** `dwh files <table> [where]`: which run and which files rows came from. */
import type { CommandContext } from "../cli/context.ts";
import { findFiles, type FoundFiles } from "../job/find-files.ts";
import { EXIT } from "../names.ts";
import type { Origin } from "../records/read-origin.ts";
import { countOf, formatMoment } from "../text/amounts.ts";
import { printJson } from "../text/json-document.ts";
import { visible } from "../text/visible.ts";

/** Prints the runs that wrote the rows last, the newest first, with the files that each brought. */
export async function command(context: CommandContext): Promise<number> {
  const { io, flags, args } = context;
  const found = await findFiles(context, { table: args[0] ?? "", where: args[1] });
  io.writeOut(flags.format === "json" ? printJson(found) : render(found, args[1]));
  return EXIT.done;
}

function render({ table, rows, runCount, origins }: FoundFiles, where: string | undefined): string {
  if (rows === 0)
    return where === undefined ? `${table} has no rows\n` : `no row of ${table} meets the condition\n`;
  const more = runCount - origins.length;
  const lines = [
    `${countOf(rows, "row")} of ${table}, last written by ${countOf(runCount, "run")}`,
    ...origins.flatMap(describe),
    ...(more > 0 ? [`… and ${countOf(more, "older run")}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function describe({ runId, rows, startedAt, fileCount, files }: Origin): readonly string[] {
  if (runId === undefined)
    return [`${countOf(rows, "row")} that no run has written since rows name their run`];
  const began = startedAt === undefined ? "" : `, which began ${formatMoment(startedAt)}`;
  const head = `${countOf(rows, "row")} by run ${visible(runId)}${began}`;
  if (files.length === 0) return [`${head}: none of its files is in the ledger`];
  const more = fileCount - files.length;
  return [
    `${head}, from ${fileCount === 1 ? "this file" : `one of these ${countOf(fileCount, "file")}, or several`}:`,
    ...files.map(({ source, url }) => `  ${visible(`${source}: ${url}`)}`),
    ...(more > 0 ? [`  … and ${countOf(more, "more file")}: etl_files`] : []),
  ];
}
