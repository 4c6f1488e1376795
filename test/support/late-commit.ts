/** A warehouse whose first COMMIT loses its client, and is done by the server at a later moment. */
import { UnreachableError } from "../../src/errors.ts";
import type { Result, Session, Warehouse } from "../../src/warehouse/warehouse.ts";
import { untilWaiting } from "./until-waiting.ts";

/**
 * When the COMMIT is done: before or behind a statement of somebody else, or as soon as somebody waits for a lock, since nobody would go
 * on then.
 */
export type Moment = { readonly statement: RegExp; readonly when: "before" | "after" } | "somebody waits";

/**
 * The same warehouse; the client of the first COMMIT hears at once that the connection is gone, and its session, with its locks, stays
 * until the moment at which the COMMIT is done.
 */
export function withLateCommit(warehouse: Warehouse, moment: Moment): Warehouse {
  let letGo = (): void => undefined;
  const due = new Promise<void>((resolve) => (letGo = resolve));
  let late: Promise<unknown> | undefined;
  const finish = async (): Promise<void> => {
    letGo();
    await late;
  };
  return {
    ...warehouse,
    withSession: <T>(use: (session: Session) => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        const lent = warehouse.withSession(async (session) => {
          let own: Promise<Result> | undefined;
          const execute: Session["execute"] = async (sql, options) => {
            if (own !== undefined) throw new UnreachableError("the connection is gone");
            if (sql === "commit" && late === undefined) {
              late = own = due.then(() => session.execute(sql));
              if (moment === "somebody waits") void warehouse.withSession(untilWaiting).then(finish);
              throw new UnreachableError("the connection is gone");
            }
            const when =
              late !== undefined && moment !== "somebody waits" && moment.statement.test(sql)
                ? moment.when
                : undefined;
            if (when === "before") await finish();
            const result = await session.execute(sql, options);
            if (when === "after") await finish();
            return result;
          };
          await use({ execute, cancel: () => session.cancel() }).then(resolve, reject);
          await own;
        });
        lent.catch(reject);
      }),
  };
}
