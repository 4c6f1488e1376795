/** What is wrong with single lines of a file, told as the exact way tells it, which then need not read all the others. */
import type { Store, StoredObject } from "../../../store/store.ts";
import { readChunks } from "./chunks.ts";
import { convertRow, openReader, type RowPlan } from "./exact.ts";
import type { RejectedRow } from "./load-log.ts";

const NEWLINE = 10;
const NEWLINE_BYTES = Buffer.from([NEWLINE]);
/** The first byte of a byte order mark, which a reader takes for one at the beginning of what it is given. */
const MARK = 0xef;

/**
 * Returns the rejected rows of these lines, each of which is one whole record; undefined where one is not bad after all, or may be another
 * record by itself than in its file.
 * @param lines from 1, the first ones first
 * @throws UnreachableError when the file is gone
 */
export async function rejectLines(
  object: StoredObject,
  lines: readonly number[],
  plan: RowPlan,
  store: Store,
): Promise<readonly RejectedRow[] | undefined> {
  const rejected: RejectedRow[] = [];
  if (lines.length === 0) return rejected;
  for await (const { line, bytes } of linesOf(readChunks(object, store, plan.copy.compression), lines)) {
    const row = rejectLine(bytes, plan);
    if (row === undefined) return undefined;
    rejected.push({ ...row, url: object.url, line });
  }
  return rejected.length === lines.length ? rejected : undefined;
}

/** The chosen lines with their numbers; reading ends after the last of them. */
async function* linesOf(
  chunks: AsyncIterable<Buffer>,
  chosen: readonly number[],
): AsyncGenerator<{ readonly line: number; readonly bytes: Buffer }> {
  let line = 1;
  let next = 0;
  let parts: Buffer[] = [];
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const end = chunk.indexOf(NEWLINE, at);
      const isChosen = line === chosen[next];
      if (isChosen) parts.push(chunk.subarray(at, end === -1 ? chunk.length : end));
      if (end === -1) break;
      at = end + 1;
      if (isChosen) {
        yield { line, bytes: Buffer.concat(parts) };
        parts = [];
        next += 1;
        if (next === chosen.length) return;
      }
      line += 1;
    }
  }
  if (parts.length > 0) yield { line, bytes: Buffer.concat(parts) };
}

/** What is wrong with the one row of a line; undefined where nothing is, or it is none, or several. */
function rejectLine(bytes: Buffer, plan: RowPlan): Omit<RejectedRow, "url"> | undefined {
  if (bytes[0] === MARK) return undefined;
  const reader = openReader(plan, 0);
  reader.push(Buffer.concat([bytes, NEWLINE_BYTES]));
  reader.finish();
  if (!reader.next() || reader.bad !== undefined) return undefined;
  const row = convertRow(reader, plan, undefined);
  return reader.next() ? undefined : row;
}
