import { parseStatements, type ParsedStatement } from "../../src/dialect/parsed.ts";
import type { Statement as Tree } from "../../src/dialect/syntax/statement.ts";

/** The one statement of a text, with its tree. */
export function statementOf(sql: string): ParsedStatement {
  const [statement, ...more] = parseStatements(sql).statements;
  if (statement === undefined || more.length > 0) throw new Error("the text of a test is one statement");
  return statement;
}

/** Its tree alone. */
export function treeOf(sql: string): Tree {
  return statementOf(sql).tree;
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
