/** Who waits for a lock, as the warehouse itself tells it. */
import type { Session } from "../../src/warehouse/warehouse.ts";
import { insist } from "./insist.ts";

/** One row for everyone who waits. */
export const WAITING = "select pid from svv_transactions where granted = 'f' order by pid";

/** Resolves with the process ids of those who wait for a lock, once somebody does: asked again and again, each time when the answer is there. */
export async function untilWaiting(session: Session): Promise<readonly (string | null)[]> {
  for (;;) {
    const { rows } = await session.execute(WAITING);
    if (rows.length > 0) return rows.map(([pid]) => pid ?? null);
  }
}

/** Resolves once somebody waits for a lock, or the work has settled without. */
export async function untilWaitingOrDone(session: Session, work: Promise<unknown>): Promise<void> {
  const state = { done: false };
  const finish = (): void => void (state.done = true);
  work.then(finish, finish);
  while (!state.done && (await session.execute(WAITING)).rows.length === 0) continue;
}

/** Settles as the work does. @throws Error as soon as somebody waits for a lock: then the work would, and never end. */
export function unlessWaiting<T>(session: Session, work: Promise<T> | undefined): Promise<T | undefined> {
  return insist(Promise.resolve(work), async () => {
    const { rows } = await session.execute(WAITING);
    if (rows.length > 0) throw new Error(`process ${rows[0]?.[0] ?? "?"} waits for a lock`);
  });
}
