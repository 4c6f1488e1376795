/** Where the catalogue is kept in the database file, and the views that tell of it as Redshift does. */
import { DATABASE, PG_VIEWS, SESSION_VIEWS, SVV_VIEWS } from "./catalogue-views.ts";
import { DECLARED_VIEWS } from "./declared-views.ts";
import { EMPTY_VIEWS } from "./empty-views.ts";
import { SHOW_VIEWS } from "./show-views.ts";
import { TABLE_INFO_VIEWS } from "./table-info-views.ts";
import { oid } from "./oid.ts";

const LOCKED_OID = `CASE WHEN table_name IS NOT NULL THEN ${oid("schema_name", "table_name")} END`;

/** DuckDB statements, in order, that make schema, tables and views; they do nothing to a warehouse that has them. */
export const CATALOGUE_DDL: readonly string[] = [
  "CREATE SCHEMA IF NOT EXISTS _redshift",
  "CREATE SCHEMA IF NOT EXISTS public",
  "CREATE TABLE IF NOT EXISTS _redshift.tables (schema_name VARCHAR, table_name VARCHAR, definition VARCHAR)",
  `CREATE TABLE IF NOT EXISTS _redshift.columns (schemaname VARCHAR, tablename VARCHAR, ordinal INTEGER, "column" VARCHAR,
    type VARCHAR, encoding VARCHAR, distkey BOOLEAN, sortkey INTEGER, "notnull" BOOLEAN)`,
  // Views: columns as JSON, their queries in Redshift's words, and how a materialized one is declared, as JSON; kind is view, late or materialized view.
  `CREATE TABLE IF NOT EXISTS _redshift.views (schema_name VARCHAR, view_name VARCHAR, kind VARCHAR, columns VARCHAR, query VARCHAR,
    keys VARCHAR)`,
  // A file that has the table from before.
  "ALTER TABLE _redshift.views ADD COLUMN IF NOT EXISTS keys VARCHAR",
  // What the views read; one WITH NO SCHEMA BINDING is not among them.
  "CREATE TABLE IF NOT EXISTS _redshift.view_reads (schema_name VARCHAR, view_name VARCHAR, on_schema VARCHAR, on_name VARCHAR)",
  ...SESSION_VIEWS,
  ...DECLARED_VIEWS,
  ...PG_VIEWS,
  ...SVV_VIEWS,
  ...TABLE_INFO_VIEWS,
  ...SHOW_VIEWS,
  ...EMPTY_VIEWS,
  // Filled while a question lasts, and never committed: live-views.ts.
  `CREATE OR REPLACE TABLE _redshift.live_locks (xid BIGINT, pid INTEGER, owner VARCHAR, visible BOOLEAN, txn_start TIMESTAMP, lock_mode
    VARCHAR, schema_name VARCHAR, table_name VARCHAR, granted BOOLEAN)`,
  "CREATE OR REPLACE TABLE _redshift.live_sessions (process INTEGER, user_name VARCHAR, starttime TIMESTAMP)",
  `CREATE OR REPLACE VIEW _redshift.svv_transactions AS SELECT owner AS txn_owner, ${DATABASE} AS txn_db, xid, pid, txn_start, lock_mode,
    CASE WHEN table_name IS NULL THEN 'transactionid' ELSE 'relation' END AS lockable_object_type,
    ${LOCKED_OID} AS relation, granted FROM _redshift.live_locks WHERE visible`,
  `CREATE OR REPLACE VIEW _redshift.pg_locks AS SELECT ${LOCKED_OID} AS relation, xid AS transaction, pid,
    lock_mode AS mode, granted FROM _redshift.live_locks`,
  `CREATE OR REPLACE VIEW _redshift.stv_sessions AS SELECT starttime, process, user_name, ${DATABASE} AS db_name, 0 AS
    timeout_sec FROM _redshift.live_sessions`,
];
