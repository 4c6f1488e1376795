/** Statements with their trees: a text is parsed once, and whoever asks something of it asks the tree. */
import { parseStatement } from "./parse/parse.ts";
import { splitStatements, type Script, type Statement } from "./statements.ts";
import type { Statement as Tree } from "./syntax/statement.ts";

/** A statement as it stands in its source, and as a tree whose spans are offsets in that source. */
export interface ParsedStatement extends Statement {
  readonly tree: Tree;
}

/** A whole text, parsed. */
export interface ParsedScript extends Script {
  readonly statements: readonly ParsedStatement[];
}

/** Returns all statements of a text. @throws SqlError for the first that is not one, and for a text that the lexer does not take. */
export function parseStatements(source: string): ParsedScript {
  const { statements, comments } = splitStatements(source);
  return { statements: statements.map(parsedOf), comments };
}

/** Returns a statement with its tree. @throws ParseError for anything else. */
export function parsedOf(statement: Statement): ParsedStatement {
  return { ...statement, tree: parseStatement(statement.tokens) };
}
