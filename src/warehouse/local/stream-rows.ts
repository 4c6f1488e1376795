/** The rows of a query as DuckDB makes them: one chunk is held, and no more. */
import type { DuckDBResult } from "@duckdb/node-api";
import type { Row } from "../warehouse.ts";
import { renderSlice, rendersOf } from "./values.ts";

/** How many values are rendered in one go, which takes some milliseconds; others have their turn between. */
const VALUES = 20_000;

/** Yields rows as text, some at a time. @throws the signal's reason once it is aborted; DuckDB's errors as they are. */
export async function* streamRows(
  result: DuckDBResult,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[], undefined> {
  const renders = rendersOf(result.columnTypes());
  const step = Math.max(1, Math.floor(VALUES / renders.length));
  for (;;) {
    signal.throwIfAborted();
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return undefined;
    const vectors = renders.map((_, at) => chunk.getColumnVector(at));
    for (let from = 0; from < chunk.rowCount; from += step) {
      if (from > 0) await new Promise((resolve) => setImmediate(resolve));
      yield renderSlice(vectors, renders, from, Math.min(from + step, chunk.rowCount));
    }
  }
}
