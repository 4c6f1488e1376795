/** The beginnings of runs: `etl_starts`. A killed run leaves no other trace. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { UnendedRun } from "../report/data.ts";
import { parseMoment } from "../text/amounts.ts";
import { queryFirstRow, queryRows } from "../warehouse/query-rows.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { formatTimestamp } from "./stage-rows.ts";
import { seesEverybody } from "./read-sessions.ts";

/** Runs that are reported. */
const MOST = 20;

/** Whether the files of SQL have a place for beginnings: a folder that was made for an earlier version has none. */
export function keepsStarts(own: readonly PlannedStep[]): boolean {
  return own.some(({ name }) => name === TABLES.starts);
}

/**
 * Puts on record that a run, or another try of it, begins in this session; outside a transaction, so that it is committed at once. Rows are only
 * ever added, here and in `etl_runs`, so that runs do not block each other.
 */
export async function writeStart(
  session: Session,
  run: { readonly runId: string; readonly at: Date; readonly version: string },
): Promise<void> {
  // A question of its own: functions of the leader node are not for statements on other tables than its own.
  const self = await queryFirstRow(
    session,
    "select process, starttime, trim(user_name) as user_name from stv_sessions where process = pg_backend_pid()",
  );
  const { process = null, starttime = null, user_name: user = null } = self;
  const values = [
    quoteLiteral(run.runId),
    quoteLiteral(formatTimestamp(run.at)),
    quoteLiteral(run.version),
    process === null ? "null" : String(Number(process)),
    starttime === null ? "null" : quoteLiteral(starttime),
    user === null ? "null" : quoteLiteral(user),
  ];
  await session.execute(
    `insert into ${TABLES.starts} (run_id, started_at, version, session_id, session_started_at, user_name) values (${values.join(", ")})`,
  );
}

/** Returns those of the runs that began while the others did, or later: older ones do not matter here. */
export function since(
  unended: readonly UnendedRun[],
  runs: readonly { readonly startedAt: Date | undefined }[],
): readonly UnendedRun[] {
  const first = runs.at(-1)?.startedAt?.getTime() ?? 0;
  return unended.filter(({ startedAt }) => (startedAt?.getTime() ?? 0) >= first);
}

/** Reads those that are known to be gone and that no run before this one can have told of: they began after the newest that is on record. */
export async function readNewlyUnended(session: Session, runId: string): Promise<readonly UnendedRun[]> {
  const gone = (await readUnended(session, runId)).filter(({ alive }) => alive === false);
  if (gone.length === 0) return [];
  const { at } = await queryFirstRow(session, `select max(started_at) as at from ${TABLES.runs}`);
  const last = parseMoment(at)?.getTime() ?? 0;
  return gone.filter(({ startedAt }) => (startedAt?.getTime() ?? 0) >= last);
}

/**
 * Reads the runs that began and are not on record, newest first. In `stv_sessions` "superusers can see all rows; regular users can see only their own data"
 * (Developer Guide, "STV_SESSIONS"): of a run of another user nothing is known then.
 * @param but a run that is left out: the one that asks
 * @throws WarehouseError 42P01 where no run has made the tables yet
 */
export async function readUnended(session: Session, but = ""): Promise<readonly UnendedRun[]> {
  const rows = await queryRows(
    session,
    `select run_id, started_at, version, session_id, session_started_at, user_name from ${TABLES.starts} ` +
      `where run_id not in (select run_id from ${TABLES.runs}) and run_id != ${quoteLiteral(but)} order by started_at desc, run_id desc limit ${MOST}`,
  );
  if (rows.length === 0) return [];
  const sessions = await queryRows(session, "select process, starttime from stv_sessions");
  const there = new Set(sessions.map((row) => `${row["process"]} ${row["starttime"]}`));
  const [[user] = []] = (await session.execute("select current_user")).rows;
  const seesAll = await seesEverybody(session, user ?? "");
  const runs = new Map<string, UnendedRun>();
  for (const row of rows) {
    const runId = row["run_id"] ?? "";
    const before = runs.get(runId);
    const isThere = there.has(`${row["session_id"]} ${row["session_started_at"]}`);
    const isHidden = !seesAll && row["user_name"] !== user;
    const alive = isThere || before?.alive === true || (isHidden ? undefined : false);
    // Of several tries the first is when the run began, and the last is the one that may be there.
    const startedAt = parseMoment(row["started_at"]);
    runs.set(runId, { runId, startedAt, version: row["version"] ?? "", alive });
  }
  return [...runs.values()];
}
