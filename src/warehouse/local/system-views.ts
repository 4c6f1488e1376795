/** System tables and views of Redshift that the local warehouse has; they are found without a schema. */

/** Those that COPY writes. */
export const LOAD_LOG: ReadonlySet<string> = new Set([
  "stl_load_errors",
  "stl_load_commits",
  "sys_load_error_detail",
  "sys_load_history",
  "sys_load_detail",
]);

/** Those that tell of this moment, and not of what is committed. */
export const LIVE_VIEWS: ReadonlySet<string> = new Set(["svv_transactions", "pg_locks", "stv_sessions"]);

/** All of them. */
export const SYSTEM_VIEWS: ReadonlySet<string> = new Set([
  ...LOAD_LOG,
  ...LIVE_VIEWS,
  "pg_attrdef",
  "pg_attribute",
  "pg_class",
  "pg_class_info",
  "pg_constraint",
  "pg_depend",
  "pg_namespace",
  "pg_table_def",
  "svv_table_info",
  "svv_columns",
  "svv_tables",
]);
