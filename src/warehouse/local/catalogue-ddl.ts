/** Where the catalogue is kept in the database file; system-queries.ts tells of it as Redshift does. */

/** DuckDB statements, in order, that make schemas and tables; they do nothing to a warehouse that has them. */
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
  // Filled while a question lasts, and never committed: live-views.ts.
  `CREATE OR REPLACE TABLE _redshift.live_locks (xid BIGINT, pid INTEGER, owner VARCHAR, visible BOOLEAN, txn_start TIMESTAMP, lock_mode
    VARCHAR, schema_name VARCHAR, table_name VARCHAR, granted BOOLEAN)`,
  "CREATE OR REPLACE TABLE _redshift.live_sessions (process INTEGER, user_name VARCHAR, starttime TIMESTAMP)",
];
