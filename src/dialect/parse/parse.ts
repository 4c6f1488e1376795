/** Redshift SQL as a tree: the one reader of statements. Every token of a statement is in the tree, or the statement is refused. */
import { lex, type Token } from "../lexer.ts";
import { ParseError } from "../parse-error.ts";
import { splitStatements } from "../statements.ts";
import type { Expression } from "../syntax/expression.ts";
import type { Statement } from "../syntax/statement.ts";
import { Cursor, type Rules } from "./cursor.ts";
import { expression, tight } from "./expression.ts";
import { foreignClause } from "./foreign.ts";
import { query, queryTail } from "./query.ts";
import { statement } from "./statement.ts";

const RULES: Rules = { expression, tight, query, queryTail };

/**
 * Returns one statement as a tree; positions are those of the source that the tokens are of.
 * @param tokens the statement's own, without a semicolon
 * @throws ParseError for what is not a statement of Redshift, at the token where it stops being one.
 */
export function parseStatement(tokens: readonly Token[]): Statement {
  return whole(new Cursor(tokens, RULES), statement);
}

/** Returns all statements of a text. @throws ParseError for the first that is not one. */
export function parseScript(source: string): readonly Statement[] {
  return splitStatements(source).statements.map(({ tokens }) => parseStatement(tokens));
}

/** Returns an expression that stands alone, as the default of a column does in the catalogue. @throws ParseError for anything else. */
export function parseExpression(source: string): Expression {
  return whole(new Cursor(lex(source).tokens, RULES), expression);
}

function whole<T>(cursor: Cursor, read: (cursor: Cursor) => T): T {
  let tree: T;
  try {
    tree = read(cursor);
  } catch (error) {
    throw error instanceof ParseError ? told(cursor, error) : error;
  }
  if (cursor.atEnd) return tree;
  throw told(cursor, cursor.errorAt(cursor.at, "the statement ends before this"));
}

/** A plain syntax error, at something that others have, says that. */
function told(cursor: Cursor, error: ParseError): ParseError {
  const at = cursor.tokens.findIndex(({ start }) => start === error.offset);
  if (at === -1 || error.message !== cursor.errorAt(at).message) return error;
  cursor.at = at;
  const foreign = foreignClause(cursor);
  return foreign === undefined ? error : cursor.errorAt(at, foreign.next, foreign.why);
}
