/** `dwh check`: the checks alone, on what is in the warehouse. */
import { ConfigError } from "../errors.ts";
import { EXIT } from "../names.ts";
import { openStore } from "../store/open-store.ts";
import { withWarehouse } from "../job/open-warehouse.ts";
import { runCheck } from "../checks/run-check.ts";
import { loadSql } from "../job/load-sql.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { planSteps } from "../plan/plan.ts";
import type { CheckResult } from "../records/result.ts";
import { renderCheck } from "../terminal/run-summary.ts";
import type { CommandContext } from "../cli/context.ts";
import { rowsAsObjects } from "../text/rows-as-objects.ts";

/** Runs every check; exit code 3 when one of severity `error` finds rows. */
export async function command(context: CommandContext): Promise<number> {
  const { config, io, flags } = context;
  const sql = await loadSql(context.sqlDir);
  const nothing = {
    loads: { events: undefined, songs: undefined },
    copyRole: "default",
    eventsJsonpaths: undefined,
  };
  const steps = planSteps(sql.steps, { ...nothing, maxRejects: 0 }).filter(({ kind }) => kind === "check");
  const results: CheckResult[] = [];
  await withWarehouse(context, openStore(config), (warehouse) =>
    warehouse.withSession(async (session) => {
      for (const step of steps) {
        context.signal.throwIfAborted();
        results.push(await runCheck(session, step).catch(withAdvice));
      }
    }),
  );
  if (flags.format === "json") {
    const data = results.map(({ columns, rows, ...check }) => ({
      ...check,
      rows: rowsAsObjects({ columns, rows }),
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

function withAdvice(error: unknown): never {
  if (!isMissingTable(error)) throw error;
  const next = "the tables are not there yet: `dwh run` makes and fills them";
  throw new ConfigError((error as Error).message, { next, cause: error });
}
