/** The ledger `etl_files`: which source files are in the warehouse, and the run that brought them. */
import { TABLES } from "../names.ts";
import type { SourceFile } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";
import type { Digests } from "../plan/decide-step.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { parseMoment } from "../text/amounts.ts";
import { digestsOf, READ_DIGESTS } from "./digests.ts";
import { keepsQuarantine, quarantineOf, READ_QUARANTINE, type QuarantineEntry } from "./quarantine.ts";
import { beginWithLock } from "./run-lock.ts";
import { formatTimestamp, stageRows } from "./stage-rows.ts";

/** A file with what the run did with it; undefined is what is not known of this file alone. */
export interface LedgerEntry {
  readonly file: SourceFile;
  readonly rowsRead: number | undefined;
  readonly rowsStaged: number | undefined;
  readonly rowsRejected: number | undefined;
}

/** One text a file, in the form of `fileKey`: a third of the values to bring over, and nothing to put together here. */
const READ = `select url || chr(10) || etag || chr(10) || size::varchar || chr(10) || source from ${TABLES.files}`;

/** Reads the keys (see `fileKey`) of all files that are in the warehouse. */
export async function readLedger(session: Session): Promise<ReadonlySet<string>> {
  return keysOf(await session.execute(READ));
}

/**
 * Begins the transaction and returns ledger, digests and quarantine as they are under the lock, all in one round trip. The lock comes first of all:
 * one that is taken after the first read comes after the snapshot, and so too late.
 * @param own the steps outside the transaction of a plan
 */
export async function beginLocked(
  session: Session,
  own: readonly PlannedStep[],
): Promise<{
  readonly ledger: ReadonlySet<string>;
  readonly digests: Digests | undefined;
  readonly held: readonly QuarantineEntry[];
}> {
  // Folders of SQL that were made for an earlier version do not declare these tables: then nothing is known.
  const digests = own.some(({ name }) => name === TABLES.sql) ? [READ_DIGESTS] : [];
  const quarantine = keepsQuarantine(own) ? [READ_QUARANTINE] : [];
  const [ledger, ...more] = await beginWithLock(session, own, [READ, ...digests, ...quarantine]);
  const [known] = digests.length > 0 ? more : [];
  const [held] = more.slice(digests.length);
  return { ledger: keysOf(ledger), digests: known && digestsOf(known), held: quarantineOf(held) };
}

function keysOf(result: Result | undefined): ReadonlySet<string> {
  return new Set(result?.rows.map(([key]) => key ?? ""));
}

/** Reads when the newest file was loaded; undefined when there is none. */
export async function readNewestLoad(session: Session): Promise<Date | undefined> {
  const { rows } = await session.execute(`select max(loaded_at) from ${TABLES.files}`);
  return parseMoment(rows[0]?.[0]);
}

/**
 * Makes the files ready for the ledger, and returns the statement that writes them: a COPY, like everything else that may
 * be long, since Redshift takes thousands of rows by INSERT … VALUES slowly and a statement has an upper length of 16 MB.
 */
export async function stageLedger(
  store: Store,
  entries: readonly LedgerEntry[],
  run: { readonly runId: string; readonly at: Date; readonly prefix: string; readonly copyRole: string },
): Promise<string> {
  const lines = entries.map(({ file, rowsRead, rowsStaged, rowsRejected }) => ({
    url: file.url,
    etag: file.etag,
    size: file.size,
    source: file.source,
    run_id: run.runId,
    loaded_at: formatTimestamp(run.at),
    rows_read: rowsRead ?? null,
    rows_staged: rowsStaged ?? null,
    rows_rejected: rowsRejected ?? null,
  }));
  return stageRows(store, TABLES.files, lines, run);
}
