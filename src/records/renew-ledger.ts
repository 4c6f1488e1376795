/** Entries of the ledger that give way to those of a run which loads the same files again, in the transaction that is open. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import type { SourceFile, SourceName } from "../sources/source.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { FILE_DIGEST } from "./known-files.ts";

/** Files that one statement names. */
const LISTED = 500;

/** Takes older entries out of the files that the run has in the ledger: a file is in it once, with the run that loaded it last. */
export async function renewEntries(session: Session, runId: string): Promise<void> {
  const id = quoteLiteral(runId);
  await session.execute(
    `delete from ${TABLES.files} where run_id <> ${id} and ${FILE_DIGEST} in (select ${FILE_DIGEST} from ${TABLES.files} where run_id = ${id})`,
  );
}

/** Leaves of the sources nothing but what the run has loaded: what came of other files is in no table any more. */
export async function leaveOnly(
  session: Session,
  runId: string,
  sources: Iterable<SourceName>,
): Promise<void> {
  const names = [...sources].map(quoteLiteral).join(", ");
  if (names === "") return;
  await session.execute(
    `delete from ${TABLES.files} where source in (${names}) and run_id <> ${quoteLiteral(runId)}`,
  );
}

/** Takes files out, as they lie there: they wait in quarantine, and a file is in one of the two. */
export async function takeFromLedger(
  session: Session,
  files: readonly Pick<SourceFile, "source" | "url" | "etag" | "size">[],
): Promise<void> {
  for (let start = 0; start < files.length; start += LISTED) {
    const places = files
      .slice(start, start + LISTED)
      .map(
        ({ source, url, etag, size }) =>
          `(source = ${quoteLiteral(source)} and url = ${quoteLiteral(url)} and etag = ${quoteLiteral(etag)} and size = ${size})`,
      );
    await session.execute(`delete from ${TABLES.files} where ${places.join(" or ")}`);
  }
}

/** Urls of the ledger that one answer brings, about. */
const AT_A_TIME = 100_000;

/** Urls of the ledger of which no file is there: how many, and some of them. */
export interface GoneFiles {
  readonly count: number;
  readonly some: readonly string[];
}

/**
 * Returns the urls of a source in the ledger that are none of those given, asked for in pieces.
 * @param shown how many are named
 * @param ledger another one than that of the search path, whose files are given too then
 */
export async function findGone(
  session: Session,
  source: SourceName,
  urls: ReadonlySet<string>,
  shown: number,
  ledger?: string,
): Promise<GoneFiles> {
  const of = `where source = ${quoteLiteral(source)}`;
  const besides = ledger === undefined ? "" : ` and url not in (select url from ${TABLES.files} ${of})`;
  const from = `from ${ledger ?? TABLES.files} ${of}${besides}`;
  const { rows } = await session.execute(`select count(*) ${from}`);
  const turns = Math.max(1, Math.ceil(Number(rows[0]?.[0]) / AT_A_TIME));
  const some: string[] = [];
  let count = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    const part =
      turns === 1
        ? ""
        : ` and mod(translate(left(md5(url), 9), 'abcdef', '012345')::bigint, ${turns}) = ${turn}`;
    const answer = await session.execute(`select distinct url ${from}${part}`);
    for (const [url] of answer.rows) {
      if (url === null || url === undefined || urls.has(url)) continue;
      count += 1;
      if (some.length < shown) some.push(url);
    }
  }
  return { count, some: some.sort() };
}
