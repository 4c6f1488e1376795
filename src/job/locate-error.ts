/** Errors of a statement, told in terms of the text that the statement stands in. */
import { ParseError } from "../dialect/parse-error.ts";
import { parsedOf } from "../dialect/parsed.ts";
import type { Statement } from "../dialect/statements.ts";
import { DwhError, SqlError, WarehouseError, type Position } from "../errors.ts";
import { renderSnippet } from "../text/snippet.ts";

/** A text of SQL and where it comes from, for people. */
export interface SqlText {
  readonly name: string;
  readonly text: string;
}

/** An error with its line, its column and a caret; the exit code is that of the cause. */
class LocatedError extends DwhError {
  override readonly exitCode: number;

  constructor(
    what: string,
    cause: DwhError,
    facts: { readonly where: string; readonly next: string | undefined },
  ) {
    super(what, { ...facts, cause });
    this.exitCode = cause.exitCode;
  }
}

/**
 * Returns the error with its place in the whole text. Without a position of its own it gets that of its statement; an error that
 * is not about SQL is returned as it is. A syntax error of a server gets what this parser would say, as the quoted spelling of a
 * reserved word. `statement` is undefined when the text could not be cut into statements.
 */
export function locateError(error: unknown, sql: SqlText, statement: Statement | undefined): unknown {
  if (!(error instanceof SqlError) && !(error instanceof WarehouseError)) return error;
  const at = positionIn(error.position, statement);
  const where = `${sql.name}:${at.line}:${at.column}\n${renderSnippet(sql.text, at)}`;
  const { detail, hint } = error instanceof WarehouseError ? error : {};
  const what = detail === undefined ? error.message : `${error.message}\n${detail}`;
  return new LocatedError(what, error, {
    where,
    next: error.next ?? hint ?? nextOf(error, statement),
  });
}

/** A server that answers 42601 to a reserved word does not say that it is one ("Reserved words" of the Database Developer Guide). */
function nextOf(
  { sqlState }: SqlError | WarehouseError,
  statement: Statement | undefined,
): string | undefined {
  if (sqlState !== "42601" || statement === undefined) return undefined;
  try {
    parsedOf(statement);
    return undefined;
  } catch (error) {
    if (error instanceof ParseError) return error.next;
    throw error;
  }
}

/** A position in a statement as one in the text. */
function positionIn(position: Position | undefined, statement: Statement | undefined): Position {
  if (statement === undefined) return position ?? { line: 1, column: 1 };
  if (position === undefined) return { line: statement.line, column: statement.column };
  return {
    line: statement.line + position.line - 1,
    column: position.line === 1 ? statement.column + position.column - 1 : position.column,
  };
}
