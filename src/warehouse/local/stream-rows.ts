/** The rows of a query as DuckDB makes them: one chunk is held, and no more. */
import type { DuckDBResult } from "@duckdb/node-api";
import type { Row } from "../warehouse.ts";
import { renderSlice, rendersOf } from "./values.ts";

/** How many values are rendered in one go, which takes some milliseconds; others have their turn between. */
const VALUES = 20_000;

/**
 * Yields rows as text, some at a time. DuckDB's client ends a result that fails as one that is whole, but for this: it is no stream any more.
 * @param why finds out what has failed, and returns it
 * @throws the signal's reason once it is aborted, and what `why` returns
 */
export async function* streamRows(
  result: DuckDBResult,
  signal: AbortSignal,
  why: () => Promise<unknown>,
): AsyncGenerator<readonly Row[], undefined> {
  const renders = rendersOf(result.columnTypes());
  const step = Math.max(1, Math.floor(VALUES / renders.length));
  for (;;) {
    signal.throwIfAborted();
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) {
      if (result.isStreaming) return undefined;
      signal.throwIfAborted();
      throw await why();
    }
    const vectors = renders.map((_, at) => chunk.getColumnVector(at));
    for (let from = 0; from < chunk.rowCount; from += step) {
      if (from > 0) await new Promise((resolve) => setImmediate(resolve));
      yield renderSlice(vectors, renders, from, Math.min(from + step, chunk.rowCount));
    }
  }
}

/** Chunks that are taken of a result whose rows nobody wants: what is short comes to its end, what is long is not computed for nobody. */
const MOST_LEFT = 16;

/**
 * Takes what is left of a result whose rows nobody wants any more, if it is not much: a result that did not come to its end holds its
 * connection, and with it the database, until the garbage is collected.
 */
export async function endStream(result: DuckDBResult): Promise<void> {
  for (let taken = 0; taken < MOST_LEFT; taken += 1) {
    const chunk = await result.fetchChunk().catch(() => null);
    if (chunk === null || chunk.rowCount === 0) return;
  }
}
