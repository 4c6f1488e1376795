/** `dwh test`: the tests of the warehouse's SQL. */
import type { CommandContext } from "../cli/context.ts";
import { testWarehouse, type CaseResult } from "../job/test-warehouse.ts";
import { EXIT } from "../names.ts";
import { printJson } from "../text/json-document.ts";
import { countOf } from "../text/amounts.ts";
import { visible } from "../text/visible.ts";

/** Prints what became of each case; exit code 1 when one does not hold, or one is missing. */
export async function command(context: CommandContext): Promise<number> {
  const { io, flags } = context;
  const { cases, wanted } = await testWarehouse(context);
  const failed = cases.filter((one) => !holds(one));
  if (flags.format === "json") {
    io.writeOut(printJson({ cases: cases.map(asData), wanted }));
  } else {
    for (const one of cases) io.writeOut(`${render(one)}\n`);
    for (const sentence of wanted) io.writeOut(`missing ${sentence}\n`);
    const rest = wanted.length === 0 ? "" : `, ${wanted.length} missing`;
    io.writeOut(`${countOf(cases.length, "case")}, ${failed.length} failed${rest}\n`);
  }
  return failed.length + wanted.length === 0 ? EXIT.done : EXIT.failed;
}

function holds({ differences, error }: CaseResult): boolean {
  return error === undefined && differences.length === 0;
}

function asData(result: CaseResult): object {
  const { error, ...rest } = result;
  return {
    ...rest,
    holds: holds(result),
    error: error && { message: error.message, where: error.where, next: error.next },
  };
}

function render(result: CaseResult): string {
  const { name, about, differences, error } = result;
  const lines = [`${holds(result) ? "ok    " : "failed"} ${name}: ${about}`];
  if (error !== undefined) {
    lines.push(`  ${error.message}`);
    if (error.next !== undefined) lines.push(`  next: ${error.next}`);
  }
  for (const { name: of, expected, found } of differences) {
    lines.push(`  ${of}`, ...missing("expected", expected, found), ...missing("found   ", found, expected));
    // The same rows in another order.
    if ([...expected].sort().join("\n") === [...found].sort().join("\n"))
      lines.push("    the rows are in another order");
  }
  return lines.map(visible).join("\n");
}

/** The lines of one side that the other lacks, as often as it lacks them. */
function missing(word: string, lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return lines.flatMap((line) => {
    const at = left.indexOf(line);
    if (at === -1) return [`    ${word} ${line}`];
    left.splice(at, 1);
    return [];
  });
}
