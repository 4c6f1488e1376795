/** What SHOW TABLES, SHOW COLUMNS and SHOW SCHEMAS choose from (Developer Guide, the pages of these names); nothing temporary is shown. */
import { DATABASE, TYPE_COLUMNS, USER } from "./catalogue-views.ts";
import { STYLE } from "./table-info-views.ts";
import type { SystemQuery } from "./system-query.ts";

/** Their queries; statement/show.ts tells the types of their columns. */
export const SHOW_VIEWS: readonly SystemQuery[] = [
  // The page writes AUTO (ALL) with a blank, SVV_TABLE_INFO's without one. When a table was changed is not kept.
  [
    "show_tables",
    `SELECT ${DATABASE} AS database_name, schema_name, name AS table_name,
    CASE kind WHEN 'table' THEN 'TABLE' ELSE 'VIEW' END AS table_type, NULL::VARCHAR AS table_acl, NULL::VARCHAR AS remarks, ${USER} AS owner,
    NULL::TIMESTAMP AS last_altered_time, NULL::TIMESTAMP AS last_modified_time,
    CASE WHEN kind = 'table' THEN replace(${STYLE}, 'AUTO(', 'AUTO (') END AS dist_style,
    CASE kind WHEN 'table' THEN 'REGULAR TABLE' WHEN 'late' THEN 'LATE BINDING VIEW' WHEN 'materialized view' THEN 'MATERIALIZED VIEW'
      ELSE 'REGULAR VIEW' END AS table_subtype FROM _redshift.relations LEFT JOIN (SELECT schema_name, name, d FROM
      _redshift.declared_keys WHERE NOT temporary) USING (schema_name, name) WHERE kind <> 'temporary'`,
  ],
  [
    "show_columns",
    `SELECT ${DATABASE} AS database_name, schema_name, name AS table_name, column_name,
    ordinal AS ordinal_position, column_default, CASE WHEN not_null THEN 'NO' ELSE 'YES' END AS is_nullable, ${TYPE_COLUMNS},
    NULL::VARCHAR AS remarks, CASE WHEN sortkey = 0 THEN NULL WHEN d.sortStyle = 'interleaved' THEN 'INTERLEAVED' ELSE 'COMPOUND' END
      AS sort_key_type, sortkey AS sort_key, CASE WHEN distkey THEN 1 END AS dist_key,
    CASE encoding WHEN 'none' THEN 'raw' ELSE encoding END AS encoding, CASE WHEN type LIKE 'character%' THEN 'default' END AS collation
    FROM _redshift.relation_columns LEFT JOIN (SELECT schema_name, name, d FROM _redshift.declared_keys WHERE NOT temporary)
    USING (schema_name, name)`,
  ],
  [
    "show_schemas",
    `SELECT database_name, schema_name, schema_owner, schema_type, schema_acl,
    NULL::VARCHAR AS source_database, schema_option FROM _redshift.svv_redshift_schemas`,
  ],
];
