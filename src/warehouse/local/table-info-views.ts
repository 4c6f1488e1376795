/** What Redshift tells of tables and materialized views that hold rows (Developer Guide, "SVV_TABLE_INFO", "SVV_MV_INFO", "STV_MV_INFO"). */
import { DATABASE, USER } from "./catalogue-views.ts";
import { oid } from "./oid.ts";
import type { SystemQuery } from "./system-query.ts";

/** How a table or a materialized view is declared, as far as the views read it. */
const KEYS = `{"distStyle": "VARCHAR", "distKey": "VARCHAR", "sortStyle": "VARCHAR", "sortKey": ["VARCHAR"], "autoRefresh": "BOOLEAN"}`;

/** The style in the words of SVV_TABLE_INFO; a table of DISTSTYLE AUTO is on every node as long as it is small. */
export const STYLE =
  "CASE d.distStyle WHEN 'even' THEN 'EVEN' WHEN 'all' THEN 'ALL' WHEN 'key' THEN 'KEY(' || d.distKey || ')' ELSE 'AUTO(ALL)' END";

/** "By default, if you create tables without explicitly defining sort keys or distributions keys, they are set to AUTO". */
const SORT_KEY_1 = `CASE WHEN d.sortStyle = 'interleaved' THEN 'INTERLEAVED' WHEN len(d.sortKey) > 0 THEN d.sortKey[1]
  WHEN d.sortStyle = 'auto' THEN 'AUTO(SORTKEY)' END`;

/** Something of the columns of the table. */
const ofColumns = (what: string, where = "true"): string =>
  `(SELECT ${what} FROM _redshift.relation_columns c WHERE c.schema_name = t.schema_name AND c.name = t.name AND ${where})`;

const state = (
  columns: string,
): string => `SELECT ${columns} FROM (SELECT schema_name, view_name, from_json(keys, '${KEYS}') AS d
  FROM _redshift.views WHERE kind = 'materialized view')`;

const FLAGS = "CASE WHEN d.autoRefresh THEN 't' ELSE 'f' END AS autorefresh, 'f' AS autorewrite";

/** Their queries. */
export const TABLE_INFO_VIEWS: readonly SystemQuery[] = [
  [
    "declared_keys",
    `SELECT schema_name, table_name AS name, temporary, from_json(definition, '${KEYS}') AS d
    FROM _redshift.all_tables UNION ALL SELECT schema_name, view_name, false, from_json(keys, '${KEYS}') FROM _redshift.views
    WHERE kind = 'materialized view'`,
  ],
  // What depends on blocks and slices is not known here: null.
  [
    "svv_table_info",
    `SELECT ${DATABASE} AS database, t.schema_name AS schema,
    ${oid("t.schema_name", "t.name")} AS table_id, t.name AS "table",
    CASE WHEN ${ofColumns("count(*)", "c.encoding <> 'none'")} > 0 THEN 'Y' ELSE 'N' END AS encoded, ${STYLE} AS diststyle,
    ${SORT_KEY_1} AS sortkey1,
    coalesce(${ofColumns(`max(TRY_CAST(regexp_extract(c.type, '\\((\\d+)', 1) AS INTEGER))`, "c.type LIKE 'character varying%'")}, 0)
      AS max_varchar,
    ${ofColumns("max(c.encoding)", "c.column_name = d.sortKey[1]")} AS sortkey1_enc, CAST(len(d.sortKey) AS INTEGER) AS sortkey_num,
    NULL::BIGINT AS size, NULL::DECIMAL(10, 4) AS pct_used, NULL::BIGINT AS empty, NULL::DECIMAL(5, 2) AS unsorted,
    NULL::DECIMAL(5, 2) AS stats_off, CAST(r.estimated_size AS DECIMAL(38, 0)) AS tbl_rows, NULL::DECIMAL(19, 2) AS skew_sortkey1,
    NULL::DECIMAL(19, 2) AS skew_rows, CAST(r.estimated_size AS DECIMAL(38, 0)) AS estimated_visible_rows, NULL::VARCHAR AS risk_event,
    NULL::DECIMAL(12, 2) AS vacuum_sort_benefit, NULL::TIMESTAMP AS create_time
    FROM _redshift.declared_keys t JOIN duckdb_tables() r ON r.table_name = t.name AND CASE WHEN t.temporary THEN r.database_name = 'temp'
      ELSE r.database_name = current_database() AND r.schema_name = t.schema_name END WHERE r.estimated_size > 0`,
  ],
  // Whether a view is stale is not kept: u is unknown. REFRESH computes all of it: state 0.
  [
    "svv_mv_info",
    state(`${DATABASE} AS database_name, schema_name, ${USER} AS user_name, view_name AS name,
    'u' AS is_stale, 0 AS state, ${FLAGS}`),
  ],
  [
    "stv_mv_info",
    state(`${DATABASE} AS db_name, schema_name AS schema, view_name AS name,
    NULL::BIGINT AS updated_upto_xid, 'u' AS is_stale, ${USER} AS owner_user_name, 0 AS state, ${FLAGS}`),
  ],
];
