/** The rows of one result, handed out as a client asks for them. */
import { WarehouseError } from "../errors.ts";
import type { OpenResult, RowSource } from "../warehouse/row-source.ts";
import type { Row } from "../warehouse/warehouse.ts";

/** How much of a result is held for a client that asks for something else before it has taken its rows: about that many bytes. */
const MOST_GATHERED = 64 * 1024 * 1024;
/** What a value takes beside its text. */
const EACH_VALUE = 24;

/** Rows that are here, and those that are still to come. */
export class ResultRows {
  private here: readonly Row[];
  private rest: RowSource | undefined;

  constructor({ rows, rest }: Pick<OpenResult, "rows" | "rest">) {
    this.here = rows;
    this.rest = rest;
  }

  /** Whether the warehouse has not come to the end yet. */
  get isOpen(): boolean {
    return this.rest !== undefined;
  }

  /** The next rows, this many at most; undefined after the last ones. @throws as `RowSource.next` does. */
  async take(most: number): Promise<readonly Row[] | undefined> {
    if (!(await this.hasMore())) return undefined;
    const taken = this.here.length <= most ? this.here : this.here.slice(0, most);
    this.here = taken === this.here ? [] : this.here.slice(most);
    return taken;
  }

  /** Whether there are rows left; looks for them. @throws as `RowSource.next` does. */
  async hasMore(): Promise<boolean> {
    while (this.here.length === 0 && this.rest !== undefined) await this.fetch();
    return this.here.length > 0;
  }

  /** Takes in all that is still to come. @throws as `RowSource.next` does; WarehouseError 53200 for more than MOST_GATHERED, which gives them up. */
  async gather(): Promise<void> {
    const parts = [this.here];
    let size = sizeOf(this.here);
    while (this.rest !== undefined) {
      this.here = [];
      await this.fetch();
      parts.push(this.here);
      size += sizeOf(this.here);
      if (size <= MOST_GATHERED) continue;
      await this.close();
      throw new WarehouseError("out of memory: too many rows are left of a cursor or a portal", {
        sqlState: "53200",
        next: "take or close them before the session is asked for something else, or ask it on another connection",
      });
    }
    this.here = parts.flat();
  }

  /** Gives up what is still to come. */
  async close(): Promise<void> {
    const { rest } = this;
    this.rest = undefined;
    this.here = [];
    await rest?.close();
  }

  private async fetch(): Promise<void> {
    const source = this.rest;
    this.rest = undefined;
    const rows = await source?.next();
    if (rows === undefined) return;
    this.here = rows;
    this.rest = source;
  }
}

function sizeOf(rows: readonly Row[]): number {
  let size = 0;
  for (const row of rows) for (const value of row) size += EACH_VALUE + (value?.length ?? 0);
  return size;
}
