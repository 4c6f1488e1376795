/** System tables and views of Redshift that the local warehouse has; they are found without a schema. */

/** Those that COPY writes. */
export const LOAD_LOG: ReadonlySet<string> = new Set([
  "stl_load_errors",
  "stl_load_commits",
  "sys_load_error_detail",
  "sys_load_history",
  "sys_load_detail",
  "stl_replacements",
  "sys_copy_replacements",
]);

/** Those that tell of this moment, and not of what is committed. */
export const LIVE_VIEWS: ReadonlySet<string> = new Set(["svv_transactions", "pg_locks", "stv_sessions"]);

/** Those that tell the columns of views WITH NO SCHEMA BINDING too, which are found by binding the views. */
export const LATE_VIEWS: ReadonlySet<string> = new Set([
  "svv_columns",
  "svv_redshift_columns",
  "svv_all_columns",
]);

/** All of them. */
export const SYSTEM_VIEWS: ReadonlySet<string> = new Set([
  ...LOAD_LOG,
  ...LIVE_VIEWS,
  ...LATE_VIEWS,
  "pg_aggregate",
  "pg_am",
  "pg_attrdef",
  "pg_attribute",
  "pg_auth_members",
  "pg_cast",
  "pg_class",
  "pg_class_info",
  "pg_collation",
  "pg_constraint",
  "pg_conversion",
  "pg_cursors",
  "pg_database",
  "pg_db_role_setting",
  "pg_default_acl",
  "pg_depend",
  "pg_description",
  "pg_enum",
  "pg_extension",
  "pg_external_schema",
  "pg_group",
  "pg_index",
  "pg_inherits",
  "pg_language",
  "pg_namespace",
  "pg_opclass",
  "pg_operator",
  "pg_policy",
  "pg_prepared_statements",
  "pg_proc",
  "pg_proc_info",
  "pg_range",
  "pg_rewrite",
  "pg_roles",
  "pg_settings",
  "pg_shdescription",
  "pg_table_def",
  "pg_tables",
  "pg_tablespace",
  "pg_trigger",
  "pg_ts_config",
  "pg_ts_dict",
  "pg_ts_parser",
  "pg_ts_template",
  "pg_type",
  "pg_user",
  "pg_user_info",
  "pg_views",
  "stv_mv_info",
  "svv_all_schemas",
  "svv_all_tables",
  "svv_external_columns",
  "svv_external_databases",
  "svv_external_schemas",
  "svv_external_tables",
  "svv_mv_info",
  "svv_redshift_databases",
  "svv_redshift_schemas",
  "svv_redshift_tables",
  "svv_relation_privileges",
  "svv_table_info",
  "svv_tables",
  "svv_user_info",
]);

/** Views of the schema `information_schema`. */
const STANDARD_VIEWS: ReadonlySet<string> = new Set([
  "column_privileges",
  "columns",
  "key_column_usage",
  "referential_constraints",
  "routines",
  "schemata",
  "sequences",
  "table_constraints",
  "table_privileges",
  "tables",
  "triggers",
  "views",
]);

/** Returns what the warehouse calls a system view in its own schema; undefined for a name that is not one. */
export function systemViewName(schema: string | undefined, name: string): string | undefined {
  if (schema === "information_schema")
    return STANDARD_VIEWS.has(name) ? `information_schema_${name}` : undefined;
  return (schema === undefined || schema === "pg_catalog") && SYSTEM_VIEWS.has(name) ? name : undefined;
}
