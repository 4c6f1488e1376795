/** Returns DuckDB's expression for an oid that stays the same as long as the name does; `dwh serve` counts them in the same way. */
export function oid(schema: string, name: string): string {
  return `CAST(hash(${schema} || '.' || ${name}) % 2000000000 + 100000 AS INTEGER)`;
}
