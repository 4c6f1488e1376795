/** `dwh retry <url>`: has the next run retry a file that was left out. */
import type { CommandContext } from "../cli/context.ts";
import { retryOne } from "../job/retry-files.ts";
import { EXIT } from "../names.ts";
import { countOf } from "../text/amounts.ts";
import { printJson } from "../text/json-document.ts";
import { visible } from "../text/visible.ts";

/** Does it at once, under the run's lock, and says what was wrong with each file. */
export async function command(context: CommandContext): Promise<number> {
  const { io, flags, args } = context;
  const { warehouse, files } = await retryOne(context, args[0] ?? "");
  if (flags.format === "json") {
    io.writeOut(printJson({ warehouse, files: files.map((file) => ({ ...file, retry: true })) }));
    return EXIT.done;
  }
  const lines = [
    `the next run on ${warehouse} tries ${countOf(files.length, "file")} again`,
    ...files.map(
      ({ source, url, reason }) => `  ${visible(`${source}: ${url}`)}, in quarantine: ${visible(reason)}`,
    ),
    "what is still invalid stays in quarantine",
  ];
  io.writeOut(`${lines.join("\n")}\n`);
  return EXIT.done;
}
