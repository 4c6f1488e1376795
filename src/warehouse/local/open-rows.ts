/** Rows of a statement that ends with them. */
import type { RowSource } from "../row-source.ts";
import type { Row } from "../warehouse.ts";
import type { StreamedRows } from "./stream-rows.ts";
import type { Transaction } from "./transaction.ts";

/** What is done at the end, in one of three ways. */
interface Ends {
  /** All rows were taken. */
  readonly done: () => Promise<unknown>;
  /** They were not, and nobody wants the others. */
  readonly left: () => Promise<unknown>;
  /** They could not be had; returns the error to throw. */
  readonly failed: (error: unknown) => Promise<unknown>;
}

/** Takes rows from a source, and ends the statement with them, once. */
export class OpenRows implements RowSource {
  private readonly source: RowSource;
  private readonly ends: Ends;
  private isOpen = true;

  constructor(source: RowSource, ends: Ends) {
    this.source = source;
    this.ends = ends;
  }

  async next(): Promise<readonly Row[] | undefined> {
    if (!this.isOpen) return undefined;
    try {
      const rows = await this.source.next();
      if (rows !== undefined) return rows;
      this.isOpen = false;
      await this.ends.done();
      return undefined;
    } catch (error) {
      this.isOpen = false;
      throw await this.ends.failed(error);
    }
  }

  async close(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    await this.source.close();
    await this.ends.left();
  }
}

/** Returns rows with which the transaction of a statement ends that is one by itself. */
export function endedWith(rows: StreamedRows, transaction: Transaction): RowSource {
  return new OpenRows(
    { next: () => rows.next(), close: () => rows.stop() },
    {
      done: () => transaction.commit(),
      left: () => transaction.rollback(),
      failed: async (error) => {
        await transaction.rollback();
        return error;
      },
    },
  );
}
