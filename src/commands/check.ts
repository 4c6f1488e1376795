/** `dwh check`: the checks alone, on what is in the warehouse. */
import type { CommandContext } from "../cli/context.ts";
import { checkWarehouse } from "../job/check-warehouse.ts";
import { EXIT } from "../names.ts";
import { renderCheck } from "../terminal/run-summary.ts";

/** Runs every check; exit code 3 when one of severity `error` finds rows. */
export async function command(context: CommandContext): Promise<number> {
  const { io, flags } = context;
  const results = await checkWarehouse(context);
  if (flags.format === "json") {
    const data = results.map(({ columns, rows, ...check }) => ({
      ...check,
      rows: rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]]))),
    }));
    io.writeOut(`${JSON.stringify(data)}\n`);
  } else {
    const lines = results.map((result) =>
      result.count === 0 ? `ok     ${result.name}` : renderCheck(result, io.width),
    );
    io.writeOut(`${lines.join("\n")}\n`);
  }
  return results.some(({ count, severity }) => count > 0 && severity === "error") ? EXIT.check : EXIT.done;
}
