/** The end of a transaction that is not going to be committed. */
import type { Session } from "./warehouse.ts";

/** Rolls back what is open. After a lost connection there is nothing to roll back any more, the server has done it: no error comes of this. */
export async function rollBack(session: Session): Promise<void> {
  await session.execute("rollback").catch(() => undefined);
}
