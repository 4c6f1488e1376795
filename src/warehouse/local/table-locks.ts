/** LOCK TABLE between the sessions of one local warehouse: held to the end of the transaction, first come first served. */
import { WarehouseError } from "../../errors.ts";

interface Lock {
  holder: object;
  readonly waiting: {
    readonly session: object;
    readonly take: () => void;
    readonly refuse: (error: Error) => void;
  }[];
}

export class TableLocks {
  private readonly locks = new Map<string, Lock>();

  /** Resolves when the session holds the table. */
  async acquire(session: object, table: string): Promise<void> {
    const lock = this.locks.get(table);
    if (lock === undefined) {
      this.locks.set(table, { holder: session, waiting: [] });
    } else if (lock.holder !== session) {
      await new Promise<void>((take, refuse) => lock.waiting.push({ session, take, refuse }));
    }
  }

  /** Gives everything that the session holds to who waits longest. */
  release(session: object): void {
    for (const [table, lock] of this.locks) {
      if (lock.holder !== session) continue;
      const next = lock.waiting.shift();
      if (next === undefined) {
        this.locks.delete(table);
      } else {
        lock.holder = next.session;
        next.take();
      }
    }
  }

  /** Ends the waiting of a session with SQLSTATE 57014. */
  cancel(session: object): void {
    for (const { waiting } of this.locks.values()) {
      const index = waiting.findIndex((one) => one.session === session);
      const [one] = index === -1 ? [] : waiting.splice(index, 1);
      one?.refuse(new WarehouseError("canceling statement due to user request", { sqlState: "57014" }));
    }
  }
}
