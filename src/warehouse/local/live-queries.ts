/** The system views that tell of this moment: live-views.ts fills what they read. */
import { DATABASE } from "./catalogue-views.ts";
import { oid } from "./oid.ts";
import type { SystemQuery } from "./system-query.ts";

const LOCKED_OID = `CASE WHEN table_name IS NOT NULL THEN ${oid("schema_name", "table_name")} END`;

/** Developer Guide, "SVV_TRANSACTIONS", "STV_SESSIONS"; PostgreSQL 8.0, "pg_locks". */
export const LIVE_QUERIES: readonly SystemQuery[] = [
  [
    "svv_transactions",
    `SELECT owner AS txn_owner, ${DATABASE} AS txn_db, xid, pid, txn_start, lock_mode, CASE WHEN table_name IS NULL THEN 'transactionid'
      ELSE 'relation' END AS lockable_object_type, CAST(${LOCKED_OID} AS INTEGER) AS relation, granted FROM _redshift.live_locks WHERE visible`,
  ],
  [
    "pg_locks",
    `SELECT ${LOCKED_OID} AS relation, xid AS transaction, pid, lock_mode AS mode, granted FROM _redshift.live_locks`,
  ],
  [
    "stv_sessions",
    `SELECT starttime, process, user_name, ${DATABASE} AS db_name, 0 AS timeout_sec FROM _redshift.live_sessions`,
  ],
];
