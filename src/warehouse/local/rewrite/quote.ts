/** Names and literals as DuckDB reads them: without backslash escapes. */

/** A DuckDB string literal. */
export function duckLiteral(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A DuckDB name, always quoted: DuckDB reserves words that Redshift does not. */
export function duckName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
