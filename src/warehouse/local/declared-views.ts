/**
 * The views that tell how tables are declared, as Redshift's do: PG_CLASS_INFO with the numbers of Developer Guide, "PG_CLASS_INFO";
 * PG_ATTRDEF and PG_CONSTRAINT with those columns of PostgreSQL 8.0, "System Catalogs", and of AWS's own
 * `v_generate_tbl_ddl` (awslabs/amazon-redshift-utils, AdminViews) that the job asks for.
 */
import { ENCODINGS } from "../../dialect/declare/column.ts";
import { NO_OBJECT, oid } from "./oid.ts";
import type { SystemQuery } from "./system-query.ts";

/** The shape of a stored definition, as far as the views read it: see TableDefinition. */
const SHAPE = `{"name": "VARCHAR", "distStyle": "VARCHAR", "columns": [{"name": "VARCHAR", "defaultSql": "VARCHAR", "type":
  {"name": "VARCHAR"}, "identity": {"seed": "BIGINT", "step": "BIGINT"}}], "primaryKey": ["VARCHAR"], "uniqueKeys": [["VARCHAR"]],
  "foreignKeys": [{"columns": ["VARCHAR"], "table": "VARCHAR", "references": ["VARCHAR"]}]}`;

/** The numbers of columns; a key names columns of the table whose definition is `of`. */
const numbers = (key: string, of: string): string =>
  `list_transform(${key}, lambda k: CAST(list_position(list_transform(${of}.columns, lambda c: c.name), k) AS SMALLINT))`;

/** The names of columns as a statement has them. */
const listed = (names: string): string => `'(' || list_aggregate(list_transform(${names}, lambda k: CASE
  WHEN regexp_full_match(k, '[a-z_][a-z0-9_]*') THEN k ELSE '"' || replace(k, '"', '""') || '"' END), 'string_agg', ', ') || ')'`;

/** A name that the table's own schema says without being asked, as localSpelling spells it. */
const local = (spelling: string): string => `regexp_replace(${spelling}, '^public\\.', '')`;

/** The columns that a foreign key names, and without any the primary key of their table. */
const REFERENCED = "CASE WHEN len(f.references) = 0 THEN r.d.primaryKey ELSE f.references END";

const OWN = oid("t.schema_name", "t.table_name");

/** The encodings as Redshift tells them: none for RAW (Developer Guide, "PG_TABLE_DEF"). A column's number is its place here, from 0. */
const TOLD = ENCODINGS.map((encoding) => `'${encoding === "raw" ? "none" : encoding}'`).join(", ");

/** DuckDB's expression for the number of the column `encoding`. */
export const ENCODING_NUMBER = `coalesce(list_position([${TOLD}], encoding), 1) - 1`;

/** DuckDB's expression for what `format_encoding(number)` answers. */
export const FORMAT_ENCODING = `([${TOLD}][CAST($1 AS BIGINT) + CAST(1 AS BIGINT)])`;

/** Their queries. */
export const DECLARED_VIEWS: readonly SystemQuery[] = [
  [
    "declared",
    `SELECT schema_name, table_name, from_json(definition, '${SHAPE}') AS d FROM
    _redshift.all_tables`,
  ],
  // A table of DISTSTYLE AUTO is on every node as long as it is small.
  [
    "pg_class_info",
    `SELECT ${OWN} AS reloid, t.table_name AS relname, n.oid AS relnamespace, 'r' AS
    relkind, CASE t.d.distStyle WHEN 'even' THEN 0 WHEN 'key' THEN 1 WHEN 'all' THEN 8 ELSE 9 END AS reldiststyle,
    CASE t.d.distStyle WHEN 'even' THEN 0 WHEN 'key' THEN 1 WHEN 'all' THEN 8 ELSE 10 END AS releffectivediststyle
    FROM _redshift.declared t JOIN _redshift.pg_namespace n ON n.nspname = t.schema_name`,
  ],
  // In the words of a cluster: a literal has its type, an identity is a call.
  [
    "pg_attrdef",
    `SELECT CAST(hash('default of ' || adrelid || '.' || adnum) % 2000000000 + 100000 AS UINTEGER) AS oid, adrelid, adnum, adsrc AS
      adbin, adsrc FROM (SELECT ${OWN} AS adrelid, n::SMALLINT AS adnum,
      CASE WHEN c.identity IS NOT NULL THEN '"identity"(' || ${OWN} || ', 0, (''' || c.identity.seed || ',' || c.identity.step ||
        '''::character varying)::text)'
      WHEN lower(c.defaultSql) = 'null' THEN NULL
      WHEN c.defaultSql LIKE '''%''' AND c.type.name = 'varchar' THEN c.defaultSql || '::character varying'
      ELSE c.defaultSql END AS adsrc
    FROM (SELECT schema_name, table_name, unnest(d.columns) AS c, unnest(range(1, len(d.columns) + 1)) AS n FROM _redshift.declared) t)
    WHERE adsrc IS NOT NULL`,
  ],
  // Names as Postgres 8.0 makes them: category_pkey is one (Developer Guide, "ALTER TABLE examples"). A name that is given has no effect here.
  [
    "constraints",
    `SELECT t.schema_name, t.table_name || '_pkey' AS conname, 'p' AS contype, ${OWN} AS conrelid, ${NO_OBJECT} AS confrelid,
      ${numbers("t.d.primaryKey", "t.d")} AS conkey, NULL::SMALLINT[] AS confkey, 'PRIMARY KEY ' || ${listed("t.d.primaryKey")} AS text
    FROM _redshift.declared t WHERE len(t.d.primaryKey) > 0
    UNION ALL SELECT t.schema_name, t.table_name || '_' || k[CAST(1 AS BIGINT)] || '_key', 'u', ${OWN}, ${NO_OBJECT}, ${numbers("k", "t.d")}, NULL,
      'UNIQUE ' || ${listed("k")}
    FROM (SELECT *, unnest(d.uniqueKeys) AS k FROM _redshift.declared) t
    UNION ALL SELECT t.schema_name, t.table_name || '_' || f.columns[CAST(1 AS BIGINT)] || '_fkey', 'f', ${OWN}, ${oid("r.schema_name", "r.table_name")},
      ${numbers("f.columns", "t.d")}, ${numbers(REFERENCED, "r.d")},
      'FOREIGN KEY ' || ${listed("f.columns")} || ' REFERENCES ' || f.table || ${listed(REFERENCED)}
    FROM (SELECT *, unnest(d.foreignKeys) AS f FROM _redshift.declared) t
    JOIN _redshift.declared r ON ${local("r.d.name")} = ${local("f.table")}`,
  ],
  [
    "pg_constraint",
    `SELECT CAST(hash('constraint ' || conrelid || '.' || conname) % 2000000000 + 100000 AS UINTEGER) AS oid, conname, n.oid AS
      connamespace, contype, false AS condeferrable, false AS condeferred, conrelid, ${NO_OBJECT} AS contypid, confrelid, ' ' AS
      confupdtype, ' ' AS confdeltype, ' ' AS confmatchtype, conkey, confkey, NULL::VARCHAR AS conbin, NULL::VARCHAR AS consrc, true AS
      convalidated, ${NO_OBJECT} AS conindid FROM _redshift.constraints JOIN _redshift.pg_namespace n ON n.nspname = schema_name`,
  ],
  [
    "constraint_texts",
    `SELECT CAST(hash('constraint ' || conrelid || '.' || conname) % 2000000000 + 100000 AS UINTEGER) AS oid, text FROM
      _redshift.constraints`,
  ],
];
