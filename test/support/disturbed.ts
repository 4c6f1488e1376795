/** A warehouse whose statements somebody stands beside: sees them, changes what they answer, or lets them fail. */
import type { Result, Session, Warehouse } from "../../src/warehouse/warehouse.ts";

/** Is given a statement and how to execute it; what it returns is what the caller of the warehouse gets. */
export type Disturb = (sql: string, execute: () => Promise<Result>) => Promise<Result>;

/** The same warehouse with `disturb` beside every statement that is sent alone; those that go together are let through. */
export function disturbed(warehouse: Warehouse, disturb: Disturb): Warehouse {
  return {
    ...warehouse,
    withSession: (use) =>
      warehouse.withSession((session) => {
        const beside: Session = {
          execute: (sql, options) => disturb(sql, () => session.execute(sql, options)),
          cancel: () => session.cancel(),
        };
        const together = session.executeTogether?.bind(session);
        return use(together === undefined ? beside : { ...beside, executeTogether: together });
      }),
  };
}
