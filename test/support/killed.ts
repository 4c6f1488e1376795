/** A warehouse whose client is gone after so many statements: none that follows is sent, not even the rollback. */
import { UnreachableError } from "../../src/errors.ts";
import type { Session, Warehouse } from "../../src/warehouse/warehouse.ts";

/** What comes after `most` statements of a session is not sent. */
export function killedSession(session: Session, most: number): Session {
  let sent = 0;
  const send = <T>(statements: number, act: () => Promise<T>): Promise<T> => {
    sent += statements;
    if (sent > most) return Promise.reject(new UnreachableError("the client is gone", { where: "here" }));
    return act();
  };
  const together = session.executeTogether?.bind(session);
  return {
    execute: (sql, options) => send(1, () => session.execute(sql, options)),
    cancel: () => session.cancel(),
    ...(together && { executeTogether: (all) => send(all.length, () => together(all)) }),
  };
}

/** The same of every session of a warehouse, all of them counted together; undefined: nothing happens. */
export function killed(warehouse: Warehouse, most: number | undefined): Warehouse {
  if (most === undefined) return warehouse;
  let left = most;
  return {
    ...warehouse,
    withSession: (use) =>
      warehouse.withSession((session) => {
        const counted: Session = {
          ...session,
          execute: (sql, options) => ((left -= 1), session.execute(sql, options)),
          cancel: () => session.cancel(),
        };
        const together = session.executeTogether?.bind(session);
        return use(
          killedSession(
            together === undefined
              ? counted
              : { ...counted, executeTogether: (all) => ((left -= all.length), together(all)) },
            Math.max(0, left),
          ),
        );
      }),
  };
}
