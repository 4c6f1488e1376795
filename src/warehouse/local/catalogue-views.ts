/**
 * The relations and their columns as a session sees them, and PostgreSQL's catalogue over them (PostgreSQL 8.0, "System Catalogs" and
 * "The Information Schema"; Developer Guide, "System catalog tables"). What a session has to itself comes from variables of its connection:
 * publish-catalogue.ts.
 */
import { ENCODING_NUMBER } from "./declared-views.ts";
import { NO_OBJECT, oid } from "./oid.ts";
import { PG_TYPES_SQL } from "./pg-types.ts";
import type { SystemQuery } from "./system-query.ts";

/** DuckDB's expression for the name of the database. */
export const DATABASE = "coalesce(CAST(getvariable('redshift_database') AS VARCHAR), 'local')";
/** That for the user who asks: everything belongs to that one here. */
export const USER = "coalesce(CAST(getvariable('redshift_user') AS VARCHAR), 'dwh')";

/** The numbers of tables of the catalogue, as PostgreSQL's own sources give them. */
export const SYSTEM_OIDS: Readonly<Record<string, number>> = {
  pg_tablespace: 1213,
  pg_type: 1247,
  pg_attribute: 1249,
  pg_proc: 1255,
  pg_class: 1259,
  pg_group: 1261,
  pg_database: 1262,
  pg_am: 2601,
  pg_attrdef: 2604,
  pg_constraint: 2606,
  pg_depend: 2608,
  pg_description: 2609,
  pg_index: 2610,
  pg_inherits: 2611,
  pg_language: 2612,
  pg_namespace: 2615,
  pg_rewrite: 2618,
  pg_trigger: 2620,
};

const object = (name: string): string => `${SYSTEM_OIDS[name]}::UINTEGER`;

const TEMPORARY = `[{"schema_name": "VARCHAR", "table_name": "VARCHAR", "definition": "VARCHAR", "columns": [{"name": "VARCHAR", "type":
  "VARCHAR", "encoding": "VARCHAR", "distkey": "BOOLEAN", "sortkey": "INTEGER", "notnull": "BOOLEAN"}]}]`;
const LATE = `[{"schema": "VARCHAR", "name": "VARCHAR", "columns": [{"name": "VARCHAR", "type": "VARCHAR"}]}]`;
/** A value for every one of the columns, and its place from 1. */
const each = (columns: string): string =>
  `unnest(${columns}) AS c, CAST(unnest(range(1, len(${columns}) + 1)) AS INTEGER) AS n`;
/** The values of a list that is told as JSON, in a column `t`. */
export const own = (variable: string, shape: string): string =>
  `(SELECT unnest(from_json(coalesce(CAST(getvariable('${variable}') AS VARCHAR), '[]'), '${shape}')) AS t)`;

const RULE_OID =
  "CAST(hash('rule of ' || schema_name || '.' || view_name) % 2000000000 + 100000 AS UINTEGER)";

/** What stands in the brackets after a type. */
const first = (type: string): string => `TRY_CAST(regexp_extract(${type}, '\\((\\d+)', 1) AS INTEGER)`;
const second = (type: string): string => `TRY_CAST(regexp_extract(${type}, ',\\s*(\\d+)', 1) AS INTEGER)`;

/** A type without its length and precision, and these: whole numbers have theirs in bits ("SVV_ALL_COLUMNS", "SHOW COLUMNS"). */
export const TYPE_COLUMNS = `regexp_replace(type, '\\(.*\\)', '') AS data_type,
  CASE WHEN type LIKE 'character%' THEN ${first("type")} END AS character_maximum_length,
  CASE WHEN type LIKE 'numeric%' THEN ${first("type")} WHEN type = 'smallint' THEN 16 WHEN type = 'integer' THEN 32
    WHEN type = 'bigint' THEN 64 WHEN type = 'real' THEN 24 WHEN type = 'double precision' THEN 53 END AS numeric_precision,
  CASE WHEN type LIKE 'numeric%' THEN ${second("type")} WHEN type IN ('smallint', 'integer', 'bigint') THEN 0 END AS numeric_scale`;

const NULLABLE = "CASE WHEN not_null THEN 'NO' ELSE 'YES' END AS is_nullable";

/** The whole statement of a view that is more than its query, since nothing else in the catalogue tells the kinds apart. */
const DEFINITION = `CASE kind WHEN 'late' THEN 'create view ' || schema_name || '.' || view_name || ' as ' || query || ' with no schema binding;'
  WHEN 'materialized view' THEN 'create materialized view ' || schema_name || '.' || view_name || ' as ' || query || ';' ELSE query || ';' END`;

