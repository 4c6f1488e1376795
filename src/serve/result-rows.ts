/** The rows of one result, handed out as a client asks for them. */
import type { OpenResult, RowSource } from "../warehouse/row-source.ts";
import type { Row } from "../warehouse/warehouse.ts";

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

  /** The next rows, this many at most; undefined behind the last ones. @throws as `RowSource.next` does. */
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

  /** Takes in all that is still to come. @throws as `RowSource.next` does. */
  async gather(): Promise<void> {
    const parts = [this.here];
    while (this.rest !== undefined) {
      this.here = [];
      await this.fetch();
      parts.push(this.here);
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
