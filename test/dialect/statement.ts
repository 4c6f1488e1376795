import { splitStatements, type Statement } from "../../src/dialect/statements.ts";

/** The one statement of a text. */
export function statementOf(sql: string): Statement {
  const [statement, ...more] = splitStatements(sql).statements;
  if (statement === undefined || more.length > 0) throw new Error("the text of a test is one statement");
  return statement;
}

/** What a function throws. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