/** What everything else is made of. */
export const SESSION_VIEWS: readonly SystemQuery[] = [
  ["temporary", `SELECT unnest(t) FROM ${own("redshift_temporary", TEMPORARY)}`],
  [
    "all_tables",
    `SELECT schema_name, table_name, definition, false AS temporary FROM _redshift.tables
      UNION ALL SELECT schema_name, table_name, definition, true FROM _redshift.temporary`,
  ],
  [
    "all_columns",
    `SELECT * FROM _redshift.columns UNION ALL SELECT schema_name, table_name, n, c.name, c.type, c.encoding, c.distkey, c.sortkey,
      c."notnull" FROM (SELECT schema_name, table_name, ${each("columns")} FROM _redshift.temporary)`,
  ],
  [
    "relations",
    `SELECT schema_name, table_name AS name, CASE WHEN temporary THEN 'temporary' ELSE 'table' END AS kind, NULL::VARCHAR AS query
      FROM _redshift.all_tables UNION ALL SELECT schema_name, view_name, kind, ${DEFINITION} FROM _redshift.views
      UNION ALL SELECT DISTINCT schema_name, view_name, 'view', NULL FROM _redshift.view_reads ANTI JOIN _redshift.views
      USING (schema_name, view_name)`,
  ],
  [
    "late_columns",
    `SELECT t.schema AS schema_name, t.name AS name, n, c.name AS column_name, c.type AS type FROM (SELECT t, ${each("t.columns")}
      FROM ${own("redshift_late", LATE)})`,
  ],
  [
    "view_columns",
    `SELECT schema_name, view_name AS name, kind, n, c.name AS column_name, c.told AS type FROM (SELECT schema_name, view_name, kind,
      ${each(`from_json(columns, '[{"name": "VARCHAR", "told": "VARCHAR"}]')`)} FROM _redshift.views WHERE kind <> 'late')
      UNION ALL SELECT schema_name, name, 'late', n, column_name, type FROM _redshift.late_columns`,
  ],
  [
    "pg_namespace",
    `SELECT CAST(oid AS UINTEGER) AS oid, nspname, 10 AS nspowner, NULL::VARCHAR[] AS nspacl FROM (VALUES (11, 'pg_catalog'),
      (2200, 'public'), (2201, 'information_schema')) AS s(oid, nspname)
      UNION ALL SELECT CAST(hash(schema_name) % 2000000000 + 100000 AS UINTEGER), schema_name, 10, NULL FROM (SELECT schema_name
      FROM duckdb_schemas() WHERE database_name = current_database() AND NOT internal AND schema_name NOT IN ('_redshift', 'public')
      UNION SELECT schema_name FROM _redshift.temporary)`,
  ],
];

