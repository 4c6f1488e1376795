/** What depends on what, as the catalogue of the local warehouse holds it. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { TableDefinition } from "../../dialect/table-definition.ts";
import { parseTableName, type QualifiedName } from "../../dialect/table-name.ts";
import { localSpelling } from "./default-schema.ts";
import { duckLiteral } from "./quote.ts";
import { whereNamed } from "./stored-relations.ts";

/** A table or a view, its schema written out. */
type Named = QualifiedName & { readonly schema: string };

/** Returns whether a schema holds neither a table nor a view. */
export async function isEmptySchema(connection: DuckDBConnection, schema: string): Promise<boolean> {
  const own = duckLiteral(schema);
  const reader = await connection.runAndReadAll(
    `SELECT 1 FROM _redshift.tables WHERE schema_name = ${own} UNION ALL SELECT 1 FROM _redshift.views WHERE schema_name = ${own}`,
  );
  return reader.currentRowCount === 0;
}

/** Returns the views that read a table or a view themselves. */
export function viewsOn(connection: DuckDBConnection, relation: QualifiedName): Promise<readonly Named[]> {
  return namesOf(
    connection,
    `SELECT DISTINCT schema_name, view_name FROM _redshift.view_reads ${whereNamed("on_schema", "on_name", relation)} ORDER BY ALL`,
  );
}

/** Returns the views WITH NO SCHEMA BINDING. */
export function lateViews(connection: DuckDBConnection): Promise<readonly Named[]> {
  return namesOf(
    connection,
    "SELECT schema_name, view_name FROM _redshift.views WHERE kind = 'late' ORDER BY ALL",
  );
}

/** Returns the tables whose foreign keys reference a table, as `localSpelling` spells them. */
export async function tablesOn(
  connection: DuckDBConnection,
  relation: QualifiedName,
): Promise<readonly string[]> {
  const reader = await connection.runAndReadAll("SELECT definition FROM _redshift.tables ORDER BY ALL");
  const name = localSpelling(relation);
  return reader
    .getRows()
    .map(([text]) => JSON.parse(String(text)) as TableDefinition)
    .filter(({ foreignKeys }) =>
      foreignKeys.some(({ table }) => localSpelling(parseTableName(table)) === name),
    )
    .map((table) => localSpelling(parseTableName(table.name)))
    .filter((other) => other !== name);
}

async function namesOf(connection: DuckDBConnection, sql: string): Promise<readonly Named[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRows().map(([schema, name]) => ({ schema: String(schema), name: String(name) }));
}
