/** Statements that travel in a message of their own. */
import { kindOf, type StatementKind } from "./kind-of.ts";
import type { Statement as Tree } from "./syntax/statement.ts";

/**
 * Those of the list of commands that "Amazon Redshift restricts inside a transaction block or multi-statement requests" which this dialect
 * knows (Database Developer Guide, "SVL_MULTI_STATEMENT_VIOLATIONS"). Inside a transaction COPY is described elsewhere as usual ("Errors
 * when reading multiple files"), so that it is the company in one message that is left to avoid.
 */
const ALONE: readonly StatementKind[] = ["copy", "grant", "vacuum"];

/** Whether Redshift may refuse the statement where others are in the same message. */
export function travelsAlone(tree: Tree): boolean {
  return ALONE.includes(kindOf(tree));
}
