/** `dwh forget <url>`: takes a file out of the ledger, so that the next run loads it again. */
import type { CommandContext } from "../cli/context.ts";
import { forgetOne } from "../job/forget-file.ts";
import { EXIT } from "../names.ts";
import type { ForgottenEntry } from "../records/forget-file.ts";
import { countOf, formatBytes, formatMoment } from "../text/amounts.ts";
import { printJson } from "../text/json-document.ts";
import { visible } from "../text/visible.ts";

/** Does it at once, under the run's lock, and says what was known of the file and what becomes of its rows. */
export async function command(context: CommandContext): Promise<number> {
  const { io, flags, args } = context;
  const { warehouse, url, entries, leftOut } = await forgetOne(context, args[0] ?? "");
  if (flags.format === "json") {
    io.writeOut(printJson({ warehouse, url, entries, leftOut }));
    return EXIT.done;
  }
  const lines = [
    `the ledger of ${warehouse} does not hold ${visible(url)} any more; it held`,
    ...entries.map(describe),
    ...leftOut.map(({ source, reason }) => `  ${visible(`${source}: in quarantine: ${reason}`)}`),
    `the next run loads the file again, if it is still there${entries.length === 0 ? "" : "; the rows that came of it stay in the tables until then, and after it"}`,
  ];
  io.writeOut(`${lines.join("\n")}\n`);
  return EXIT.done;
}

function describe({ source, size, rowsStaged, rowsRejected, loadedAt, runId }: ForgottenEntry): string {
  const rows = rowsStaged === null ? "rows not known" : countOf(rowsStaged, "row");
  const rejected = rowsRejected === null || rowsRejected === 0 ? "" : `, ${rowsRejected} rejected`;
  return `  ${visible(source)}: ${formatBytes(
    size,
  )}, ${rows}${rejected}, loaded ${loadedAt === undefined ? "" : `${formatMoment(loadedAt)} `}by run ${visible(runId)}`;
}
