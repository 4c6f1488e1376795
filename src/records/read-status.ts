/** Asks the record and the ledger how things stand. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { parseMoment } from "../text/amounts.ts";
import type { RebuildUnderWay, RunRow, UnendedRun } from "../report/data.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { queryFirstRow, queryRows } from "../warehouse/query-rows.ts";
import { readQuarantineIfAny, type QuarantineEntry } from "./quarantine.ts";
import { readChanged } from "./read-columns.ts";
import { readRuns } from "./read-history.ts";
import { readUnended, since } from "./starts.ts";
import { readProgress } from "./under-way.ts";
import type { ChangedValues } from "./result.ts";

/** How things stand, by what is stored in the warehouse. */
export interface Status {
  /** The last ones, newest first. */
  readonly runs: readonly RunRow[];
  readonly runCount: number;
  /** Those that began and are not on record, newest first. */
  readonly unended: readonly UnendedRun[];
  /** Files that are in the warehouse. */
  readonly files: number;
  readonly loadedAt: Date | undefined;
  /** A rebuild in batches that is not done. */
  readonly rebuild: RebuildUnderWay | undefined;
  /** What was left out for its fault and waits, the oldest first. */
  readonly quarantine: readonly QuarantineEntry[];
  /** What COPYs changed in the newest of the last runs that changed anything. */
  readonly changed: { readonly run: RunRow; readonly values: readonly ChangedValues[] } | undefined;
  /** The newest run on record that did not end well, and the checks that failed in it. */
  readonly lastError: { readonly run: RunRow; readonly failedChecks: readonly string[] } | undefined;
}

/** Reads the record and the ledger. What is not there yet counts as empty. */
export async function readStatus(session: Session): Promise<Status> {
  const runs = await orEmpty(() => readRuns(session), []);
  const failed = await orEmpty(() => readRuns(session, "exit_code <> 0"), []);
  const total = await orEmpty(
    () => queryFirstRow(session, `select count(*) as runs from ${TABLES.runs}`),
    {},
  );
  const newest = await orEmpty(
    () => queryFirstRow(session, `select max(loaded_at) as at, count(*) as files from ${TABLES.files}`),
    {},
  );
  const [run] = failed;
  return {
    runs,
    runCount: Number(total["runs"] ?? 0),
    unended: since(await orEmpty(() => readUnended(session), []), runs),
    files: Number(newest["files"] ?? 0),
    rebuild: await readProgress(session),
    quarantine: await readQuarantineIfAny(session),
    loadedAt: parseMoment(newest["at"]),
    changed: await readNewestChanged(session, runs),
    lastError: run && { run, failedChecks: await readFailedChecks(session, run.runId) },
  };
}

async function readNewestChanged(session: Session, runs: readonly RunRow[]): Promise<Status["changed"]> {
  if (runs.length === 0) return undefined;
  const ids = runs.map(({ runId }) => quoteLiteral(runId)).join(", ");
  const sql = `select distinct run_id from ${TABLES.columns} where run_id in (${ids}) and kind in ('replaced', 'cut')`;
  const having = new Set((await orEmpty(() => queryRows(session, sql), [])).map((row) => row["run_id"]));
  const run = runs.find(({ runId }) => having.has(runId));
  if (run === undefined) return undefined;
  return { run, values: await readChanged(session, `where run_id = ${quoteLiteral(run.runId)}`) };
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

/** Where a table is missing, nobody has run the job yet. */
async function orEmpty<T>(read: () => Promise<T>, empty: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isMissingTable(error)) return empty;
    throw error;
  }
}
