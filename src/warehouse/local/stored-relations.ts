/** Tables and views as the catalogue of the local warehouse stores them. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { TableDefinition } from "../../dialect/table-definition.ts";
import type { QualifiedName } from "../../dialect/table-name.ts";
import type { Relation, RelationName } from "./bind/relation.ts";
import { DEFAULT_SCHEMA, localSpelling } from "./default-schema.ts";
import { describeRelation } from "./describe-relation.ts";
import { duckLiteral, duckTable } from "./quote.ts";
import { partsOf } from "./store-definition.ts";

/**
 * Returns a table or a view; undefined where there is none.
 * @param hasOlderViews whether the file may hold views that are not stored here
 */
export async function readRelation(
  connection: DuckDBConnection,
  name: RelationName & { readonly schema: string },
  hasOlderViews: boolean,
): Promise<Relation | undefined> {
  const reader = await connection.runAndReadAll(
    `SELECT 'table', definition, NULL FROM _redshift.tables ${whereNamed("schema_name", "table_name", name)}
     UNION ALL SELECT kind, columns, query FROM _redshift.views ${whereNamed("schema_name", "view_name", name)}`,
  );
  const [row] = reader.getRows() as [string, string, string | null][];
  const sql = duckTable(name);
  if (row === undefined) return hasOlderViews ? olderView(connection, name, sql) : undefined;
  const [kind, text, source] = row;
  if (kind === "table") return relationOf(JSON.parse(text) as TableDefinition, name, sql);
  const columns = JSON.parse(text) as Relation["columns"];
  const query = { source: source ?? "", columns: columns.map((column) => column.name) };
  if (kind === "late") return { ...name, kind: "view", sql, columns, late: query };
  if (kind === "materialized view") return { ...name, kind, sql, columns, refresh: query };
  return { ...name, kind: "view", sql, columns };
}

/** A view of a file that was made before views were kept in the catalogue. */
async function olderView(
  connection: DuckDBConnection,
  name: RelationName & { readonly schema: string },
  sql: string,
): Promise<Relation | undefined> {
  const reader = await connection.runAndReadAll(
    `SELECT 1 FROM duckdb_views() ${whereNamed("schema_name", "view_name", name)}`,
  );
  if (reader.currentRowCount === 0) return undefined;
  const view = await describeRelation(connection, name, sql);
  return view && { ...view, kind: "view" };
}

/** Returns a table as what a statement names. @param sql how DuckDB names it */
export function relationOf(table: TableDefinition, { schema, name }: RelationName, sql: string): Relation {
  const columns = table.columns.map((column) => ({ name: column.name, type: column.type }));
  return {
    schema,
    name,
    kind: "table",
    sql,
    columns,
    table: { ...table, name: localSpelling({ schema, name }) },
  };
}

/** Returns those of the tables that are not stored. */
export async function missingTables(
  connection: DuckDBConnection,
  tables: readonly QualifiedName[],
): Promise<readonly QualifiedName[]> {
  if (tables.length === 0) return [];
  const names = tables.map((table) => `(${partsOf(table).map(duckLiteral).join(", ")})`);
  const reader = await connection.runAndReadAll(
    `SELECT schema_name, table_name FROM _redshift.tables WHERE (schema_name, table_name) IN (${names.join(", ")})`,
  );
  const there = new Set(reader.getRows().map((row) => JSON.stringify(row)));
  return tables.filter((table) => !there.has(JSON.stringify(partsOf(table))));
}

/** Returns the WHERE that chooses the rows of one relation, by the columns of its schema and its name. */
export function whereNamed(
  schemaColumn: string,
  tableColumn: string,
  { schema, name }: QualifiedName,
): string {
  return `WHERE ${schemaColumn} = ${duckLiteral(schema ?? DEFAULT_SCHEMA)} AND ${tableColumn} = ${duckLiteral(name)}`;
}
