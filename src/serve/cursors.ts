/** The cursor of one connection (Database Developer Guide, "DECLARE", "FETCH", "CLOSE"). */
import type { FetchCursor } from "../dialect/syntax/session.ts";
import { WarehouseError } from "../errors.ts";
import type { OpenResult } from "../warehouse/row-source.ts";
import type { Column, Row } from "../warehouse/warehouse.ts";
import { ResultRows } from "./result-rows.ts";

interface Cursor {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: ResultRows;
  /** The row that was fetched last, which FORWARD 0 fetches once more; undefined before the first and after the last. */
  current: Row | undefined;
}

/** "Only one cursor at a time can be open per session"; it ends with its transaction. */
export class Cursors {
  private open: Cursor | undefined;

  /** @throws WarehouseError 42P03 while another one is open. */
  check(name: string): void {
    if (this.open === undefined) return;
    const isSame = this.open.name === name;
    throw new WarehouseError(
      isSame ? `cursor "${name}" already exists` : `cursor "${this.open.name}" is open already`,
      { sqlState: "42P03", next: "close it first: a session has one cursor at a time" },
    );
  }

  /** Opens a cursor on the rows of a query, and returns them. */
  declare(name: string, result: OpenResult): ResultRows {
    const rows = new ResultRows(result);
    this.open = { name, columns: result.columns, rows, current: undefined };
    return rows;
  }

  has(name: string): boolean {
    return this.open?.name === name;
  }

  /** The columns of a cursor's rows. @throws as `fetch`. */
  columnsOf(name: string): readonly Column[] {
    return this.get(name).columns;
  }

  /** The rows that FETCH asks for, as they are taken. @throws WarehouseError 34000 for a cursor that is not open. */
  fetch({ cursor, count }: FetchCursor): OpenResult {
    const opened = this.get(cursor.value);
    const head = { command: "FETCH", rowCount: 0, columns: opened.columns, notices: [] };
    if (count === 0) return { ...head, rows: opened.current === undefined ? [] : [opened.current] };
    let left = count === "all" ? Number.POSITIVE_INFINITY : count;
    const next = async (): Promise<readonly Row[] | undefined> => {
      if (left === 0) return undefined;
      const rows = await opened.rows.take(left);
      opened.current = rows?.at(-1);
      left -= rows?.length ?? left;
      return rows;
    };
    // What a client leaves of a FETCH is the cursor's.
    return { ...head, rows: [], rest: { next, close: async () => undefined } };
  }

  /** Closes a cursor. @throws as `fetch`. */
  async close(name: string): Promise<void> {
    const { rows } = this.get(name);
    this.open = undefined;
    await rows.close();
  }

  /** The transaction has ended, and its cursor with it. */
  end(): void {
    this.open = undefined;
  }

  private get(name: string): Cursor {
    if (this.open?.name === name) return this.open;
    throw new WarehouseError(`cursor "${name}" does not exist`, { sqlState: "34000" });
  }
}
