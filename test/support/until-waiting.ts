/** Who waits for a lock, as the warehouse itself tells it. */
import type { Session } from "../../src/warehouse/warehouse.ts";

/** Resolves with the process ids of those who wait for a lock, once somebody does: asked again and again, each time when the answer is there. */
export async function untilWaiting(session: Session): Promise<readonly (string | null)[]> {
  for (;;) {
    const { rows } = await session.execute("select pid from svv_transactions where granted = 'f' order by pid");
    if (rows.length > 0) return rows.map(([pid]) => pid ?? null);
  }
}
