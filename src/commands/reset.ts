/** `dwh reset`: drops all tables of the job and makes them anew, empty. */
import type { CommandContext } from "../cli/context.ts";
import { ConfigError } from "../errors.ts";
import { resetWarehouse, type ResetPlan } from "../job/reset-warehouse.ts";
import { EXIT } from "../names.ts";

/** Asks unless `--yes` is given; all in one transaction. */
export async function command(context: CommandContext): Promise<number> {
  const { io, flags } = context;
  const confirm = async ({ warehouse, tables }: ResetPlan): Promise<void> => {
    const question = `This drops ${tables.join(", ")} in ${warehouse}, with all rows. Type yes to go on: `;
    if (flags.yes === true || (await io.ask(question)).trim() === "yes") return;
    throw new ConfigError("nothing was dropped", { next: "type yes, or give --yes" });
  };
  const plan = await resetWarehouse(context, confirm);
  if (flags.format === "json") io.writeOut(`${JSON.stringify(plan)}\n`);
  else io.writeOut(`${plan.tables.length} tables are empty in ${plan.warehouse}; \`dwh run\` fills them\n`);
  return EXIT.done;
}
