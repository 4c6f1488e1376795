/** A warehouse that does something before a statement is sent, and behind its answer. */
import type { Session, Warehouse } from "../../src/warehouse/warehouse.ts";

/** Is told the statement, and whether the session is one of a batch, which finds its tables beside the star. */
type Hook = (sql: string, isBeside: boolean) => Promise<unknown>;

export function hooked(warehouse: Warehouse, before: Hook, after: Hook = () => Promise.resolve()): Warehouse {
  return {
    kind: warehouse.kind,
    name: warehouse.name,
    withSession: (use) =>
      warehouse.withSession((session) => {
        let isBeside = false;
        const told = async (sql: string): Promise<void> => {
          isBeside ||= sql.startsWith("set search_path");
          await before(sql, isBeside);
        };
        const together = session.executeTogether?.bind(session);
        const hook: Session = {
          execute: async (sql, options) => {
            await told(sql);
            const result = await session.execute(sql, options);
            await after(sql, isBeside);
            return result;
          },
          cancel: () => session.cancel(),
          ...(together && {
            executeTogether: async (all) => {
              for (const sql of all) await told(sql);
              return together(all);
            },
          }),
        };
        return use(hook);
      }),
  };
}
