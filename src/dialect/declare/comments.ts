/** The comments that belong to a table and to its columns. */
import { isSymbol, type Comment } from "../lexer.ts";
import type { Statement } from "../statements.ts";

/**
 * Returns the comment in the line in which a column ends, after it and after its comma; undefined where there is none.
 * @param end where the definition of the column ends, in the source
 */
export function commentBehind(
  comments: readonly Comment[],
  { tokens }: Pick<Statement, "tokens">,
  end: number,
): string | undefined {
  if (comments.length === 0) return undefined;
  const at = tokens.findIndex((token) => token.end === end);
  const last = tokens[at];
  if (last === undefined) return undefined;
  const comma = tokens[at + 1];
  const next = comma?.line === last.line && isSymbol(comma, ",") ? tokens[at + 2] : comma;
  return comments.find(
    ({ line, start }) => line === last.line && start >= last.end && start < (next?.start ?? Infinity),
  )?.text;
}

/** Returns the lines of comment that stand directly above a statement, in the same column, in one line. */
export function commentAbove(
  comments: readonly Comment[],
  statement: Pick<Statement, "line" | "column">,
): string | undefined {
  const lines: string[] = [];
  let { line } = statement;
  for (const comment of comments.toReversed()) {
    if (comment.endLine !== line - 1 || comment.column !== statement.column) continue;
    lines.unshift(comment.text);
    ({ line } = comment);
  }
  return lines.length === 0 ? undefined : lines.join(" ").replaceAll(/\s+/g, " ").trim();
}
