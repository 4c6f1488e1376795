/** The simple query protocol: one text, any number of statements (Postgres manual, "Simple Query"). */
import { travelsAlone } from "../dialect/alone.ts";
import { WarehouseError } from "../errors.ts";
import { statementName } from "../warehouse/local/known/statements.ts";
import type { Logger } from "../log.ts";
import type { DescribingSession } from "./describing.ts";
import { logBug } from "./error-fields.ts";
import { emptyQueryResponse, rowDescription } from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import { addComplete, addError, addNotices, addRows } from "./respond.ts";
import { ResultRows } from "./result-rows.ts";
import type { Transaction } from "./transaction.ts";
import { Turns } from "./turns.ts";

/** What a text is answered with. */
interface Answering {
  readonly outbox: Outbox;
  readonly transaction: Transaction;
  readonly log: Pick<Logger, "error">;
  readonly session: Pick<DescribingSession, "read">;
}

/**
 * Runs the statements one after the other and answers each; an error ends the text and goes to the client as an answer.
 * A text that cannot be read runs nothing of it. Several statements outside a transaction become one. COPY and its like are refused in company, as Redshift may refuse them: the page
 * that lists them (see dialect/alone.ts) has no words for it, so that these are Postgres' for VACUUM.
 */
export async function answerQuery(
  sql: string,
  { outbox, transaction, log, session }: Answering,
): Promise<void> {
  let start = 0;
  const turns = new Turns();
  try {
    const statements = await session.read(sql);
    if (statements.length === 0) outbox.add(emptyQueryResponse());
    const alone = statements.length === 1;
    for (const [index, statement] of statements.entries()) {
      start = alone ? 0 : statement.start;
      // A single statement goes on as it stands, with the comments around it.
      const text = alone ? sql : statement.text;
      if (!alone && travelsAlone(statement.tree)) throw inCompany(statementName(statement.tree));
      const result = await transaction.run({ text, tree: statement.tree }, alone);
      addNotices(outbox, result.notices);
      let count = result.rowCount;
      if (result.columns.length > 0) {
        outbox.add(rowDescription(result.columns));
        count = await addRows(outbox, result.columns, new ResultRows(result), 0);
      }
      // The last statement is done only when what it belongs to is committed.
      if (index === statements.length - 1) await transaction.finish();
      addComplete(outbox, result, count);
      await turns.next();
    }
  } catch (error) {
    transaction.fail();
    logBug(error, log);
    addError(outbox, error, { text: sql, start });
    await transaction.finish();
  }
}

function inCompany(command: string): WarehouseError {
  return new WarehouseError(`${command} cannot be executed from a multi-command string`, {
    sqlState: "25001",
    next: "send it in a message of its own",
  });
}
