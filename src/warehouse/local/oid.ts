/** DuckDB's expression for the number of no object. */
export const NO_OBJECT = "0::UINTEGER";

/** Returns DuckDB's expression for an oid that stays the same as long as the name does: an UINTEGER, as all numbers of objects are. */
export function oid(schema: string, name: string): string {
  return `CAST(hash(${schema} || '.' || ${name}) % 2000000000 + 100000 AS UINTEGER)`;
}
