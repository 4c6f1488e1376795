/** `dwh check`: the checks alone, on what is in the warehouse. */
import type { CheckResult } from "../checks/run-check.ts";
import type { CommandContext } from "../cli/context.ts";
import type { UnansweredCheck } from "../job/ask-check.ts";
import { checkWarehouse } from "../job/check-warehouse.ts";
import { EXIT } from "../names.ts";
import { renderCheck } from "../terminal/run-summary.ts";
import { printJson } from "../text/json-document.ts";
import { namedRows } from "../text/rows-as-objects.ts";

/**
 * Runs the checks that are chosen, all of them unless a flag says otherwise. Exit code 3 when one of severity `error` finds rows, whatever became of the others; otherwise 1 when one could
 * not be run.
 */
export async function command(context: CommandContext): Promise<number> {
  const { io, flags } = context;
  const results = await checkWarehouse(context, { select: flags.select ?? [], exclude: flags.exclude ?? [] });
  if (flags.format === "json") {
    io.writeOut(printJson(results.map(summarize)));
  } else {
    io.writeOut(`${results.map((result) => render(result, io.width)).join("\n")}\n`);
  }
  const found = results.some(
    (result) => !("error" in result) && result.count > 0 && result.severity === "error",
  );
  if (found) return EXIT.check;
  return results.some((result) => "error" in result) ? EXIT.failed : EXIT.done;
}

function summarize(result: CheckResult | UnansweredCheck): object {
  if ("error" in result) {
    const { error, ...check } = result;
    return { ...check, count: null, rows: [], error: { message: error.message, next: error.next } };
  }
  const { columns, rows, ...check } = result;
  return { ...check, rows: namedRows({ columns, rows }), error: null };
}

function render(result: CheckResult | UnansweredCheck, width: number): string {
  if ("error" in result) {
    const next = result.error.next === undefined ? "" : `\n  next: ${result.error.next}`;
    return `failed ${result.name}: could not be run (${result.path})\n  ${result.error.message}${next}`;
  }
  return result.count === 0 ? `ok     ${result.name}` : renderCheck(result, width);
}