/** PostgreSQL's catalogue. */
export const PG_VIEWS: readonly SystemQuery[] = [
  [
    "pg_table_def",
    `SELECT schemaname, tablename, "column", type, encoding, distkey, sortkey, "notnull" FROM _redshift.all_columns
      ORDER BY schemaname, tablename, ordinal`,
  ],
  [
    "relation_columns",
    `SELECT schemaname AS schema_name, tablename AS name, 'table' AS kind, ordinal, "column" AS column_name, type, adsrc AS
      column_default, "notnull" AS not_null, encoding, distkey, sortkey FROM _redshift.all_columns LEFT JOIN _redshift.pg_attrdef
      ON adrelid = ${oid("schemaname", "tablename")} AND adnum = ordinal
      UNION ALL SELECT schema_name, name, kind, n, column_name, type, NULL, false, NULL, false, 0 FROM _redshift.view_columns`,
  ],
  // The columns of PostgreSQL 8.0, "pg_class", and those that later clients ask for.
  [
    "pg_class",
    `SELECT ${oid("r.schema_name", "r.name")} AS oid, r.name AS relname, n.oid AS relnamespace, ${NO_OBJECT} AS reltype, ${NO_OBJECT}
      AS reloftype, 10 AS relowner, ${NO_OBJECT} AS relam, ${oid("r.schema_name", "r.name")} AS relfilenode, ${NO_OBJECT} AS
      reltablespace, 0 AS relpages, 0::REAL AS reltuples, ${NO_OBJECT} AS reltoastrelid, false AS relhasindex, false AS relisshared,
      'p' AS relpersistence, CASE WHEN r.kind IN ('table', 'temporary') THEN 'r' ELSE 'v' END AS relkind,
      coalesce(k.columns, 0)::SMALLINT AS relnatts, 0::SMALLINT AS relchecks, false AS relhasoids, false AS relhaspkey, false AS
      relhasrules, CAST(0 AS SMALLINT) AS reltriggers, false AS relhastriggers, false AS relhassubclass, false AS relrowsecurity, false AS relforcerowsecurity, false AS
      relispartition, 'd' AS relreplident, NULL::VARCHAR[] AS relacl, NULL::VARCHAR[] AS reloptions,
      CASE d.d.distStyle WHEN 'even' THEN 0 WHEN 'key' THEN 1 WHEN 'all' THEN 8 ELSE CASE WHEN r.kind IN ('table', 'temporary') THEN 10
        ELSE 0 END END::SMALLINT AS reldiststyle
      FROM _redshift.relations r LEFT JOIN _redshift.declared_keys d ON d.schema_name = r.schema_name AND d.name = r.name JOIN _redshift.pg_namespace n ON n.nspname = r.schema_name LEFT JOIN (SELECT schema_name, name, count(*)
      AS columns FROM _redshift.relation_columns GROUP BY ALL) k ON k.schema_name = r.schema_name AND k.name = r.name`,
  ],
  // A view WITH NO SCHEMA BINDING has no columns before it is read: "PG_GET_LATE_BINDING_VIEW_COLS".
  [
    "pg_attribute",
    `SELECT ${oid("schema_name", "name")} AS attrelid, column_name AS attname, CAST(t.oid AS UINTEGER) AS atttypid, -1 AS attstattarget,
      t.size::SMALLINT AS attlen, ordinal::SMALLINT AS attnum, 0 AS attndims, -1 AS attcacheoff,
      CASE WHEN type LIKE 'character%' THEN ${first("type")} + 4 WHEN type LIKE 'numeric%' THEN ((${first("type")} << 16) |
        ${second("type")}) + 4 ELSE -1 END AS atttypmod,
      ${ENCODING_NUMBER} AS attencodingtype, distkey AS attisdistkey, sortkey AS attsortkeyord,
      not_null AS attnotnull, column_default IS NOT NULL AS atthasdef, '' AS attidentity, '' AS attgenerated, false AS attisdropped,
      true AS attislocal, 0 AS attinhcount, ${NO_OBJECT} AS attcollation, 'x' AS attstorage, NULL::VARCHAR[] AS attacl,
      NULL::VARCHAR[] AS attoptions FROM _redshift.relation_columns
      LEFT JOIN ${PG_TYPES_SQL} AS t(oid, short, long, size, category, element) ON t.long = regexp_replace(type, '\\(.*\\)', '')
      WHERE kind <> 'late'`,
  ],
  // A view's rule depends on what the view reads, and is a part of the view: PostgreSQL 8.0, "pg_depend".
  [
    "pg_depend",
    `SELECT ${object("pg_rewrite")} AS classid, objid, 0 AS objsubid, ${object("pg_class")} AS refclassid, refobjid,
      0 AS refobjsubid, deptype FROM (SELECT ${RULE_OID} AS objid, ${oid("on_schema", "on_name")} AS refobjid, 'n' AS deptype
      FROM _redshift.view_reads UNION SELECT ${RULE_OID}, ${oid("schema_name", "view_name")}, 'i' FROM _redshift.view_reads)`,
  ],
  [
    "pg_tables",
    `SELECT schema_name AS schemaname, name AS tablename, ${USER} AS tableowner, NULL::VARCHAR AS tablespace, false AS hasindexes,
      false AS hasrules, false AS hastriggers FROM _redshift.relations WHERE kind IN ('table', 'temporary')`,
  ],
  [
    "pg_views",
    `SELECT schema_name AS schemaname, name AS viewname, ${USER} AS viewowner, query AS definition FROM _redshift.relations
      WHERE kind NOT IN ('table', 'temporary')`,
  ],
  [
    "pg_get_late_binding_view_cols",
    "SELECT schema_name AS view_schema, name AS view_name, column_name AS col_name, type AS col_type, n AS col_num FROM _redshift.late_columns",
  ],
  [
    "information_schema_schemata",
    `SELECT ${DATABASE} AS catalog_name, nspname AS schema_name, ${USER} AS schema_owner FROM _redshift.pg_namespace`,
  ],
  [
    "information_schema_tables",
    `SELECT ${DATABASE} AS table_catalog, schema_name AS table_schema, name AS table_name, CASE kind WHEN 'table' THEN 'BASE TABLE'
      WHEN 'temporary' THEN 'LOCAL TEMPORARY' ELSE 'VIEW' END AS table_type FROM _redshift.relations`,
  ],
  [
    "information_schema_columns",
    `SELECT ${DATABASE} AS table_catalog, schema_name AS table_schema, name AS table_name, column_name, ordinal AS ordinal_position,
      column_default, ${NULLABLE}, ${TYPE_COLUMNS}, t.short AS udt_name FROM _redshift.relation_columns LEFT JOIN ${PG_TYPES_SQL}
      AS t(oid, short, long, size, category, element) ON t.long = regexp_replace(type, '\\(.*\\)', '') WHERE kind <> 'late'`,
  ],
  [
    "information_schema_table_constraints",
    `SELECT ${DATABASE} AS constraint_catalog, n.nspname AS constraint_schema, k.conname AS constraint_name, ${DATABASE} AS
      table_catalog, n.nspname AS table_schema, c.relname AS table_name, CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN
      'UNIQUE' ELSE 'FOREIGN KEY' END AS constraint_type, 'NO' AS is_deferrable, 'NO' AS initially_deferred
      FROM _redshift.pg_constraint k JOIN _redshift.pg_class c ON c.oid = k.conrelid JOIN _redshift.pg_namespace n ON n.oid = c.relnamespace`,
  ],
  [
    "information_schema_views",
    `SELECT ${DATABASE} AS table_catalog, schemaname AS table_schema, viewname AS table_name, definition AS view_definition
      FROM _redshift.pg_views`,
  ],
];

