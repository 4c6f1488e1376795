/** The rows in doubt of a statement, which a sequence of DuckDB counts. */
import type { DuckDBConnection } from "@duckdb/node-api";

/** The name of the temporary sequence that counts what is in doubt. */
export const DOUBTS = "copy_doubts";

/** Returns how often the sequence has moved on. */
export async function doubtsSoFar(connection: DuckDBConnection): Promise<number> {
  return askNumber(
    connection,
    `SELECT last_value FROM duckdb_sequences() WHERE sequence_name = '${DOUBTS}' AND temporary`,
  ).then((value) => Math.max(0, value));
}

/** Returns one number that a statement selects; -1 for null. */
export async function askNumber(connection: DuckDBConnection, sql: string): Promise<number> {
  const value = (await connection.runAndReadAll(sql)).getColumns()[0]?.[0];
  return value === null || value === undefined ? -1 : Number(value);
}
