/**
 * The rows of an UNLOAD as DuckDB gives them: once, in the order of the query, and a partition after the other. The query is run once
 * only: what is volatile in it would differ the second time.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Row } from "../../warehouse.ts";
import { duckName } from "../quote.ts";
import { renderRows } from "../values.ts";

/** Rows that go into one folder, some at a time. */
export interface Batch {
  /** The number of the partition; 0 where there are none. */
  readonly partition: number;
  readonly rows: readonly Row[];
}

/** A query of so many columns. */
export interface StagedQuery {
  /** DuckDB's text. */
  readonly sql: string;
  readonly columns: number;
}

/** The name of a column of a staged query, counted from 0. */
export function stagedColumn(index: number): string {
  return `c${index}`;
}

function named({ sql, columns }: StagedQuery): string {
  return `(${sql}) AS q (${Array.from({ length: columns }, (_, index) => stagedColumn(index)).join(", ")})`;
}

/** Gives the rows of a query as they come. @throws DuckDB's error; the signal's reason once it is aborted. */
export async function* streamRows(
  connection: DuckDBConnection,
  sql: string,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[]> {
  const result = await connection.stream(sql);
  const types = result.columnTypes();
  for (;;) {
    signal.throwIfAborted();
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield renderRows(chunk.getColumns(), types);
  }
}

/** The rows in a temporary table, numbered in the order of the query: `n`, `part`, and the columns by `stagedColumn`. */
export interface Stage {
  /** DuckDB's name of the table. */
  readonly table: string;
  /** The values by which a partition is told, in the order of `part`, which counts from 1. */
  readonly partitions: readonly Row[];
  drop(): Promise<void>;
}

/**
 * Runs the query into a temporary table; a transaction that fails takes it away.
 * @param partition indexes of the columns by which the rows are parted; without any they are one part
 * @param id what no other table of the session has in its name
 */
export async function stageRows(
  connection: DuckDBConnection,
  query: StagedQuery,
  partition: readonly number[],
  id: number,
): Promise<Stage> {
  const table = duckName(`redshift_unload:${id}`);
  const keys = partition.map(stagedColumn);
  const order = keys.map((key) => `${key} NULLS LAST`).join(", ");
  const part = keys.length === 0 ? "1" : `dense_rank() OVER (ORDER BY ${order})`;
  await connection.run(
    `CREATE TEMP TABLE ${table} AS SELECT *, ${part} AS part FROM (SELECT row_number() OVER () AS n, * FROM ${named(query)})`,
  );
  const found = await connection.runAndReadAll(
    `SELECT DISTINCT part${keys.map((key) => `, ${key}`).join("")} FROM ${table} ORDER BY part`,
  );
  const rows = renderRows(found.getColumns(), found.columnTypes());
  return {
    table,
    partitions: rows.map(([, ...values]) => values),
    drop: async () => void (await connection.run(`DROP TABLE ${table}`)),
  };
}
