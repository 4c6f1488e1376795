/** Where the catalogue is kept in the database file, and the views that tell of it as Redshift does. */
import { DECLARED_VIEWS } from "./declared-views.ts";
import { oid } from "./oid.ts";

const LOCKED_OID = `CASE WHEN table_name IS NOT NULL THEN ${oid("schema_name", "table_name")} END`;
const RULE_OID = "CAST(hash('rule of ' || schema_name || '.' || view_name) % 2000000000 + 100000 AS INTEGER)";

/** DuckDB statements, in order, that make schema, tables and views; they do nothing to a warehouse that has them. */
export const CATALOGUE_DDL: readonly string[] = [
  "CREATE SCHEMA IF NOT EXISTS _redshift",
  "CREATE SCHEMA IF NOT EXISTS public",
  "CREATE TABLE IF NOT EXISTS _redshift.tables (schema_name VARCHAR, table_name VARCHAR, definition VARCHAR)",
  `CREATE TABLE IF NOT EXISTS _redshift.columns (schemaname VARCHAR, tablename VARCHAR, ordinal INTEGER, "column" VARCHAR,
    type VARCHAR, encoding VARCHAR, distkey BOOLEAN, sortkey INTEGER, "notnull" BOOLEAN)`,
  // Views: columns as JSON, and their queries in Redshift's words; kind is view, late or materialized view.
  "CREATE TABLE IF NOT EXISTS _redshift.views (schema_name VARCHAR, view_name VARCHAR, kind VARCHAR, columns VARCHAR, query VARCHAR)",
  `CREATE OR REPLACE VIEW _redshift.pg_table_def AS SELECT schemaname, tablename, "column", type, encoding, distkey, sortkey,
    "notnull" FROM _redshift.columns ORDER BY schemaname, tablename, ordinal`,
  // Developer Guide, "SVV_COLUMNS": the type is told without its length, which has columns of its own.
  `CREATE OR REPLACE VIEW _redshift.svv_columns AS SELECT 'local' AS table_catalog, schemaname AS table_schema, tablename AS
    table_name, "column" AS column_name, ordinal AS ordinal_position, CASE WHEN "notnull" THEN 'NO' ELSE 'YES' END AS
    is_nullable, regexp_replace(type, '\\(.*\\)', '') AS data_type,
    CASE WHEN type LIKE 'character%' THEN TRY_CAST(regexp_extract(type, '\\((\\d+)', 1) AS INTEGER) END AS
    character_maximum_length,
    CASE WHEN type LIKE 'numeric%' THEN TRY_CAST(regexp_extract(type, '\\((\\d+)', 1) AS INTEGER) END AS numeric_precision,
    CASE WHEN type LIKE 'numeric%' THEN TRY_CAST(regexp_extract(type, ', ?(\\d+)', 1) AS INTEGER) END AS numeric_scale
    FROM _redshift.columns`,
  `CREATE OR REPLACE VIEW _redshift.svv_tables AS SELECT 'local' AS table_catalog, schema_name AS table_schema, table_name,
    'BASE TABLE' AS table_type FROM _redshift.tables UNION ALL SELECT 'local', schema_name, view_name, 'VIEW' FROM _redshift.views`,
  `CREATE OR REPLACE VIEW _redshift.svv_table_info AS SELECT 'local' AS database, t.schema_name AS schema, t.table_name AS
    "table", coalesce(d.estimated_size, 0) AS tbl_rows, (SELECT count(*) FROM _redshift.columns c WHERE c.schemaname =
    t.schema_name AND c.tablename = t.table_name AND c.sortkey <> 0) AS sortkey_num, (SELECT "column" FROM _redshift.columns c
    WHERE c.schemaname = t.schema_name AND c.tablename = t.table_name AND abs(c.sortkey) = 1) AS sortkey1,
    upper(json_extract_string(t.definition, '$.distStyle')) AS diststyle
    FROM _redshift.tables t LEFT JOIN duckdb_tables() d ON d.schema_name = t.schema_name AND d.table_name = t.table_name`,
  // What the views read; one WITH NO SCHEMA BINDING is not among them.
  "CREATE TABLE IF NOT EXISTS _redshift.view_reads (schema_name VARCHAR, view_name VARCHAR, on_schema VARCHAR, on_name VARCHAR)",
  `CREATE OR REPLACE VIEW _redshift.pg_namespace AS SELECT 2200::INTEGER AS oid, 'public' AS nspname UNION ALL
    SELECT DISTINCT CAST(hash(schema_name) % 2000000000 + 100000 AS INTEGER), schema_name FROM (SELECT schema_name FROM
    _redshift.tables UNION SELECT schema_name FROM _redshift.view_reads) WHERE schema_name <> 'public'`,
  `CREATE OR REPLACE VIEW _redshift.pg_class AS SELECT ${oid("schema_name", "relation")} AS oid, relation AS relname, n.oid AS
    relnamespace, ${oid("schema_name", "relation")} AS relfilenode, relkind FROM (SELECT schema_name, table_name AS relation,
    'r' AS relkind FROM _redshift.tables UNION SELECT schema_name, view_name, 'v' FROM _redshift.view_reads) JOIN
    _redshift.pg_namespace n ON n.nspname = schema_name`,
  // A view's rule depends on what the view reads, and is a part of the view: PostgreSQL 8.0, "pg_depend".
  `CREATE OR REPLACE VIEW _redshift.pg_depend AS SELECT ${RULE_OID} AS objid, ${oid("on_schema", "on_name")} AS refobjid, 'n' AS
    deptype FROM _redshift.view_reads UNION SELECT ${RULE_OID}, ${oid("schema_name", "view_name")}, 'i' FROM _redshift.view_reads`,
  ...DECLARED_VIEWS,
  // Filled while a question lasts, and never committed: live-views.ts.
  `CREATE OR REPLACE TABLE _redshift.live_locks (xid BIGINT, pid INTEGER, owner VARCHAR, visible BOOLEAN, txn_start TIMESTAMP, lock_mode
    VARCHAR, schema_name VARCHAR, table_name VARCHAR, granted BOOLEAN)`,
  "CREATE OR REPLACE TABLE _redshift.live_sessions (process INTEGER, user_name VARCHAR, starttime TIMESTAMP)",
  `CREATE OR REPLACE VIEW _redshift.svv_transactions AS SELECT owner AS txn_owner, 'local' AS txn_db, xid, pid, txn_start, lock_mode,
    CASE WHEN table_name IS NULL THEN 'transactionid' ELSE 'relation' END AS lockable_object_type,
    ${LOCKED_OID} AS relation, granted FROM _redshift.live_locks WHERE visible`,
  `CREATE OR REPLACE VIEW _redshift.pg_locks AS SELECT ${LOCKED_OID} AS relation, xid AS transaction, pid,
    lock_mode AS mode, granted FROM _redshift.live_locks`,
  `CREATE OR REPLACE VIEW _redshift.stv_sessions AS SELECT starttime, process, user_name, 'local' AS db_name, 0 AS
    timeout_sec FROM _redshift.live_sessions`,
];