/** Redshift's own views of the catalogue (Developer Guide, "SVV views"). */
export const SVV_VIEWS: readonly SystemQuery[] = [
  [
    "svv_tables",
    `SELECT *, NULL::VARCHAR AS remarks FROM (SELECT table_catalog, table_schema, table_name, CASE WHEN table_type = 'VIEW' THEN 'VIEW'
      ELSE 'BASE TABLE' END AS table_type FROM _redshift.information_schema_tables)`,
  ],
  // The type is told without its length, which has columns of its own.
  [
    "svv_columns",
    `SELECT ${DATABASE} AS table_catalog, schema_name AS table_schema, name AS table_name, column_name, ordinal AS ordinal_position,
      column_default, ${NULLABLE}, ${TYPE_COLUMNS}, NULL::VARCHAR AS remarks FROM _redshift.relation_columns`,
  ],
  [
    "svv_redshift_schemas",
    `SELECT ${DATABASE} AS database_name, nspname AS schema_name, nspowner AS schema_owner, 'local' AS schema_type, NULL::VARCHAR AS
      schema_acl, NULL::VARCHAR AS schema_option FROM _redshift.pg_namespace`,
  ],
  [
    "svv_redshift_tables",
    `SELECT ${DATABASE} AS database_name, schema_name, name AS table_name, CASE WHEN kind IN ('table', 'temporary') THEN 'TABLE' ELSE
      'VIEW' END AS table_type, NULL::VARCHAR AS table_acl, NULL::VARCHAR AS remarks, ${USER} AS table_owner FROM _redshift.relations`,
  ],
  // "SVV_ALL_SCHEMAS", "SVV_ALL_TABLES" and "SVV_ALL_COLUMNS" are these and what is external, of which there is nothing.
  [
    "svv_all_schemas",
    "SELECT database_name, schema_name, schema_owner, schema_type, schema_acl, NULL::VARCHAR AS source_database, schema_option FROM _redshift.svv_redshift_schemas",
  ],
  [
    "svv_all_tables",
    "SELECT database_name, schema_name, table_name, table_acl, table_type, remarks FROM _redshift.svv_redshift_tables",
  ],
  [
    "svv_all_columns",
    `SELECT table_catalog AS database_name, table_schema AS schema_name, table_name, column_name, ordinal_position, column_default,
      is_nullable, data_type, character_maximum_length, numeric_precision, numeric_scale, remarks FROM _redshift.svv_columns`,
  ],
  [
    "svv_redshift_databases",
    `SELECT ${DATABASE} AS database_name, 10 AS database_owner, 'local' AS database_type, NULL::VARCHAR AS database_acl, NULL::VARCHAR
      AS database_options, 'Snapshot Isolation' AS database_isolation_level`,
  ],
  // The type with its length: the page's example has "numeric(8,2)", in two cells.
  [
    "svv_redshift_columns",
    `SELECT ${DATABASE} AS database_name, schema_name, name AS table_name, column_name, ordinal AS ordinal_position, type AS data_type,
      column_default, ${NULLABLE}, encoding, distkey, sortkey, NULL::VARCHAR AS column_acl, NULL::VARCHAR AS remarks
      FROM _redshift.relation_columns`,
  ],
];
