/** The transaction of one session: whether one is open, and what ends with it: temporary tables, and locks. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { messageOf } from "../../text/message-of.ts";
import type { AccessMode } from "./access-mode.ts";
import type { Catalogue } from "./catalogue.ts";
import { OwnRows } from "./own-rows.ts";
import type { LockHolder, TableLocks } from "./table-locks.ts";

/** `failed`: an error has rolled it back, and everything but its end is refused. */
export type TransactionState = "none" | "open" | "failed";

/** What a transaction works on. */
interface TransactionContext {
  readonly connection: DuckDBConnection;
  readonly catalogue: Catalogue;
  /** The transaction itself is the holder of its locks. */
  readonly locks: TableLocks;
  readonly sessionId: number;
  readonly now: () => Date;
  nextId(): number;
}

/** One a session, for all the transactions of it, one after the other. */
export class Transaction implements LockHolder {
  readonly sessionId: number;
  /** Tables that are gone once it is committed. */
  readonly dropped = new Set<string>();
  /** What it has written. */
  readonly ownRows = new OwnRows();
  /** Whether the transaction that is open, or a statement that will be one by itself, may not write. */
  readOnly = false;
  /** The same of transactions that say nothing themselves. */
  private readsOnly = false;
  private readonly context: TransactionContext;
  private current: TransactionState = "none";
  private currentId = 0;
  private since: Date;

  constructor(context: TransactionContext) {
    this.context = context;
    this.sessionId = context.sessionId;
    this.since = context.now();
  }

  get state(): TransactionState {
    return this.current;
  }

  /** The number of the transaction that is open, or was the last one; 0 before the first. */
  get id(): number {
    return this.currentId;
  }

  /** When that transaction was opened. */
  get startedAt(): Date {
    return this.since;
  }

  /** Changes what may be done. */
  setMode({ scope, readOnly }: AccessMode): void {
    if (readOnly === undefined) return;
    if (scope === "session") this.readsOnly = readOnly;
    // A transaction that is open keeps what it began with, and outside of one there is none to change.
    if ((scope === "session") === (this.current === "none")) this.readOnly = readOnly;
  }

  /** Opens one; there must be none. */
  async begin(): Promise<void> {
    await this.context.connection.run("BEGIN");
    this.context.catalogue.begin();
    this.ownRows.forget();
    this.currentId = this.context.nextId();
    this.since = this.context.now();
    this.current = "open";
  }

  /**
   * Ends it, and gives its locks away. Returns what became of it: one that had failed is rolled back.
   * @throws DuckDB's error when it cannot be committed; it is rolled back then.
   */
  async commit(): Promise<"COMMIT" | "ROLLBACK"> {
    if (this.current !== "open") return this.rollback();
    try {
      await this.context.connection.run("COMMIT");
      this.context.catalogue.commit();
      this.current = "none";
      this.readOnly = this.readsOnly;
      this.context.locks.release(this, this.dropped);
      this.dropped.clear();
    } catch (error) {
      await this.undo("none");
      throw error;
    }
    return "COMMIT";
  }

  /** Ends it without its changes, and gives its locks away. */
  async rollback(): Promise<"ROLLBACK"> {
    if (this.current === "open") await this.undo("none");
    this.current = "none";
    this.readOnly = this.readsOnly;
    return "ROLLBACK";
  }

  /** After an error: its changes and its locks are gone at once, so that others can go on; it waits for its end. */
  async fail(): Promise<void> {
    if (this.current === "open") await this.undo("failed");
  }

  /** False when a cancel hit the ROLLBACK instead of the statement before it: what is open then refuses every other statement. */
  private async isRolledBack(): Promise<boolean> {
    try {
      await this.context.connection.run("ROLLBACK");
      return true;
    } catch (error) {
      // DuckDB may have done it already, and then has none to roll back.
      return !messageOf(error).includes("Interrupted");
    }
  }

  /** The state changes first: a session that is closed while a statement of it waits comes here for both of them. */
  private async undo(next: "none" | "failed"): Promise<void> {
    this.current = next;
    this.dropped.clear();
    while (!(await this.isRolledBack())) continue;
    this.context.catalogue.rollback();
    this.context.locks.release(this);
  }
}
