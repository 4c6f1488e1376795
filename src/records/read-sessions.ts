/** Asks the warehouse who is connected. */
import type { Session } from "../warehouse/warehouse.ts";
import { queryRows } from "../warehouse/query-rows.ts";

/** AWS' own user, whose sessions are always there; only a superuser sees them. */
const INTERNAL_USER = "rdsdb";

/**
 * Returns one text for every other session: its user and its process. Those of other users are among them for a superuser, and for who
 * has SYSLOG ACCESS UNRESTRICTED; else "regular users can see only their own data" (Developer Guide, "STV_SESSIONS"), which is every
 * run, report and status of the job.
 * @throws as `Session.execute` does.
 */
export async function readOtherSessions(session: Session): Promise<readonly string[]> {
  // Two questions: functions of the leader node are not for queries of other tables than its own.
  const own = (await session.execute("select pg_backend_pid()")).rows[0]?.[0];
  const rows = await queryRows(
    session,
    "select process, trim(user_name) as user_name from stv_sessions order by process",
  );
  return rows
    .filter((row) => row["process"] !== own && row["user_name"] !== INTERNAL_USER)
    .map((row) => `process ${row["process"] ?? "?"} of ${row["user_name"] ?? "?"}`);
}
