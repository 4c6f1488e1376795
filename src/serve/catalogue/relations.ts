/**
 * Postgres' system catalogue as clients ask for it: psql's \d, JDBC's metadata, a BI tool's list of tables. Views and macros in
 * DuckDB, over two tables that are filled for each question: `listed` holds the warehouse's schemas, relations and columns, `facts` one
 * row about the session. Column names follow the Postgres manual, "System Catalogs", from Redshift's 8.0 up to what psql 15 asks for. Keys,
 * functions, comments and rights of the warehouse are not shown.
 */
import { PG_TYPES_SQL } from "../../warehouse/local/pg-types.ts";

/**
 * The macros that answer about the session or an object, by name; a question without a table needs one of them. An argument is
 * put where its name stands, so what a macro reads has names that no client uses: they would capture it.
 */
const MACROS: readonly (readonly [name: string, definition: string])[] = [
  ["version", "() AS (SELECT version FROM facts)"],
  ["current_database", "() AS (SELECT database FROM facts)"],
  ["current_user", "() AS (SELECT user_name FROM facts)"],
  ["session_user", "() AS (SELECT user_name FROM facts)"],
  ["user", "() AS (SELECT user_name FROM facts)"],
  ["pg_backend_pid", "() AS (SELECT process_id FROM facts)"],
  ["current_schema", "() AS 'public'"],
  ["current_schemas", "(implicit) AS CASE WHEN implicit THEN ['pg_catalog', 'public'] ELSE ['public'] END"],
  ["current_setting", "(n) AS (SELECT known_setting FROM known_settings WHERE known_name = lower(n))"],
  ["pg_is_in_recovery", "() AS false"],
  ["pg_get_userbyid", "(id) AS (SELECT user_name FROM facts)"],
  [
    "pg_table_is_visible",
    "(id) AS EXISTS (SELECT 1 FROM known_classes WHERE known_class = id AND known_namespace IN (11, 2200))",
  ],
  ["pg_type_is_visible", "(id) AS true"],
  ["pg_function_is_visible", "(id) AS true"],
  ["pg_encoding_to_char", "(id) AS 'UTF8'"],
  ["pg_get_expr", "(a, b) AS NULL, (a, b, c) AS NULL"],
  ["pg_get_viewdef", "(a) AS NULL, (a, b) AS NULL"],
  ["pg_get_indexdef", "(a) AS NULL, (a, b, c) AS NULL"],
  ["pg_get_constraintdef", "(a) AS NULL, (a, b) AS NULL"],
  ["pg_get_function_result", "(a) AS NULL"],
  ["pg_get_function_arguments", "(a) AS NULL"],
  ["pg_get_partkeydef", "(a) AS NULL"],
  ["pg_relation_size", "(a) AS NULL"],
  ["pg_table_size", "(a) AS NULL"],
  ["pg_size_pretty", "(a) AS NULL"],
  ["pg_tablespace_location", "(a) AS NULL"],
  ["pg_total_relation_size", "(a) AS NULL"],
  ["obj_description", "(a) AS NULL, (a, b) AS NULL"],
  ["col_description", "(a, b) AS NULL"],
  ["shobj_description", "(a, b) AS NULL"],
  ["has_database_privilege", "(a, b) AS true, (a, b, c) AS true"],
  ["has_schema_privilege", "(a, b) AS true, (a, b, c) AS true"],
  ["has_table_privilege", "(a, b) AS true, (a, b, c) AS true"],
  // What JDBC reads the columns of a key with.
  ["information_schema__pg_expandarray", "(a) AS {'x': NULL::INTEGER, 'n': NULL::INTEGER}"],
  [
    "to_regclass",
    "(n) AS (SELECT min(known_class) FROM known_classes WHERE known_class_name = lower(split_part(replace(n, '\"', ''), '.', -1)))",
  ],
  ["to_regtype", "(n) AS (SELECT min(known_type) FROM known_types WHERE known_short = lower(n))"],
  [
    "format_type",
    `(id, modifier) AS (SELECT known_long FROM known_types WHERE known_type = id) || CASE
      WHEN modifier < 4 OR modifier IS NULL THEN ''
      WHEN id IN (1042, 1043) THEN '(' || (modifier - 4) || ')'
      WHEN id = 1700 THEN '(' || ((modifier - 4) >> 16) || ',' || ((modifier - 4) & 65535) || ')'
      ELSE '' END`,
  ],
];

