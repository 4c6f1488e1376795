/** `dwh reset`: empties all tables of the job; those whose definition has changed are recreated. */
import type { CommandContext } from "../cli/context.ts";
import { ConfigError } from "../errors.ts";
import { resetWarehouse, type ResetPlan } from "../job/reset-warehouse.ts";
import { retype } from "../job/retype.ts";
import { EXIT } from "../names.ts";
import { printJson } from "../text/json-document.ts";

/** Asks unless `--yes` is given; all in one transaction, which waits for a run in progress. */
export async function command(context: CommandContext): Promise<number> {
  const { io, flags } = context;
  const confirm = async ({ warehouse, tables }: ResetPlan): Promise<void> => {
    const question = `This deletes all rows of ${tables.join(", ")} in ${warehouse}. Type yes to go on: `;
    if (flags.yes === true || (await io.ask(question)).trim() === "yes") return;
    throw new ConfigError("nothing was deleted", { next: "type yes, or give --yes" });
  };
  const done = await resetWarehouse(context, confirm);
  if (flags.format === "json") io.writeOut(printJson(done));
  else {
    io.writeOut(
      `${done.tables.length} tables of ${done.warehouse} are empty; \`${retype(
        context.config,
        "run",
      )}\` fills them\n`,
    );
    if (done.madeAnew.length > 0)
      io.writeOut(`recreated, without the grants on them: ${done.madeAnew.join(", ")}\n`);
  }
  return EXIT.done;
}
