/**
 * Locks on tables between the sessions of one local warehouse, held to the end of the transaction. Developer Guide, "LOCK": a
 * table that is locked makes reads and writes of others wait; AWS re:Post, "How do I find and release locks in Amazon
 * Redshift?": AccessExclusiveLock is what LOCK, DROP, TRUNCATE and ALTER TABLE take, AccessShareLock what reading takes.
 */
import { WarehouseError } from "../../errors.ts";

/** Share: whoever reads or writes the table. Exclusive: beside it there is no other lock. */
export type LockMode = "share" | "exclusive";

/** Who holds a lock or waits for one: a transaction, which waits for one lock at a time. */
export interface LockHolder {
  /** What `pg_backend_pid()` tells in its session. */
  readonly sessionId: number;
  /** The number of the transaction. */
  readonly id: number;
  readonly startedAt: Date;
}

/** One lock that is held, or waited for. */
export interface LockEntry {
  readonly holder: LockHolder;
  /** Undefined for whoever waits for another transaction that makes a table of the same name. */
  readonly table: string | undefined;
  readonly mode: LockMode;
  readonly granted: boolean;
}

/** Before the name of a table that is not there yet: no name of a table begins so. */
const MAKING = "\0";

interface Lock {
  readonly holders: Map<LockHolder, LockMode>;
  /** In the order in which they are served. */
  readonly waiting: Waiter[];
}

interface Waiter {
  readonly holder: LockHolder;
  readonly mode: LockMode;
  readonly take: () => void;
  readonly refuse: (error: Error) => void;
}

/** The locks by the table's name. Nobody overtakes: after one that waits for an exclusive lock, readers wait too. */
export class TableLocks {
  private readonly locks = new Map<string, Lock>();

  /**
   * Resolves when `holder` holds the table in that mode, or in a stronger one.
   * @throws WarehouseError 40P01 when whom it would wait for waits for it: one of a circle is ended, so that the others go on
   * (PostgreSQL 8.0, "Explicit Locking"); 57014 when it is cancelled.
   */
  async acquire(holder: LockHolder, table: string, mode: LockMode): Promise<void> {
    const lock: Lock = this.locks.get(table) ?? { holders: new Map(), waiting: [] };
    this.locks.set(table, lock);
    const held = lock.holders.get(holder);
    if (held === "exclusive" || held === mode) return;
    const first = held !== undefined || lock.waiting.length === 0;
    if (first && fits(lock, holder, mode)) {
      lock.holders.set(holder, mode);
      return;
    }
    await new Promise<void>((take, refuse) => {
      const waiter = { holder, mode, take, refuse };
      // Who waits already waits for this holder as well: it goes before them.
      if (held === undefined) lock.waiting.push(waiter);
      else lock.waiting.unshift(waiter);
      if (this.closesCircle(holder)) {
        lock.waiting.splice(lock.waiting.indexOf(waiter), 1);
        refuse(deadlock(table));
      }
    });
  }

  /**
   * Resolves when no other transaction is making a table of that name: a second one waits for the end of the first, as for the entry of
   * one key in an index. It is not a lock on a table, and keeps nobody else waiting. @throws as `acquire` does.
   */
  async claim(holder: LockHolder, table: string): Promise<void> {
    await this.acquire(holder, `${MAKING}${table}`, "exclusive");
  }

  /**
   * Gives away everything that `holder` holds, to those who wait longest. Who waits for a table that it has `dropped` is refused: the
   * name was looked up before the waiting began, and what it meant is gone, whatever has the name now.
   */
  release(holder: LockHolder, dropped: ReadonlySet<string> = new Set()): void {
    for (const [table, lock] of this.locks) {
      lock.holders.delete(holder);
      if (dropped.has(table)) for (const waiter of lock.waiting.splice(0)) waiter.refuse(gone(holder, table));
      this.serve(table, lock);
    }
  }

  /** Ends the waiting of `holder` with SQLSTATE 57014. */
  cancel(holder: LockHolder): void {
    for (const [table, lock] of this.locks) {
      const index = lock.waiting.findIndex((one) => one.holder === holder);
      const [one] = index === -1 ? [] : lock.waiting.splice(index, 1);
      one?.refuse(new WarehouseError("canceling statement due to user request", { sqlState: "57014" }));
      this.serve(table, lock);
    }
  }

  /** Every lock that is held or waited for, as `svv_transactions` tells them. */
  list(): readonly LockEntry[] {
    return [...this.locks].flatMap(([name, { holders, waiting }]) => {
      const table = name.startsWith(MAKING) ? undefined : name;
      const held = table === undefined ? [] : [...holders];
      return [
        ...held.map(([holder, mode]) => ({ holder, table, mode, granted: true })),
        ...waiting.map(({ holder, mode }) => ({ holder, table, mode, granted: false })),
      ];
    });
  }

  /** Hands the table to those who wait, in their order, as far as they can hold it together. */
  private serve(table: string, lock: Lock): void {
    for (let next = lock.waiting[0]; next !== undefined && fits(lock, next.holder, next.mode);) {
      lock.waiting.shift();
      lock.holders.set(next.holder, next.mode);
      next.take();
      next = lock.waiting[0];
    }
    if (lock.holders.size === 0 && lock.waiting.length === 0) this.locks.delete(table);
  }

  /** Whether following who waits for whom leads from `holder` back to it: one waits for the holders, and for those before it. */
  private closesCircle(holder: LockHolder): boolean {
    const seen = new Set<LockHolder>();
    const follow = [holder];
    for (let one = follow.pop(); one !== undefined; one = follow.pop()) {
      for (const other of this.waitsFor(one)) {
        if (other === holder) return true;
        if (seen.has(other)) continue;
        seen.add(other);
        follow.push(other);
      }
    }
    return false;
  }

  private waitsFor(holder: LockHolder): readonly LockHolder[] {
    for (const { holders, waiting } of this.locks.values()) {
      const at = waiting.findIndex((one) => one.holder === holder);
      if (at === -1) continue;
      const before = waiting.slice(0, at).map((one) => one.holder);
      return [...holders.keys(), ...before].filter((other) => other !== holder);
    }
    return [];
  }
}

/** Whether nobody else holds the table in a way that this mode cannot stand beside. */
function fits({ holders }: Lock, holder: LockHolder, mode: LockMode): boolean {
  return [...holders].every(([other, held]) => other === holder || (mode === "share" && held === "share"));
}

/** As Redshift says it: see warehouse/dropped-meanwhile.ts. Nobody looks the OID up, so that any number may stand for it. */
function gone({ id }: LockHolder, table: string): WarehouseError {
  return new WarehouseError(`could not open relation with OID ${id}`, { sqlState: "XX000", where: table });
}

function deadlock(table: string): WarehouseError {
  return new WarehouseError("deadlock detected", {
    sqlState: "40P01",
    where: table.replace(MAKING, ""),
    // "Write and read/write operations" of the Database Developer Guide advises it.
    next: "repeat the whole transaction, and LOCK the tables in the same order everywhere",
  });
}
