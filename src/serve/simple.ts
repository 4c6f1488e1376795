/** The simple query protocol: one text, any number of statements (Postgres manual, "Simple Query"). */
import { splitStatements } from "../dialect/statements.ts";
import { errorFields } from "./error-fields.ts";
import { emptyQueryResponse, errorResponse, rowDescription } from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import { addComplete, addNotices, addRows } from "./respond.ts";
import type { Transaction } from "./transaction.ts";

/**
 * Runs the statements one after the other and answers each; an error ends the text and goes to the client as an answer.
 * Several statements outside a transaction become one.
 */
export async function answerQuery(sql: string, outbox: Outbox, transaction: Transaction): Promise<void> {
  let start = 0;
  try {
    const { statements } = splitStatements(sql);
    if (statements.length === 0) outbox.add(emptyQueryResponse());
    const alone = statements.length === 1;
    for (const [index, statement] of statements.entries()) {
      start = alone ? 0 : statement.start;
      // A single statement goes on as it stands, with the comments around it.
      const text = alone ? sql : statement.text;
      const result = await transaction.run({ text, tokens: statement.tokens }, alone);
      // The last statement is done only when what it belongs to is committed.
      if (index === statements.length - 1) await transaction.finish();
      addNotices(outbox, result.notices);
      if (result.columns.length > 0) {
        outbox.add(rowDescription(result.columns));
        await addRows(outbox, result, 0, result.rows.length);
      }
      addComplete(outbox, result, result.rowCount);
    }
  } catch (error) {
    transaction.fail();
    outbox.add(errorResponse(errorFields(error, { text: sql, start })));
    await transaction.finish();
  }
}
