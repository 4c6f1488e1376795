/** `dwh init`: a small warehouse for your own files. */
import { resolve } from "node:path";
import type { CommandContext } from "../cli/context.ts";
import type { CommandName } from "../cli/declarations.ts";
import { ConfigError } from "../errors.ts";
import { NEXT_COMMANDS } from "../init/readme.ts";
import { initWarehouse } from "../job/init-warehouse.ts";
import { quote, retype } from "../job/retype.ts";
import { EXIT } from "../names.ts";
import { printJson } from "../text/json-document.ts";
import { countOf } from "../text/amounts.ts";

/** In the new folder, where a relative location would mean another place. */
function nextCommands({ config }: CommandContext): readonly string[] {
  const { s3Root } = config;
  const there = s3Root === undefined ? config : { ...config, s3Root: resolve(s3Root) };
  return NEXT_COMMANDS.map((line) => {
    const [, name, ...rest] = line.split(" ");
    return retype(there, name as CommandName, ...rest);
  });
}

/** Writes it into the folder that the argument names, and says what to type next. */
export async function command(context: CommandContext): Promise<number> {
  const { args, flags, io } = context;
  const [folder] = args;
  const sources = flags.source ?? [];
  if (folder === undefined || sources.length === 0) {
    throw new ConfigError("no source to look at was given", {
      where: "command line of `dwh init`",
      next: "name one or more: dwh init mine --source tickets=data/tickets",
    });
  }
  const { sources: proposed, star, files } = await initWarehouse(context, folder, sources);
  if (flags.format === "json") {
    io.writeOut(printJson({ folder, files: files.map(({ path }) => path) }));
    return EXIT.done;
  }
  const { fact, dimension } = star;
  const alone = proposed.filter((one) => one !== fact.source && one !== dimension?.source);
  const lines = [
    ...files.map(({ path }) => path),
    "",
    ...proposed.flatMap(({ name, rows, columns, notes }) => [
      `${name}: ${countOf(columns.length, "column")}, from ${countOf(rows, "row")}`,
      ...notes.map((note) => `  ${note}`),
    ]),
    `the fact is ${fact.source.table}${fact.key === undefined ? "" : `, one row for each ${fact.key.name}`}`,
    ...(dimension === undefined
      ? []
      : [`the dimension is ${dimension.table}, by ${dimension.reference.name}`]),
    ...(alone.length === 0
      ? []
      : [
          `staged, but in no table of the star: ${alone.map(({ name }) => name).join(", ")}; a transform for ${alone.length === 1 ? "it" : "each"} is left for you to write`,
        ]),
    "",
    "Type next:",
    ...[...(resolve(folder) === resolve(".") ? [] : [`cd ${quote(folder)}`]), ...nextCommands(context)].map(
      (line) => `  ${line}`,
    ),
  ];
  io.writeOut(`${lines.join("\n")}\n`);
  return EXIT.done;
}
