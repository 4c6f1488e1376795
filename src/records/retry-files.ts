/** Has the next run retry files that are in quarantine. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { quarantineOf, READ_QUARANTINE, readQuarantineIfAny, type QuarantineEntry } from "./quarantine.ts";
import { beginWithLock } from "./run-lock.ts";
import { formatTimestamp } from "./stage-rows.ts";

/**
 * Marks the files in one transaction under the run's lock, and returns them; none, and nothing is changed, where none is in quarantine, which
 * is seen without waiting for a run in progress. They stay in quarantine until they are loaded.
 * @param url one file; all files below it where it ends in a slash
 * @param own the steps outside the transaction of a plan
 */
export async function retryFiles(
  session: Session,
  own: readonly PlannedStep[],
  url: string,
  at: Date,
): Promise<readonly QuarantineEntry[]> {
  const isMeant = (one: QuarantineEntry): boolean =>
    url.endsWith("/") ? one.url.startsWith(url) : one.url === url;
  if (!(await readQuarantineIfAny(session)).some(isMeant)) return [];
  const [held] = await beginWithLock(session, own, [READ_QUARANTINE]);
  const entries = quarantineOf(held).filter(isMeant);
  const isUrl = url.endsWith("/")
    ? `left(url, ${Array.from(url).length}) = ${quoteLiteral(url)}`
    : `url = ${quoteLiteral(url)}`;
  await session.execute(
    `update ${TABLES.quarantine} set retry_at = ${quoteLiteral(formatTimestamp(at))} where ${isUrl}`,
  );
  await session.execute("commit");
  return entries;
}
