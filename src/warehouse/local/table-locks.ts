/** LOCK TABLE between the sessions of one local warehouse: held to the end of the transaction, first come first served. */
import { WarehouseError } from "../../errors.ts";

interface Lock {
  holder: object;
  /** In the order in which they came. */
  readonly waiting: Waiter[];
}

interface Waiter {
  readonly holder: object;
  readonly take: () => void;
  readonly refuse: (error: Error) => void;
}

/** Exclusive locks by the table's name; who holds one is an object, a transaction say, that waits for one lock at a time. */
export class TableLocks {
  private readonly locks = new Map<string, Lock>();

  /**
   * Resolves when `holder` holds the table.
   * @throws WarehouseError 40P01 when whom it would wait for waits for it: one of a circle is ended, so that the others go on
   * (PostgreSQL 8.0, "Explicit Locking"); 57014 when it is cancelled.
   */
  async acquire(holder: object, table: string): Promise<void> {
    const lock = this.locks.get(table);
    if (lock === undefined) {
      this.locks.set(table, { holder, waiting: [] });
    } else if (lock.holder !== holder) {
      if (this.closesCircle(holder, lock)) throw deadlock(table);
      await new Promise<void>((take, refuse) => lock.waiting.push({ holder, take, refuse }));
    }
  }

  /** Gives everything that `holder` holds to who waits longest. */
  release(holder: object): void {
    for (const [table, lock] of this.locks) {
      if (lock.holder !== holder) continue;
      const next = lock.waiting.shift();
      if (next === undefined) {
        this.locks.delete(table);
      } else {
        lock.holder = next.holder;
        next.take();
      }
    }
  }

  /** Ends the waiting of `holder` with SQLSTATE 57014. */
  cancel(holder: object): void {
    for (const { waiting } of this.locks.values()) {
      const index = waiting.findIndex((one) => one.holder === holder);
      const [one] = index === -1 ? [] : waiting.splice(index, 1);
      one?.refuse(new WarehouseError("canceling statement due to user request", { sqlState: "57014" }));
    }
  }

  /** Whether following who waits for whom from this lock leads back: those before it in the queue wait for the same one. */
  private closesCircle(holder: object, lock: Lock): boolean {
    let other: object | undefined = lock.holder;
    while (other !== undefined && other !== holder) {
      const waits = ({ waiting }: Lock): boolean => waiting.some((one) => one.holder === other);
      other = [...this.locks.values()].find(waits)?.holder;
    }
    return other !== undefined;
  }
}

function deadlock(table: string): WarehouseError {
  return new WarehouseError("deadlock detected", {
    sqlState: "40P01",
    where: table,
    // "Write and read/write operations" of the Database Developer Guide advises it.
    next: "repeat the whole transaction, and LOCK the tables in the same order everywhere",
  });
}
