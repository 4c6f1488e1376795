/** Ends the waiting for what another session holds, and says who that is. */
import { LockedError } from "../errors.ts";
import { readLockHolders, type LockHolder } from "./lock-holders.ts";
import type { Result, Session, Warehouse } from "./warehouse.ts";

/** How long a statement may wait for a lock. */
export interface LockWait {
  readonly limitMs: number;
  /** Rejects when the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** For the server to end a statement that it was asked to cancel. */
const CANCEL_MS = 10_000;

/**
 * Returns the warehouse, whose statements throw LockedError once they have waited for a lock for so long. A statement that is slow
 * and waits for nobody goes on. Redshift's own `statement_timeout` is documented as planning, queueing and execution alone (Developer
 * Guide, "statement_timeout"), so the waiting is counted here, and ended by a request to cancel.
 */
export function limitLockWaits(warehouse: Warehouse, wait: LockWait): Warehouse {
  return {
    ...warehouse,
    withSession: (use) =>
      warehouse.withSession(async (session) => {
        const { rows } = await session.execute("select pg_backend_pid()");
        const askHolders = (): Promise<readonly LockHolder[]> =>
          warehouse.withSession((other) => readLockHolders(other, rows[0]?.[0] ?? ""));
        return use(limitedSession(session, wait, askHolders));
      }),
  };
}

type AskHolders = () => Promise<readonly LockHolder[]>;

function limitedSession(session: Session, wait: LockWait, askHolders: AskHolders): Session {
  const limit = <T>(work: Promise<T>): Promise<T> => limited(work, session, wait, askHolders);
  const together = session.executeTogether?.bind(session);
  const ahead = session.executeAhead?.bind(session);
  return {
    execute: (sql, options) => limit(session.execute(sql, options)),
    ...(ahead && { executeAhead: (statements) => limitedAhead(ahead(statements), limit) }),
    ...(together && { executeTogether: (statements) => limit(together(statements)) }),
    cancel: () => session.cancel(),
  };
}

/** One limit for all of them, so that one request to cancel is made: what fails in the meantime is told by it. */
function limitedAhead(
  answers: readonly Promise<Result>[],
  limit: <T>(work: Promise<T>) => Promise<T>,
): readonly Promise<Result>[] {
  const all = limit(Promise.allSettled(answers));
  all.catch(() => undefined);
  return answers.map((answer) =>
    answer.catch(async (error: unknown) => {
      await all;
      throw error;
    }),
  );
}

/**
 * Settles as the work does. Work that is still going on when the limit has passed is looked at: what waits for no lock may go on for as
 * long again. @throws LockedError when it waits for one; it is cancelled then.
 */
async function limited<T>(
  work: Promise<T>,
  session: Session,
  { limitMs, sleep }: LockWait,
  askHolders: AskHolders,
): Promise<T> {
  const done = new AbortController();
  const settled = work.then(
    () => done.abort(),
    () => done.abort(),
  );
  const passes = (milliseconds: number): Promise<void> =>
    Promise.race([settled, sleep(milliseconds, done.signal).catch(() => undefined)]);
  for (;;) {
    await passes(limitMs);
    if (done.signal.aborted) return work;
    // That nobody can be asked is no reason to end what may only be slow.
    const holders = await askHolders().catch(() => []);
    if (done.signal.aborted) return work;
    if (holders.length === 0) continue;
    await session.cancel().catch(() => undefined);
    await passes(CANCEL_MS);
    throw lockedBy(holders, limitMs);
  }
}

function lockedBy(holders: readonly LockHolder[], limitMs: number): LockedError {
  const tables = [...new Set(holders.flatMap(({ table }) => table ?? []))];
  const known = holders.filter(({ processId }) => processId !== undefined);
  const [first] = known;
  const end = first === undefined ? "pg_terminate_backend(pid)" : `pg_terminate_backend(${first.processId})`;
  return new LockedError(
    `waited ${Math.round(limitMs / 1000)} s for ${tables.join(", ") || "a table"}, which another session holds`,
    {
      where:
        known.length === 0
          ? "a session of another user, whom this user may not see"
          : known.map(describe).join("; "),
      next:
        `wait until it is done, or end it: select ${end} (as its own user or a superuser); ` +
        'docs/runbook.md, "Who holds what", has the query; DWH_LOCK_WAIT sets how long a command waits',
    },
  );
}

function describe({ processId, owner, since }: LockHolder): string {
  return `process ${processId}${owner === undefined ? " of another user" : ` of ${owner}`}${since === undefined ? "" : `, in a transaction since ${since}`}`;
}