const SETTINGS = `(VALUES ('server_version', '8.0.2'), ('server_version_num', '80002'), ('server_encoding', 'UTF8'),
  ('client_encoding', 'UTF8'), ('datestyle', 'ISO, MDY'), ('timezone', 'UTC'), ('integer_datetimes', 'on'),
  ('standard_conforming_strings', 'on'), ('max_index_keys', '32'), ('search_path', 'public'),
  ('transaction_isolation', 'serializable'))`;

/** An oid that stays the same as long as the name does. */
const OID = "CAST(hash(schema_name || '.' || table_name) % 2000000000 + 100000 AS UINTEGER)";

const MARKS: Readonly<Record<string, string>> = { "*": "VARCHAR", "?": "BOOLEAN", "[]": "INTEGER[]" };

/** A relation that is always empty: its columns, each with its mark; a column without one holds numbers. */
const none = (columns: string): string =>
  `SELECT ${columns
    .split(" ")
    .map((column) => {
      const [, name = "", mark = ""] = /^(\w+)(.*)$/.exec(column) ?? [];
      return `NULL::${MARKS[mark] ?? "INTEGER"} AS ${name}`;
    })
    .join(", ")} WHERE false`;

const VIEWS: readonly (readonly [name: string, query: string])[] = [
  [
    "pg_namespace",
    `SELECT oid::UINTEGER AS oid, nspname, 10::UINTEGER AS nspowner, NULL::VARCHAR[] AS nspacl FROM (
      VALUES (11, 'pg_catalog'), (2200, 'public'), (2201, 'information_schema')) AS n(oid, nspname)
    UNION ALL SELECT DISTINCT CAST(hash(schema_name) % 2000000000 + 100000 AS UINTEGER), schema_name, 10::UINTEGER, NULL
      FROM listed WHERE schema_name NOT IN ('pg_catalog', 'public', 'information_schema')`,
  ],
  [
    "pg_class",
    `SELECT DISTINCT ${OID} AS oid, table_name AS relname, n.oid AS relnamespace, 0::UINTEGER AS reltype, 0::UINTEGER AS reloftype,
      10::UINTEGER AS relowner, 0::UINTEGER AS relam, 0::UINTEGER AS relfilenode, 0::UINTEGER AS reltablespace, 0 AS relpages,
      0::REAL AS reltuples, 0::UINTEGER AS reltoastrelid, false AS relhasindex, false AS relisshared, 'p' AS relpersistence,
      kind AS relkind, count(column_name) OVER (PARTITION BY schema_name, table_name)::SMALLINT AS relnatts, 0::SMALLINT AS relchecks,
      false AS relhasoids, false AS relhaspkey, false AS relhasrules, false AS relhastriggers, false AS relhassubclass,
      false AS relrowsecurity, false AS relforcerowsecurity, false AS relispartition, 'd' AS relreplident,
      NULL::VARCHAR[] AS relacl, NULL::VARCHAR[] AS reloptions
    FROM listed JOIN pg_namespace n ON n.nspname = schema_name WHERE table_name IS NOT NULL`,
  ],
  [
    "pg_attribute",
    `SELECT ${OID} AS attrelid, column_name AS attname, type_oid::UINTEGER AS atttypid, -1 AS attstattarget,
      type_size::SMALLINT AS attlen, ordinal::SMALLINT AS attnum, 0 AS attndims, -1 AS attcacheoff, type_modifier AS atttypmod,
      not_null AS attnotnull, false AS atthasdef, '' AS attidentity, '' AS attgenerated, false AS attisdropped, true AS attislocal,
      0 AS attinhcount, 0::UINTEGER AS attcollation, 'x' AS attstorage, NULL::VARCHAR[] AS attacl, NULL::VARCHAR[] AS attoptions
    FROM listed WHERE column_name IS NOT NULL`,
  ],
  [
    "pg_type",
    `SELECT known_type::UINTEGER AS oid, known_short AS typname, 11::UINTEGER AS typnamespace, 10::UINTEGER AS typowner, known_size::SMALLINT AS typlen,
      known_size BETWEEN 1 AND 8 AS typbyval, 'b' AS typtype, known_category AS typcategory, true AS typisdefined, ',' AS typdelim,
      0::UINTEGER AS typrelid, 0::UINTEGER AS typelem, 0::UINTEGER AS typarray, 'i' AS typalign, 'p' AS typstorage,
      false AS typnotnull, 0::UINTEGER AS typbasetype, -1 AS typtypmod, 0 AS typndims, 0::UINTEGER AS typcollation,
      NULL::VARCHAR AS typdefault, 0::UINTEGER AS typinput, 0::UINTEGER AS typreceive FROM known_types`,
  ],
  [
    "pg_database",
    `SELECT 100000::UINTEGER AS oid, database AS datname, 10::UINTEGER AS datdba, 6 AS encoding, 'C' AS datcollate, 'C' AS datctype,
      false AS datistemplate, true AS datallowconn, -1 AS datconnlimit, 0::UINTEGER AS dattablespace, NULL::VARCHAR[] AS datacl
    FROM facts`,
  ],
  [
    "pg_user",
    `SELECT known_user AS usename, 10 AS usesysid, true AS usecreatedb, known_superuser AS usesuper, false AS usecatupd, '********' AS passwd,
      NULL::TIMESTAMP AS valuntil, NULL::VARCHAR[] AS useconfig FROM known_users`,
  ],
  // "Superusers can see all rows; regular users can see only their own data": Database Developer Guide, "SVV_USER_INFO".
  [
    "svv_user_info",
    `SELECT known_user AS user_name, 10 AS user_id, known_superuser AS createdb, known_superuser AS superuser, false AS catalog_update,
      'UNLIMITED' AS connection_limit, known_syslog_access AS syslog_access, NULL::TIMESTAMP AS last_ddl_timestamp, 0 AS
      session_timeout, NULL::VARCHAR AS external_user_id FROM known_users WHERE known_visible`,
  ],
  ["pg_user_info", "SELECT *, 'UNLIMITED' AS useconnlimit FROM pg_user"],
  [
    "pg_group",
    "SELECT known_group AS groname, 100 AS grosysid, NULL::INTEGER[] AS grolist FROM known_groups",
  ],
  [
    "pg_roles",
    `SELECT 10::UINTEGER AS oid, user_name AS rolname, false AS rolsuper, true AS rolinherit, false AS rolcreaterole,
      true AS rolcreatedb, true AS rolcanlogin, false AS rolreplication, false AS rolbypassrls, -1 AS rolconnlimit,
      NULL::TIMESTAMP AS rolvaliduntil FROM facts`,
  ],
  [
    "pg_settings",
    `SELECT known_name AS name, known_setting AS setting, NULL::VARCHAR AS unit, 'user' AS context, 'string' AS vartype,
      'default' AS source FROM known_settings`,
  ],
  [
    "pg_tables",
    `SELECT DISTINCT schema_name AS schemaname, table_name AS tablename, user_name AS tableowner, NULL::VARCHAR AS tablespace,
      false AS hasindexes, false AS hasrules, false AS hastriggers FROM listed, facts WHERE kind = 'r'`,
  ],
  ["pg_am", none("oid amname* amtype*")],
  ["pg_attrdef", none("oid adrelid adnum adbin* adsrc*")],
  ["pg_auth_members", none("roleid member grantor admin_option?")],
  ["pg_collation", none("oid collname* collnamespace collcollate* collctype*")],
  [
    "pg_constraint",
    none(
      "oid conname* connamespace contype* condeferrable? condeferred? conrelid contypid confrelid confupdtype* confdeltype* confmatchtype* conkey[] confkey[] conbin* consrc* convalidated? conindid",
    ),
  ],
  ["pg_depend", none("classid objid objsubid refclassid refobjid refobjsubid deptype*")],
  ["pg_description", none("objoid classoid objsubid description*")],
  ["pg_enum", none("oid enumtypid enumsortorder enumlabel*")],
  [
    "pg_index",
    none(
      "indexrelid indrelid indnatts indisunique? indisprimary? indisexclusion? indimmediate? indisclustered? indisvalid? indisreplident? indkey[] indclass[] indoption[] indexprs* indpred*",
    ),
  ],
  ["pg_inherits", none("inhrelid inhparent inhseqno")],
  ["pg_language", none("oid lanname*")],
  [
    "pg_proc",
    none(
      "oid proname* pronamespace proowner prolang proisagg? proiswindow? prosecdef? proretset? prorettype pronargs proargtypes[] proargnames* proacl* provolatile* prosrc*",
    ),
  ],
  ["pg_range", none("rngtypid rngsubtype")],
  ["pg_rewrite", none("oid rulename* ev_class ev_type* ev_enabled* is_instead?")],
  ["pg_shdescription", none("objoid classoid description*")],
  ["pg_tablespace", none("oid spcname* spcowner")],
  ["pg_trigger", none("oid tgname* tgrelid tgfoid tgtype* tgenabled* tgisinternal? tgconstraint")],
  [
    "pg_views",
    `SELECT DISTINCT schema_name AS schemaname, table_name AS viewname, user_name AS viewowner, definition FROM listed, facts
      WHERE kind = 'v'`,
  ],
  [
    "information_schema.schemata",
    "SELECT database AS catalog_name, nspname AS schema_name, user_name AS schema_owner FROM pg_namespace, facts",
  ],
  [
    "information_schema.tables",
    `SELECT DISTINCT database AS table_catalog, schema_name AS table_schema, table_name, CASE WHEN kind = 'v' THEN 'VIEW'
      WHEN schema_name LIKE 'pg_temp_%' THEN 'LOCAL TEMPORARY' ELSE 'BASE TABLE' END AS table_type FROM listed, facts
      WHERE table_name IS NOT NULL`,
  ],
  [
    "information_schema.columns",
    `SELECT database AS table_catalog, schema_name AS table_schema, table_name, column_name, ordinal AS ordinal_position,
      NULL::VARCHAR AS column_default, CASE WHEN not_null THEN 'NO' ELSE 'YES' END AS is_nullable, known_long AS data_type,
      CASE WHEN type_oid IN (1042, 1043) AND type_modifier > 4 THEN type_modifier - 4 END AS character_maximum_length,
      CASE WHEN type_oid = 1700 AND type_modifier > 4 THEN (type_modifier - 4) >> 16 WHEN type_oid IN (20, 21, 23) THEN 8 * type_size
        WHEN type_oid = 700 THEN 24 WHEN type_oid = 701 THEN 53 END AS numeric_precision,
      CASE WHEN type_oid = 1700 AND type_modifier > 4 THEN (type_modifier - 4) & 65535 WHEN type_oid IN (20, 21, 23) THEN 0 END AS
        numeric_scale,
      known_short AS udt_name FROM listed JOIN known_types ON known_type = type_oid, facts WHERE column_name IS NOT NULL`,
  ],
  [
    "information_schema.views",
    `SELECT database AS table_catalog, schemaname AS table_schema, viewname AS table_name, definition AS view_definition
      FROM pg_views, facts`,
  ],
  [
    "information_schema.table_constraints",
    none(
      "constraint_catalog* constraint_schema* constraint_name* table_schema* table_name* constraint_type*",
    ),
  ],
  [
    "information_schema.key_column_usage",
    none("constraint_schema* constraint_name* table_schema* table_name* column_name* ordinal_position"),
  ],
];

