/** Asks warehouse and sources how things stand. */
import { quoteLiteral } from "../dialect/quote.ts";
import { DwhError } from "../errors.ts";
import { TABLES } from "../names.ts";
import { discover, loadOf } from "../run/discover.ts";
import { readLedger } from "./ledger.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { parseMoment } from "../text/amounts.ts";
import type { RunRow } from "../report/data.ts";
import type { SourceName } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { queryRows, queryFirstRow } from "../warehouse/query-rows.ts";
import { findSource, type SourcePath } from "../job/open-job.ts";
import { readRuns } from "./read-history.ts";

/** The files of a source that the ledger does not hold, or why nobody knows. */
export type Waiting =
  | { readonly source: SourceName; readonly path: string; readonly files: number; readonly bytes: number }
  | { readonly source: SourceName; readonly path: string; readonly problem: string; readonly next?: string };

export interface Status {
  /** The last ones, newest first. */
  readonly runs: readonly RunRow[];
  readonly runCount: number;
  /** In the ledger. */
  readonly files: number;
  readonly loadedAt: Date | undefined;
  readonly waiting: readonly Waiting[];
  /** The newest run on record that did not end well, and the checks that failed in it. */
  readonly lastError: { readonly run: RunRow; readonly failedChecks: readonly string[] } | undefined;
}

/** Reads the record, the ledger and the sources. What is not there yet counts as empty; a source that fails is told of. */
export async function readStatus(
  session: Session,
  store: Store,
  paths: readonly SourcePath[],
): Promise<Status> {
  const runs = await orEmpty(() => readRuns(session), []);
  const failed = await orEmpty(() => readRuns(session, "exit_code <> 0"), []);
  const total = await orEmpty(
    () => queryFirstRow(session, `select count(*) as runs from ${TABLES.runs}`),
    {},
  );
  const ledger = await orEmpty(() => readLedger(session), new Set<string>());
  const newest = await orEmpty(
    () => queryFirstRow(session, `select max(loaded_at) as at from ${TABLES.files}`),
    {},
  );
  const waiting: Waiting[] = [];
  for (const path of paths) waiting.push(await listWaiting(store, path, ledger));
  const [run] = failed;
  return {
    runs,
    runCount: Number(total["runs"] ?? 0),
    files: ledger.size,
    loadedAt: parseMoment(newest["at"]),
    waiting,
    lastError: run && { run, failedChecks: await readFailedChecks(session, run.runId) },
  };
}

async function listWaiting(
  store: Store,
  { name, path }: SourcePath,
  ledger: ReadonlySet<string>,
): Promise<Waiting> {
  const what = { source: name, path };
  try {
    const [found] = await discover(store, [findSource({ name, path })], ledger);
    return { ...what, ...(found === undefined ? { files: 0, bytes: 0 } : loadOf(found)) };
  } catch (error) {
    if (!(error instanceof DwhError)) throw error;
    return { ...what, problem: error.message, ...(error.next === undefined ? {} : { next: error.next }) };
  }
}

async function readFailedChecks(session: Session, runId: string): Promise<readonly string[]> {
  const rows = await orEmpty(
    () =>
      queryRows(
        session,
        `select step from ${TABLES.steps} where run_id = ${quoteLiteral(runId)} and kind = 'check' and status = 'failed' ` +
          "order by position",
      ),
    [],
  );
  return rows.map(({ step }) => step ?? "");
}

/** Nobody ran the job yet where a table is missing. */
async function orEmpty<T>(read: () => Promise<T>, empty: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isMissingTable(error)) return empty;
    throw error;
  }
}
