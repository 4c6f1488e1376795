/** Where the catalogue is kept in the database file, and the views that tell of it as Redshift does. */

/** DuckDB statements, in order, that make schema, tables and views; they do nothing to a warehouse that has them. */
export const CATALOGUE_DDL: readonly string[] = [
  "CREATE SCHEMA IF NOT EXISTS _redshift",
  "CREATE SCHEMA IF NOT EXISTS public",
  "CREATE TABLE IF NOT EXISTS _redshift.tables (schema_name VARCHAR, table_name VARCHAR, definition VARCHAR)",
  `CREATE TABLE IF NOT EXISTS _redshift.columns (schemaname VARCHAR, tablename VARCHAR, ordinal INTEGER, "column" VARCHAR,
    type VARCHAR, encoding VARCHAR, distkey BOOLEAN, sortkey INTEGER, "notnull" BOOLEAN)`,
  `CREATE OR REPLACE VIEW _redshift.pg_table_def AS SELECT schemaname, tablename, "column", type, encoding, distkey, sortkey,
    "notnull" FROM _redshift.columns ORDER BY schemaname, tablename, ordinal`,
  `CREATE OR REPLACE VIEW _redshift.svv_columns AS SELECT 'local' AS table_catalog, schemaname AS table_schema, tablename AS
    table_name, "column" AS column_name, ordinal AS ordinal_position, type AS data_type FROM _redshift.columns`,
  `CREATE OR REPLACE VIEW _redshift.svv_tables AS SELECT 'local' AS table_catalog, schema_name AS table_schema, table_name,
    'BASE TABLE' AS table_type FROM _redshift.tables`,
  `CREATE OR REPLACE VIEW _redshift.svv_table_info AS SELECT 'local' AS database, t.schema_name AS schema, t.table_name AS
    "table", coalesce(d.estimated_size, 0) AS tbl_rows, (SELECT count(*) FROM _redshift.columns c WHERE c.schemaname =
    t.schema_name AND c.tablename = t.table_name AND c.sortkey > 0) AS sortkey_num, (SELECT "column" FROM _redshift.columns c
    WHERE c.schemaname = t.schema_name AND c.tablename = t.table_name AND c.sortkey = 1) AS sortkey1,
    upper(json_extract_string(t.definition, '$.distStyle')) AS diststyle
    FROM _redshift.tables t LEFT JOIN duckdb_tables() d ON d.schema_name = t.schema_name AND d.table_name = t.table_name`,
];
