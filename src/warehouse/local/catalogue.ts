/** What was declared, as Redshift would tell it: DuckDB keeps neither lengths nor keys. Stored in schema `_redshift`. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { TableDefinition } from "../../dialect/table-definition.ts";
import { renderDataType } from "../../dialect/types.ts";
import { duckLiteral } from "./rewrite/quote.ts";

/** Makes schema and views; does nothing to a warehouse that has them. */
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

/** Statements that put a definition in the place of another one of the table. */
export function storeDefinition(schema: string, table: TableDefinition): readonly string[] {
  const columns = table.columns.map((column, index) => {
    const sort = table.sortKey.indexOf(column.name) + 1;
    const values = [
      duckLiteral(schema),
      duckLiteral(table.name),
      index + 1,
      duckLiteral(column.name),
      duckLiteral(renderDataType(column.type)),
      duckLiteral(column.encode ?? "none"),
      table.distKey === column.name,
      sort,
      column.notNull,
    ];
    return `(${values.join(", ")})`;
  });
  return [
    ...dropDefinition(schema, table.name),
    `INSERT INTO _redshift.tables VALUES (${[schema, table.name, JSON.stringify(table)].map(duckLiteral).join(", ")})`,
    `INSERT INTO _redshift.columns VALUES ${columns.join(", ")}`,
  ];
}

/** Statements that forget a table. */
export function dropDefinition(schema: string, name: string): readonly string[] {
  return [
    `DELETE FROM _redshift.tables WHERE schema_name = ${duckLiteral(schema)} AND table_name = ${duckLiteral(name)}`,
    `DELETE FROM _redshift.columns WHERE schemaname = ${duckLiteral(schema)} AND tablename = ${duckLiteral(name)}`,
  ];
}

/** The definition of a table as the session's transaction sees it; undefined for a table that nobody declared. */
export async function readDefinition(
  connection: DuckDBConnection,
  schema: string,
  name: string,
): Promise<TableDefinition | undefined> {
  const reader = await connection.runAndReadAll(
    `SELECT definition FROM _redshift.tables WHERE schema_name = ${duckLiteral(schema)} AND table_name = ${duckLiteral(name)}`,
  );
  const [text] = reader.getColumns()[0] ?? [];
  return typeof text === "string" ? (JSON.parse(text) as TableDefinition) : undefined;
}
