/** Statements between which nothing is decided: they are sent before anybody waits for an answer. */
import type { ExecuteOptions, Result, Sent, Session } from "./warehouse.ts";

/** Statements on their way. */
export interface Ahead {
  /** Gives who executes them, in their order, the answers to them; whatever else it is asked comes after them. */
  readonly session: Session;
  /** Waits until all of them are answered, whether anybody asked for the answers or not; never rejects. */
  settle(): Promise<void>;
}

/**
 * Sends the statements, of a transaction that is open, where the warehouse is far away; elsewhere each is sent when it is executed. Who
 * stops in between waits for the others with `settle`: they fail as soon as the transaction has.
 */
export function sendAhead(session: Session, statements: readonly Sent[]): Ahead {
  if (session.executeAhead === undefined || statements.length < 2)
    return { session, settle: () => Promise.resolve() };
  const answers = session.executeAhead(statements);
  // A failure that nobody asks for goes unreported: what failed before it is reported.
  const settled = Promise.allSettled(answers);
  let next = 0;
  const execute = async (sql: string, options?: ExecuteOptions): Promise<Result> => {
    const answer = answers[next];
    const sent = statements[next];
    if (answer !== undefined && sent?.sql === sql && sent.label === options?.label) {
      next += 1;
      return answer;
    }
    await settled;
    return session.execute(sql, options);
  };
  return {
    session: { ...session, execute, cancel: () => session.cancel() },
    settle: async () => void (await settled),
  };
}
