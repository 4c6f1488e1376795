/**
 * Views that have no rows here, since there is nothing of what they tell: external tables, rights on relations, routines, and what PostgreSQL's catalogue has
 * beside tables and types (PostgreSQL 8.0, "System Catalogs"; psql asks for all of it).
 */
import type { SystemQuery } from "./system-query.ts";

const TEXTS: Readonly<Record<string, string>> = {
  pg_aggregate: "aggfnoid:UINTEGER aggtransfn:UINTEGER aggfinalfn:UINTEGER aggtranstype:UINTEGER agginitval",
  pg_conversion:
    "oid:UINTEGER conname connamespace:UINTEGER conowner:INTEGER conforencoding:INTEGER contoencoding:INTEGER conproc:UINTEGER condefault:BOOLEAN",
  pg_cursors:
    "name statement is_holdable:BOOLEAN is_binary:BOOLEAN is_scrollable:BOOLEAN creation_time:TIMESTAMP",
  pg_db_role_setting: "setdatabase:UINTEGER setrole:UINTEGER setconfig:VARCHAR[]",
  pg_external_schema: "esoid:UINTEGER eskind:INTEGER esdbname esoptions",
  pg_opclass:
    "oid:UINTEGER opcamid:UINTEGER opcname opcnamespace:UINTEGER opcowner:INTEGER opcintype:UINTEGER opcdefault:BOOLEAN opckeytype:UINTEGER",
  pg_operator:
    "oid:UINTEGER oprname oprnamespace:UINTEGER oprowner:INTEGER oprkind oprcanhash:BOOLEAN oprleft:UINTEGER oprright:UINTEGER oprresult:UINTEGER oprcom:UINTEGER oprnegate:UINTEGER oprcode:UINTEGER",
  pg_prepared_statements: "name statement prepare_time:TIMESTAMP parameter_types:VARCHAR[] from_sql:BOOLEAN",
  pg_proc_info:
    "prooid:UINTEGER proname pronamespace:UINTEGER proowner:INTEGER prolang:UINTEGER prokind prosrc prorettype:UINTEGER proargtypes:UINTEGER[]",
  pg_ts_config: "oid:UINTEGER cfgname cfgnamespace:UINTEGER cfgowner:INTEGER cfgparser:UINTEGER",
  pg_ts_dict: "oid:UINTEGER dictname dictnamespace:UINTEGER dictowner:INTEGER dicttemplate:UINTEGER",
  pg_ts_template: "oid:UINTEGER tmplname tmplnamespace:UINTEGER",
  pg_ts_parser: "oid:UINTEGER prsname prsnamespace:UINTEGER",
  svv_external_databases: "eskind:INTEGER databasename esoptions",
  svv_external_schemas: "esoid:UINTEGER eskind:INTEGER schemaname esowner:INTEGER databasename esoptions",
  svv_external_tables:
    "redshift_database_name schemaname tablename tabletype location input_format output_format serialization_lib serde_parameters compressed:INTEGER parameters",
  information_schema_column_privileges:
    "grantor grantee table_catalog table_schema table_name column_name privilege_type is_grantable",
  information_schema_referential_constraints:
    "constraint_catalog constraint_schema constraint_name unique_constraint_catalog unique_constraint_schema unique_constraint_name match_option update_rule delete_rule",
  information_schema_routines:
    "specific_catalog specific_schema specific_name routine_catalog routine_schema routine_name routine_type data_type routine_definition external_language",
  information_schema_sequences: "sequence_catalog sequence_schema sequence_name data_type",
  information_schema_table_privileges:
    "grantor grantee table_catalog table_schema table_name privilege_type is_grantable with_hierarchy",
  information_schema_triggers:
    "trigger_catalog trigger_schema trigger_name event_manipulation event_object_catalog event_object_schema event_object_table action_statement",
};

const VIEWS: readonly (readonly [name: string, columns: string])[] = [
  [
    "svv_external_columns",
    "redshift_database_name schemaname tablename columnname external_type columnnum:INTEGER part_key:INTEGER is_nullable",
  ],
  [
    "svv_relation_privileges",
    "namespace_name relation_name privilege_type identity_id:INTEGER identity_name identity_type admin_option:BOOLEAN",
  ],
  ...Object.entries(TEXTS),
];

/** Their queries; the columns are those of the Developer Guide's pages of that name, of PostgreSQL's catalogue and of its information schema. */
export const EMPTY_VIEWS: readonly SystemQuery[] = VIEWS.map(([name, columns]) => {
  const told = columns.split(" ").map((column) => {
    const [own = "", type = "VARCHAR"] = column.split(":");
    return `NULL::${type} AS ${own}`;
  });
  return [name, `SELECT ${told.join(", ")} WHERE false`];
});