/** Relations that are answered here, as a client names them without `pg_catalog.`. */
export const CATALOGUE_RELATIONS: ReadonlySet<string> = new Set(VIEWS.map(([name]) => name));
/** Functions that are answered here, by name. */
export const CATALOGUE_FUNCTIONS: ReadonlySet<string> = new Set(MACROS.map(([name]) => name));

/** Returns the name of a relation in DuckDB, where `information_schema` is taken: `information_schema_tables`. */
export function viewName(relation: string): string {
  return relation.replace(".", "_");
}

/** The statements that make an empty catalogue, in order. */
export const PG_CATALOGUE_DDL: readonly string[] = [
  "CREATE SCHEMA client",
  "SET search_path = 'client'",
  "CREATE TYPE regclass AS VARCHAR",
  "CREATE TYPE regtype AS VARCHAR",
  "CREATE TYPE regproc AS VARCHAR",
  "CREATE TYPE name AS VARCHAR",
  "CREATE TABLE facts (user_name VARCHAR, database VARCHAR, version VARCHAR, process_id INTEGER)",
  "CREATE TABLE known_users (known_user VARCHAR, known_superuser BOOLEAN, known_syslog_access VARCHAR, known_visible BOOLEAN)",
  "CREATE TABLE known_groups (known_group VARCHAR)",
  `CREATE TABLE listed (schema_name VARCHAR, table_name VARCHAR, kind VARCHAR, definition VARCHAR, ordinal INTEGER, column_name VARCHAR,
    not_null BOOLEAN, type_oid INTEGER, type_size INTEGER, type_modifier INTEGER)`,
  `CREATE VIEW known_types AS SELECT * FROM ${PG_TYPES_SQL} AS t(known_type, known_short, known_long, known_size, known_category)`,
  `CREATE VIEW known_settings AS SELECT * FROM ${SETTINGS} AS s(known_name, known_setting)`,
  ...VIEWS.map(([name, query]) => `CREATE VIEW ${viewName(name)} AS ${query}`),
  `CREATE VIEW known_classes AS SELECT oid AS known_class, relname AS known_class_name, relnamespace AS known_namespace FROM
    pg_class`,
  ...MACROS.map(([name, definition]) => `CREATE MACRO "${name}" ${definition}`),
  "SET enable_external_access = false",
];
