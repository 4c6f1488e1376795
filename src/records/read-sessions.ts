/** Asks the warehouse who is connected, and whether it tells. */
import { TABLES } from "../names.ts";
import { queryRows } from "../warehouse/query-rows.ts";
import { isStatementFault } from "../warehouse/statement-fault.ts";
import type { Session } from "../warehouse/warehouse.ts";

/** AWS' own user, whose sessions are always there; only a superuser sees them. */
const INTERNAL_USER = "rdsdb";

/** Who else is connected, as far as the user who asks may see that. */
export interface OtherSessions {
  /** One text for every other session that is seen: its process, its user, and whether it is a run that writes. */
  readonly seen: readonly string[];
  /** The user who asks, when sessions of others may be hidden from it; undefined when `seen` holds them all. */
  readonly hiddenFrom: string | undefined;
}

/**
 * Returns every other session that is seen. In `stv_sessions` "superusers can see all rows; regular users can see only their own data"
 * (Developer Guide, "STV_SESSIONS"), which is every run, report and status of the job; with SYSLOG ACCESS UNRESTRICTED a user sees
 * those of others too ("ALTER USER"). A run whose transaction is open is seen by everybody, since `pg_locks` shows all processes (AWS
 * re:Post, "How do I find and release locks in Amazon Redshift?"); it ends with its session, also when the run is killed.
 * @throws as `Session.execute` does.
 */
export async function readOtherSessions(session: Session): Promise<OtherSessions> {
  // A question of its own: functions of the leader node are not for queries of other tables than its own.
  const [own, user] = (await session.execute("select pg_backend_pid(), current_user")).rows[0] ?? [];
  const sessions = await queryRows(
    session,
    "select process, trim(user_name) as user_name from stv_sessions order by process",
  );
  const runs = await readRuns(session);
  const isRun = (process: string): string => (runs.includes(process) ? ", a run in progress" : "");
  const known = sessions.map(({ process }) => process);
  const listed = sessions
    .filter((row) => row["process"] !== own && row["user_name"] !== INTERNAL_USER)
    .map(({ process, user_name: name }) => `process ${process} of ${name ?? "?"}${isRun(process ?? "")}`);
  const unlisted = runs
    .filter((process) => process !== own && !known.includes(process))
    .map((process) => `process ${process} of another user${isRun(process)}`);
  return {
    seen: [...listed, ...unlisted],
    hiddenFrom: (await seesEverybody(session, user ?? "")) ? undefined : (user ?? "this user"),
  };
}

/** The processes of the runs whose transaction is open in this database. */
async function readRuns(session: Session): Promise<readonly string[]> {
  const rows = await queryRows(
    session,
    `select distinct h.pid as process
     from pg_locks as h
     inner join pg_class as c on h.relation = c.oid
     where h.granted = 't' and h.mode = 'AccessExclusiveLock' and c.relname = '${TABLES.lock}'`,
  );
  return rows.flatMap(({ process }) => process ?? []);
}

/**
 * Whether the user sees the sessions of everybody: `svv_user_info` tells every user of itself (Developer Guide, "SVV_USER_INFO"). What
 * it does not tell is taken for no; a user who sees them by a role, sys:monitor say, is not known here.
 */
export async function seesEverybody(session: Session, user: string): Promise<boolean> {
  try {
    const users = await queryRows(session, "select user_name, superuser, syslog_access from svv_user_info");
    const self = users.find((row) => row["user_name"]?.trim() === user);
    return self?.["superuser"] === "t" || self?.["syslog_access"]?.trim().toUpperCase() === "UNRESTRICTED";
  } catch (error) {
    if (!isStatementFault(error)) throw error;
    return false;
  }
}
