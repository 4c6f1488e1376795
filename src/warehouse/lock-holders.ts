/** Asks the warehouse for what a session waits, and for whom. */
import type { Session } from "./warehouse.ts";
import { queryRows } from "./query-rows.ts";

/**
 * Returns the bare names of the tables that another session of the same user holds so that nobody may read them; a run makes its
 * staging tables anew, and DROP TABLE prevents reads (Developer Guide, "LOCK"). @throws as `Session.execute` does.
 */
export async function readHeldTables(session: Session): Promise<ReadonlySet<string>> {
  const own = (await session.execute("select pg_backend_pid()")).rows[0]?.[0];
  const rows = await queryRows(
    session,
    `select distinct t.pid, trim(c.relname) as table_name from svv_transactions as t inner join pg_class as c on t.relation = c.oid
     where t.lock_mode = 'AccessExclusiveLock' and t.granted = 't'`,
  );
  return new Set(rows.filter((row) => row["pid"] !== own).map((row) => row["table_name"] ?? ""));
}

/** A table that a session waits for, and a session that holds it. */
export interface LockHolder {
  /** Undefined for one that the warehouse does not tell. */
  readonly table: string | undefined;
  /** The holder's, for pg_terminate_backend; undefined where it is not shown. */
  readonly processId: string | undefined;
  /** Undefined where it is not shown: "regular users can see only their own data" (Developer Guide, "SVV_TRANSACTIONS"). */
  readonly owner: string | undefined;
  /** When its transaction began, UTC, as the warehouse writes it. */
  readonly since: string | undefined;
}

/**
 * Returns who holds what the session with that process id waits for; empty when it waits for no lock. The query is that of AWS
 * re:Post, "How do I find and release locks in Amazon Redshift?": `pg_locks` shows the processes of all users, `svv_transactions`
 * their owners as far as the user may see them.
 * @throws as `Session.execute` does.
 */
export async function readLockHolders(session: Session, processId: string): Promise<readonly LockHolder[]> {
  const rows = await queryRows(
    session,
    `select distinct trim(c.relname) as table_name, h.pid as holder, trim(o.txn_owner) as owner, o.txn_start as since
     from svv_transactions as w
     left join pg_locks as h on w.relation = h.relation and h.granted = 't' and h.pid <> w.pid
     left join svv_transactions as o on h.pid = o.pid
     left join pg_class as c on w.relation = c.oid
     where w.granted = 'f' and w.pid = ${Number(processId)}
     order by since, holder`,
  );
  return rows.map((row) => ({
    table: row["table_name"] ?? undefined,
    processId: row["holder"] ?? undefined,
    owner: row["owner"] ?? undefined,
    since: row["since"] ?? undefined,
  }));
}
