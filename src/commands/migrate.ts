/** `dwh migrate`: changes the tables to what sql/schema declares; shows the statements, and runs them with `--yes`. */
import type { CommandContext } from "../cli/context.ts";
import { migrateWarehouse, type MigrationResult } from "../job/migrate-warehouse.ts";
import { retype } from "../job/retype.ts";
import { EXIT } from "../names.ts";
import { printJson } from "../text/json-document.ts";
import { visible } from "../text/visible.ts";

/** Prints what differs from the declaration and the statements that fix it; changes nothing without `--yes`. */
export async function command(context: CommandContext): Promise<number> {
  const { io, flags, config } = context;
  const result = await migrateWarehouse(context, { yes: flags.yes === true });
  if (flags.format === "json") io.writeOut(printJson(result));
  else io.writeOut(render(result, retype(config, "migrate", "--yes")));
  return EXIT.done;
}

function render(
  { warehouse, differences, phases, refused, madeAnew, done }: MigrationResult,
  again: string,
): string {
  if (differences.length === 0)
    return `no table of ${warehouse} differs from what sql/schema declares; a run creates those that are missing\n`;
  const blocks = [
    ["not as declared:", ...differences.map((one) => `  ${visible(one)}`)],
    ...phases.map(({ together, statements }) => [
      together ? "-- one transaction" : "-- one by one: none of these runs in a transaction",
      ...statements.map((sql) => `${sql};`),
    ]),
    madeAnew.map(
      ({ table, why }) =>
        `${visible(table)} is rebuilt from its rows, since ${visible(why)}; readers wait until it is done, and an identity starts again`,
    ),
    refused.map((one) => `first: ${visible(one)}`),
    [
      done
        ? `done: the tables of ${warehouse} are as declared`
        : refused.length > 0
          ? `nothing was changed; do that first, then \`${again}\``
          : `nothing was changed; \`${again}\` does it`,
    ],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}
