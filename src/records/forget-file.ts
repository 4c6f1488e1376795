/** Takes one file out of the ledger, so that the next run loads it again. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import { queryIfThere } from "./if-there.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { SourceName } from "../sources/source.ts";
import { parseMoment } from "../text/amounts.ts";
import { nearestPath } from "../text/nearest.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";
import { quarantineOf, READ_QUARANTINE, readQuarantineIfAny, type QuarantineEntry } from "./quarantine.ts";
import { beginWithLock } from "./run-lock.ts";

/** One entry of the ledger: a file that changed, or is in two sources, has several. */
export interface ForgottenEntry {
  readonly source: SourceName;
  readonly etag: string;
  readonly size: number;
  readonly runId: string;
  readonly loadedAt: Date | undefined;
  /** Null where they are not known of this file alone. */
  readonly rowsRead: number | null;
  readonly rowsStaged: number | null;
  readonly rowsRejected: number | null;
}

/** What was known of a file: what was loaded of it, and what was left out. */
export interface Forgotten {
  readonly entries: readonly ForgottenEntry[];
  readonly leftOut: readonly QuarantineEntry[];
}

/** Urls of the ledger that are compared with one that it does not hold. */
const COMPARED = 10_000;

/**
 * Deletes all entries of the url in one transaction under the run's lock, what is in quarantine of it too, and returns them; none, and nothing is changed,
 * where the ledger does not hold it, which is seen without waiting for a run in progress.
 * @param own the steps outside the transaction of a plan
 */
export async function forgetFile(
  session: Session,
  own: readonly PlannedStep[],
  url: string,
): Promise<Forgotten> {
  const where = `where url = ${quoteLiteral(url)}`;
  const read = `select source, etag, size, run_id, loaded_at, rows_read, rows_staged, rows_rejected from ${TABLES.files} ${where} order by loaded_at, source`;
  const isLeftOut = (one: QuarantineEntry): boolean => one.url === url;
  const before = (await readQuarantineIfAny(session)).some(isLeftOut);
  if (!before && entriesIn(await queryIfThere(session, read)).length === 0)
    return { entries: [], leftOut: [] };
  const [held, there] = await beginWithLock(session, own, before ? [read, READ_QUARANTINE] : [read]);
  const forgotten = { entries: entriesIn(held), leftOut: quarantineOf(there).filter(isLeftOut) };
  await session.execute(`delete from ${TABLES.files} ${where}`);
  if (forgotten.leftOut.length > 0) await session.execute(`delete from ${TABLES.quarantine} ${where}`);
  await session.execute("commit");
  return forgotten;
}

/** Returns the url of the ledger that may have been meant, of those in the same folder or with the same name; undefined where none is near. */
export async function findNearest(session: Session, url: string): Promise<string | undefined> {
  const end = url.lastIndexOf("/") + 1;
  const [folder, name] = [url.slice(0, end), url.slice(end)];
  const result = await queryIfThere(
    session,
    `select distinct url from ${TABLES.files} where ${matches(
      "left",
      folder,
    )} or ${matches("right", `/${name}`)} order by url limit ${COMPARED}`,
  );
  return nearestPath(url, result?.rows.flatMap(([known]) => known ?? []) ?? []);
}

/** Characters of a text, as LEFT and RIGHT count them. */
function matches(side: "left" | "right", text: string): string {
  return `${side}(url, ${Array.from(text).length}) = ${quoteLiteral(text)}`;
}

function entriesIn(result: Result | undefined): readonly ForgottenEntry[] {
  const count = (value: string | null | undefined): number | null =>
    value === null || value === undefined ? null : Number(value);
  return (result?.rows ?? []).map(([source, etag, size, runId, loadedAt, read, staged, rejected]) => ({
    source: source ?? "",
    etag: etag ?? "",
    size: Number(size),
    runId: runId ?? "",
    loadedAt: parseMoment(loadedAt),
    rowsRead: count(read),
    rowsStaged: count(staged),
    rowsRejected: count(rejected),
  }));
}
