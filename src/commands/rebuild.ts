/** `dwh rebuild [table …]`: rebuilds tables from all files, in one transaction or in batches. */
import type { CommandContext } from "../cli/context.ts";
import { ConfigError } from "../errors.ts";
import { abandonRebuild } from "../job/abandon-rebuild.ts";
import { EXIT } from "../names.ts";
import { printJson } from "../text/json-document.ts";
import { runAndTell } from "./run.ts";

/** A run that empties the tables first, or several runs beside them; reports what it did as a run does. */
export async function command(context: CommandContext): Promise<number> {
  const { select = [], exclude = [], yes = false, batchSize, abandon = false } = context.flags;
  if (abandon) return giveUp(context);
  return runAndTell(context, { rebuild: context.args, select, exclude, mayLose: yes, batchSize });
}

async function giveUp(context: CommandContext): Promise<number> {
  const { args, flags, io } = context;
  if (args.length > 0 || flags.batchSize !== undefined)
    throw new ConfigError("--abandon takes no other argument: it ends the rebuild in progress", {
      where: "--abandon",
      next: "leave out the rest",
    });
  const given = await abandonRebuild(context);
  const tables = given?.tables ?? [];
  if (flags.format === "json") io.writeOut(printJson({ abandoned: tables }));
  else if (given === undefined) io.writeOut("no rebuild is in progress\n");
  else
    io.writeOut(
      `the rebuild of ${tables.join(", ")} is abandoned; the tables that readers see stay as they are\n`,
    );
  return EXIT.done;
}
