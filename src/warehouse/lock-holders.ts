/** Asks the warehouse for what a session waits, and for whom. */
import type { Session } from "./warehouse.ts";
import { queryRows } from "./query-rows.ts";

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
 * Returns the query that tells who holds what others wait for, or what one process waits for: the one that docs/runbook.md prints. It is
 * that of AWS re:Post, "How do I find and release locks in Amazon Redshift?": `pg_locks` shows the processes of all users,
 * `svv_transactions` their owners as far as the user may see them. A holder has a row there for each of its locks, hence "distinct".
 */
export function whoHoldsWhat(processId?: string): string {
  const waiting = processId === undefined ? "" : ` and w.pid = ${Number(processId)}`;
  return `select distinct
    w.pid as waits, h.pid as holds, trim(c.relname) as table_name, w.lock_mode, trim(o.txn_owner) as owner, o.txn_start as since
from svv_transactions as w
left join pg_locks as h on w.relation = h.relation and h.granted = 't' and h.pid <> w.pid
left join svv_transactions as o on h.pid = o.pid
left join pg_class as c on w.relation = c.oid
where w.granted = 'f'${waiting}
order by since, holds`;
}

/** Returns who holds what the session with that process id waits for; empty when it waits for no lock. @throws as `Session.execute` does. */
export async function readLockHolders(session: Session, processId: string): Promise<readonly LockHolder[]> {
  const rows = await queryRows(session, whoHoldsWhat(processId));
  return rows.map((row) => ({
    table: row["table_name"] ?? undefined,
    processId: row["holds"] ?? undefined,
    owner: row["owner"] ?? undefined,
    since: row["since"] ?? undefined,
  }));
}
