/** The rows of a query as DuckDB makes them: one chunk is held, and no more. */
import type { DuckDBConnection, DuckDBResult } from "@duckdb/node-api";
import type { RowSource } from "../row-source.ts";
import type { Row } from "../warehouse.ts";
import { renderSlice, rendersOf } from "./values.ts";

/** How many values are rendered in one go, which takes some milliseconds; others have their turn between. */
const VALUES = 20_000;
/** And how many UTF-16 units of them, where they are long. */
const UNITS = 1024 * 1024;

/**
 * Yields rows as text, some at a time. DuckDB's client ends a result that fails as one that is whole, but for this: it is not a stream any more.
 * @param why finds out what has failed, and returns it
 * @throws the signal's reason once it is aborted, and what `why` returns
 */
async function* streamRows(
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
    for (let from = 0; from < chunk.rowCount;) {
      if (from > 0) await new Promise((resolve) => setImmediate(resolve));
      const rows = renderSlice(vectors, renders, {
        from,
        to: Math.min(from + step, chunk.rowCount),
        most: UNITS,
      });
      yield rows;
      from += rows.length;
    }
  }
}

/** Chunks that are taken of a result whose rows nobody wants: what is short comes to its end, what is long is not computed for nobody. */
const MOST_LEFT = 16;

/**
 * The rows of a result. One that did not come to its end, which an error is too, holds its connection, and with it the database, until the garbage is
 * collected, whatever becomes of the session: whoever leaves rows ends the result.
 */
export class StreamedRows implements RowSource {
  private readonly connection: DuckDBConnection;
  private readonly result: DuckDBResult;
  private readonly rows: AsyncGenerator<readonly Row[], undefined>;

  /** @param why as for {@link streamRows} */
  constructor(
    connection: DuckDBConnection,
    result: DuckDBResult,
    signal: AbortSignal,
    why: () => Promise<unknown>,
  ) {
    this.connection = connection;
    this.result = result;
    this.rows = streamRows(result, signal, why);
  }

  async next(): Promise<readonly Row[] | undefined> {
    try {
      return (await this.rows.next()).value;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** The transaction goes on, which an interrupt would end: what is left is taken if it is not much. */
  async close(): Promise<void> {
    await this.rows.return(undefined);
    for (let taken = 0; taken < MOST_LEFT; taken += 1) if (await this.isAtEnd()) return;
  }

  /** Ends the result, and fails its transaction. */
  async stop(): Promise<void> {
    await this.rows.return(undefined);
    do this.connection.interrupt();
    while (!(await this.isAtEnd()));
  }

  /** Takes a chunk, and returns whether there was none. */
  private async isAtEnd(): Promise<boolean> {
    const chunk = await this.result.fetchChunk().catch(() => null);
    return chunk === null || chunk.rowCount === 0;
  }
}
