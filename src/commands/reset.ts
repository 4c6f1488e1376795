/** `dwh reset`: drops all tables of the job and makes them anew, empty. */
import { ConfigError } from "../errors.ts";
import { EXIT } from "../names.ts";
import { openStore } from "../store/open-store.ts";
import { withWarehouse } from "../job/open-warehouse.ts";
import { loadSql } from "../job/load-sql.ts";
import type { CommandContext } from "../cli/context.ts";

/** Asks unless `--yes` is given; all in one transaction. */
export async function command(context: CommandContext): Promise<number> {
  const { config, io, flags } = context;
  const sql = await loadSql(context.sqlDir);
  const schema = sql.steps.filter(({ kind }) => kind === "schema");
  const tables = schema.flatMap(({ writes }) => writes);
  await withWarehouse(context, openStore(config), async (warehouse) => {
    const question = `This drops ${tables.join(", ")} in ${warehouse.name}, with all rows. Type yes to go on: `;
    if (flags.yes !== true && (await io.ask(question)).trim() !== "yes") {
      throw new ConfigError("nothing was dropped", { next: "type yes, or give --yes" });
    }
    await warehouse.withSession(async (session) => {
      await session.execute("begin");
      // In the opposite order of making, so that no foreign key names a table that is gone.
      for (const table of tables.toReversed()) await session.execute(`drop table if exists ${table}`);
      for (const statement of schema.flatMap((file) => file.statements))
        await session.execute(statement.text);
      await session.execute("commit");
    });
    if (flags.format === "json") io.writeOut(`${JSON.stringify({ warehouse: warehouse.name, tables })}\n`);
    else io.writeOut(`${tables.length} tables are empty in ${warehouse.name}; \`dwh run\` fills them\n`);
  });
  return EXIT.done;
}
