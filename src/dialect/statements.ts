/** A text of several statements, cut at the semicolons. */
import { isSymbol, lex, type Comment, type Token } from "./lexer.ts";
import type { Position } from "../errors.ts";

/** One statement as it stands in its source, without the semicolon. */
export interface Statement extends Position {
  readonly text: string;
  /** The statement's own; positions are the source's, not the statement's. */
  readonly tokens: readonly Token[];
  readonly start: number;
  readonly end: number;
}

/** A whole text: its statements and its comments, each in order. */
export interface Script {
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
}

/** Cuts a text into statements; empty ones are left out. @throws SqlError for a text that the lexer does not take. */
export function splitStatements(source: string): Script {
  const { tokens, comments } = lex(source);
  const statements: Statement[] = [];
  let first = 0;
  const take = (end: number): void => {
    const own = tokens.slice(first, end);
    const head = own[0];
    const last = own.at(-1);
    if (head !== undefined && last !== undefined) {
      statements.push({
        text: source.slice(head.start, last.end),
        tokens: own,
        start: head.start,
        end: last.end,
        line: head.line,
        column: head.column,
      });
    }
    first = end + 1;
  };
  tokens.forEach((token, index) => {
    if (isSymbol(token, ";")) take(index);
  });
  take(tokens.length);
  return { statements, comments };
}
