/** Statements that travel in a message of their own. */
import { isWord, type Token } from "./lexer.ts";
import { kindOf, type StatementKind } from "./statement-kind.ts";
import type { Statement } from "./statements.ts";
import { TokenReader } from "./token-reader.ts";

/**
 * The list of commands that "Amazon Redshift restricts inside a transaction block or multi-statement requests" (Database Developer Guide,
 * "SVL_MULTI_STATEMENT_VIOLATIONS"): here those that are told by their verb. Inside a transaction COPY is described elsewhere as usual
 * ("Errors when reading multiple files"), so that it is the company in one message that is left to avoid. GRANT is listed whole; the
 * page's table says "on external resources", and a message of its own is right under both.
 */
const BY_KIND: readonly StatementKind[] = ["copy", "grant", "vacuum"];

/** Those of the list that are told by more words than the verb. */
const BY_WORDS: readonly (readonly string[])[] = [
  ["create", "database"],
  ["drop", "database"],
  ["create", "external", "table"],
  ["drop", "external", "table"],
  ["rename", "external", "table"],
  ["alter", "external", "table"],
  ["create", "tablespace"],
  ["drop", "tablespace"],
  ["create", "library"],
  ["create", "or", "replace", "library"],
  ["drop", "library"],
  ["cluster"],
  ["rebuildcat"],
  ["indexcat"],
  ["reindex", "database"],
];

/**
 * Whether Redshift may refuse the statement where others are in the same message. That is so too for ALTER TABLE of an external table, and
 * for the type of a column, neither of which runs "within a transaction block" ("ALTER TABLE"): several statements in one message are one.
 * DROP TABLE of an external table is not told from that of another, since its name says nothing of it.
 */
export function travelsAlone(statement: Pick<Statement, "tokens">): boolean {
  const { tokens } = statement;
  return (
    BY_KIND.includes(kindOf(statement)) ||
    BY_WORDS.some((words) => words.every((word, at) => isWord(tokens[at], word))) ||
    isAlterOutside(tokens)
  );
}

/** Words behind `alter table name` that the guide's page keeps out of transactions; the last five are of external tables alone. */
const ALTERATIONS: readonly (readonly string[])[] = [
  ["append", "from"],
  ["set", "location"],
  ["set", "file", "format"],
  ["set", "table", "properties"],
  ["partition"],
  ["add", "partition"],
  ["add", "if", "not", "exists", "partition"],
  ["drop", "partition"],
];

function isAlterOutside(tokens: readonly Token[]): boolean {
  const reader = new TokenReader(tokens);
  if (!reader.accept("alter", "table") || reader.atEnd) return false;
  do reader.take();
  while (reader.acceptSymbol(".") && !reader.atEnd);
  if (ALTERATIONS.some((words) => words.every((word, ahead) => isWord(reader.peek(ahead), word))))
    return true;
  if (!reader.accept("alter")) return false;
  reader.accept("column");
  return isWord(reader.peek(1), "type");
}
