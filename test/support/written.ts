/** What a log writes. */
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { openLog, type Logger, type LogTarget } from "../../src/log.ts";

/** Opens a log, lets `use` write to it, closes it, and returns all that it wrote. */
export async function written(
  target: Omit<LogTarget, "stream">,
  use: (log: Logger) => void,
): Promise<string> {
  const stream = new PassThrough();
  const log = openLog({ ...target, stream });
  use(log);
  await log.close();
  stream.end();
  return text(stream);
}
