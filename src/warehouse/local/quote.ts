/** Names and literals as DuckDB reads them: without backslash escapes. */

import type { QualifiedName } from "../../dialect/table-name.ts";

/** Returns a DuckDB string literal. */
export function duckLiteral(value: string): string {
  return value.includes("'") ? `'${value.replaceAll("'", "''")}'` : `'${value}'`;
}

/** Returns a DuckDB name, always quoted: DuckDB reserves words that Redshift does not. */
export function duckName(name: string): string {
  return name.includes('"') ? `"${name.replaceAll('"', '""')}"` : `"${name}"`;
}

/** Returns a table's name for DuckDB, with its schema if it has one. */
export function duckTable({ schema, name }: QualifiedName): string {
  return schema === undefined ? duckName(name) : `${duckName(schema)}.${duckName(name)}`;
}

/** Returns the DuckDB statement that gives a variable of the connection a text; views read it with `getvariable`. */
export function setVariable(name: string, value: string): string {
  return `SET VARIABLE ${name} = ${duckLiteral(value)}`;
}
