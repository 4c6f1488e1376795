/** Places of a tree, which knows offsets, as line and column. */
import type { Position } from "../errors.ts";
import type { Token } from "./lexer.ts";

/**
 * Returns where the token that starts at an offset stands; for an offset between two tokens where the one before it stands.
 * @param statement the one that the tree is of
 */
export function placeOf({ tokens }: { readonly tokens: readonly Token[] }, offset: number): Position {
  const token = tokens.findLast(({ start }) => start <= offset) ?? tokens[0];
  return { line: token?.line ?? 1, column: token?.column ?? 1 };
}
