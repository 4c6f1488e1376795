/** `dwh rebuild [table …]`: makes tables anew from all files, in one transaction. */
import type { CommandContext } from "../cli/context.ts";
import { runAndTell } from "./run.ts";

/** A run that empties the tables first, and tells what it did as a run does. */
export async function command(context: CommandContext): Promise<number> {
  const { select = [], exclude = [], yes = false } = context.flags;
  return runAndTell(context, { rebuild: context.args, select, exclude, mayLose: yes });
}
