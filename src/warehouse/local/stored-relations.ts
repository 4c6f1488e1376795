/** Tables and views as the catalogue of the local warehouse stores them. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { TableDefinition } from "../../dialect/table-definition.ts";
import type { QualifiedName } from "../../dialect/table-name.ts";
import type { Relation, RelationName } from "./bind/relation.ts";
import { DEFAULT_SCHEMA, localSpelling } from "./default-schema.ts";
import { describeRelation } from "./describe-relation.ts";
import { duckLiteral, duckTable } from "./quote.ts";
import { partsOf } from "./store-definition.ts";

/** The name of a table or a view, with its schema. */
export type StoredName = RelationName & { readonly schema: string };

/** The names of all tables and views, as {@link nameKey} writes them. */
export type StoredNames = ReadonlySet<string>;

/** Returns a name as one text, for sets and maps. */
export function nameKey(name: QualifiedName): string {
  return JSON.stringify(partsOf(name));
}

/**
 * Returns tables and views in the order of their names, undefined for a name that is none, and the names of all that there are.
 * @param hasOlderViews whether the file may hold views that are not stored here
 */
export async function readRelations(
  connection: DuckDBConnection,
  names: readonly StoredName[],
  hasOlderViews: boolean,
): Promise<{ readonly relations: readonly (Relation | undefined)[]; readonly stored: StoredNames }> {
  const list = names.map((name) => `(${partsOf(name).map(duckLiteral).join(", ")})`).join(", ");
  const reader = await connection.runAndReadAll(
    `SELECT schema_name, table_name, 'table', CASE WHEN (schema_name, table_name) IN (${list}) THEN definition END, NULL
     FROM _redshift.tables
     UNION ALL SELECT schema_name, view_name, kind, CASE WHEN asked THEN columns END, CASE WHEN asked THEN query END
     FROM (SELECT *, (schema_name, view_name) IN (${list}) AS asked FROM _redshift.views)`,
  );
  const stored = new Map(
    (reader.getRows() as StoredRow[]).map((row) => [JSON.stringify(row.slice(0, 2)), row]),
  );
  const relations = [];
  for (const name of names) {
    const row = stored.get(nameKey(name));
    if (row !== undefined) relations.push(storedRelation(name, row));
    else relations.push(hasOlderViews ? await olderView(connection, name, duckTable(name)) : undefined);
  }
  return { relations, stored: new Set(stored.keys()) };
}

/** Schema, name, kind, definition or columns of those that were asked for, and the query of a view. */
type StoredRow = [string, string, string, string | null, string | null];

function storedRelation(name: StoredName, [, , kind, definition, source]: StoredRow): Relation {
  const text = definition ?? "";
  const sql = duckTable(name);
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
  name: StoredName,
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
