/** What a batch of a rebuild takes of what was listed. */
import { ConfigError } from "../errors.ts";
import { TABLES } from "../names.ts";
import { knownFilesOf } from "../records/known-files.ts";
import { filesAt, type LedgerMark } from "../records/ledger.ts";
import type { KnownFiles } from "../sources/known-files.ts";
import { quoteLiteral } from "../dialect/quote.ts";
import { countOf, formatCount } from "../text/amounts.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { cutBatch } from "./batch.ts";
import { endedMeanwhile, type Batch } from "./beside.ts";
import { newsOf, type Discovered } from "./discover.ts";
import { refuseLost } from "./reload.ts";
import type { RunInput } from "./run-input.ts";

/**
 * Returns the ledgers that a batch is compared with. Its own ledger holds what is loaded beside the star. The star's ledger knows whether a source ever had files; and where only some tables are rebuilt, a batch takes only files
 * that the star's ledger holds, since a new one goes to the other tables as well.
 */
export function knownToBatch(
  session: Session,
  own: KnownFiles,
  { beside, rebuild }: Batch,
): { readonly known: KnownFiles; readonly among: KnownFiles | undefined } {
  const star = knownFilesOf(session, `${beside.home}.${TABLES.files}`);
  return {
    known: { ...own, holdsBelow: (source, url) => star.holdsBelow(source, url) },
    among: rebuild.whole ? undefined : star,
  };
}

/**
 * Returns the files of this batch. Keeps how many there are in all, for whoever asks how far the rebuild is.
 * @throws LockedError where the rebuild was ended meanwhile; ConfigError where files have changed that are loaded, and where files are gone that the tables have rows of
 */
export async function takeBatch(
  input: Pick<RunInput, "onEvent"> & { readonly batch?: Batch | undefined },
  session: Session,
  listed: readonly Discovered[],
  mark: LedgerMark,
): Promise<readonly Discovered[]> {
  const { batch, onEvent } = input;
  if (batch === undefined) return listed;
  const { beside, rebuild, mayLose, bytes, onLook } = batch;
  const ledger = `${beside.home}.${TABLES.files}`;
  const left = listed.reduce((total, one) => total + newsOf(one).files, 0);
  const loaded = filesAt(mark);
  const { rowCount } = await session.execute(
    `update ${beside.home}.${TABLES.rebuild} set files = ${loaded + left} where rebuild_id = ${quoteLiteral(beside.id)}`,
  );
  if (rowCount === 0) throw endedMeanwhile(beside);
  const stale = loaded - listed.reduce((total, { knownFiles }) => total + knownFiles, 0);
  onLook({ left, stale });
  if (stale > 0) throw changed(stale);
  if (!mayLose) await refuseLost(session, listed, rebuild, ledger);
  const found = cutBatch(listed, bytes);
  const files = found.reduce((total, one) => total + newsOf(one).files, 0);
  if (files > 0)
    onEvent({
      type: "stage",
      stage: "batch",
      detail: `${countOf(files, "file")} of ${formatCount(left)} that are left; ${formatCount(loaded)} are loaded`,
    });
  return found;
}

function changed(files: number): ConfigError {
  const were =
    files === 1
      ? "1 file that is loaded has changed or gone"
      : `${formatCount(files)} files that are loaded have changed or gone`;
  return new ConfigError(
    `${were} while the rebuild was in progress: rows that a file no longer has would stay`,
    {
      where: "--batch-size",
      next: "rebuild when nothing rewrites files, or in one transaction, without --batch-size, which reads them all at one moment",
    },
  );
}
