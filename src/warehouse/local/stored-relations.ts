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

/** What the catalogue stores of a table or a view: its kind, its definition or columns, and the query of a view. */
type StoredRow = readonly [kind: string, definition: string, source: string | null];

/** All tables and views, by their names as one text. */
export type StoredRelations = ReadonlyMap<string, StoredRow>;

/** Reads all of them: one question is asked faster than a second one, however little that is about. */
export async function readStored(connection: DuckDBConnection): Promise<StoredRelations> {
  const reader = await connection.runAndReadAll(
    `SELECT schema_name, table_name, 'table', definition, NULL FROM _redshift.tables
     UNION ALL SELECT schema_name, view_name, kind, columns, query FROM _redshift.views`,
  );
  const rows = reader.getRows() as [string, string, ...StoredRow][];
  return new Map(rows.map(([schema, name, ...row]) => [nameKey({ schema, name }), row]));
}

/** Returns one of them; undefined for a name that is not one. */
export function storedRelation(name: StoredName, stored: StoredRelations): Relation | undefined {
  const row = stored.get(nameKey(name));
  if (row === undefined) return undefined;
  const [kind, definition, source] = row;
  const sql = duckTable(name);
  if (kind === "table") return relationOf(JSON.parse(definition) as TableDefinition, name, sql);
  const columns = JSON.parse(definition) as Relation["columns"];
  const query = { source: source ?? "", columns: columns.map((column) => column.name) };
  if (kind === "late") return { ...name, kind: "view", sql, columns, late: query };
  if (kind === "materialized view") return { ...name, kind, sql, columns, refresh: query };
  return { ...name, kind: "view", sql, columns };
}

function nameKey(name: QualifiedName): string {
  return JSON.stringify(partsOf(name));
}

/** Returns a view of a file that was made before views were kept in the catalogue; undefined for a name that is not one. */
export async function olderView(
  connection: DuckDBConnection,
  name: StoredName,
): Promise<Relation | undefined> {
  const reader = await connection.runAndReadAll(
    `SELECT 1 FROM duckdb_views() ${whereNamed("schema_name", "view_name", name)}`,
  );
  if (reader.currentRowCount === 0) return undefined;
  const view = await describeRelation(connection, name, duckTable(name));
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
