/** The ledger `etl_files`: which source files are in the warehouse, and the run that brought them. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import { digestOf } from "../sources/file-digest.ts";
import type { SourceFile } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";
import type { Digests } from "../plan/decide-step.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { parseMoment } from "../text/amounts.ts";
import { digestsOf, READ_DIGESTS } from "./digests.ts";
import { SHORT_DIGEST } from "./known-files.ts";
import { keepsQuarantine, quarantineOf, READ_QUARANTINE, type QuarantineEntry } from "./quarantine.ts";
import { beginWithLock } from "./run-lock.ts";
import { formatTimestamp, stageRows } from "./stage-rows.ts";

/** Files that one question names, and that are asked for at all. */
const AT_A_TIME = 1000;
const MOST_ASKED = 20_000;

/** A file with what the run did with it; undefined is what is not known of this file alone. */
export interface LedgerEntry {
  readonly file: SourceFile;
  readonly rowsRead: number | undefined;
  readonly rowsStaged: number | undefined;
  readonly rowsRejected: number | undefined;
}

/**
 * What the ledger comes to, cheap on narrow columns: it changes as soon as anybody has written to it. Someone who takes out as many as
 * come in changes the moment of the newest.
 */
const READ_MARK = `select count(*), max(loaded_at), sum(size) from ${TABLES.files}`;

/** Reads what tells whether anybody has written to the ledger meanwhile. */
export async function readMark(session: Session): Promise<LedgerMark> {
  return markOf(await session.execute(READ_MARK));
}

/** The ledger at one moment; equal to that of another when nobody wrote in between. */
export type LedgerMark = string;

/** What is known under the lock. */
export interface Locked {
  readonly mark: LedgerMark;
  readonly digests: Digests | undefined;
  readonly held: readonly QuarantineEntry[];
  /** The answers to what was asked beside that. */
  readonly answers: readonly Result[];
}

/** What is said and asked under the lock beside its own. */
export interface BesideLock {
  /** Statements that take more locks, before anything is read. */
  readonly locks?: readonly string[];
  readonly questions?: readonly string[];
}

/**
 * Begins the transaction and returns mark, digests and quarantine as they are under the lock, all in one round trip. The lock comes first of all:
 * one that is taken after the first read comes after the snapshot, and so too late.
 * @param own the steps outside the transaction of a plan
 */
export async function beginLocked(
  session: Session,
  own: readonly PlannedStep[],
  { locks = [], questions = [] }: BesideLock = {},
): Promise<Locked> {
  // Folders of SQL that were made for an earlier version do not declare these tables: then nothing is known.
  const digests = own.some(({ name }) => name === TABLES.sql) ? [READ_DIGESTS] : [];
  const quarantine = keepsQuarantine(own) ? [READ_QUARANTINE] : [];
  const asked = [...locks, READ_MARK, ...digests, ...quarantine, ...questions];
  const [mark, ...more] = (await beginWithLock(session, own, asked)).slice(locks.length);
  const [known] = digests.length > 0 ? more : [];
  const [held] = quarantine.length > 0 ? more.slice(digests.length) : [];
  return {
    mark: markOf(mark),
    digests: known && digestsOf(known),
    held: quarantineOf(held),
    answers: more.slice(digests.length + quarantine.length),
  };
}

/** Whether the ledger held no file. */
export function isEmptyMark(mark: LedgerMark): boolean {
  return mark === markOf({ rows: [["0", null, null]] });
}

/** Returns how many files the ledger held. */
export function filesAt(mark: LedgerMark): number {
  const [[files] = []] = JSON.parse(mark) as (string | null)[][];
  return Number(files ?? 0);
}

function markOf(result: Pick<Result, "rows"> | undefined): LedgerMark {
  return JSON.stringify(result?.rows);
}

/** Whether the ledger holds one of the files: asked in pieces; of very many, nobody asks, and one may be. */
export async function mayHold(session: Session, files: readonly SourceFile[]): Promise<boolean> {
  if (files.length > MOST_ASKED) return true;
  for (let start = 0; start < files.length; start += AT_A_TIME) {
    const digests = files.slice(start, start + AT_A_TIME).map((file) => quoteLiteral(digestOf(file).short));
    const { rows } = await session.execute(
      `select 1 from ${TABLES.files} where ${SHORT_DIGEST} in (${digests.join(", ")}) limit 1`,
    );
    if (rows.length > 0) return true;
  }
  return false;
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
