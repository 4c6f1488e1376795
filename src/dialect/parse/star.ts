/** `*` and `table.*`: all columns, where a list of columns stands. */
import type { Star } from "../syntax/expression.ts";
import type { Cursor } from "./cursor.ts";
import { isName, label } from "./names.ts";

/** Returns whether `*` or `table.*` stands here. */
export function isStar(cursor: Cursor): boolean {
  let at = 0;
  if (isName(cursor)) while (cursor.symbol(at + 1) === "." && cursor.symbol(at + 2) !== "*") at += 2;
  return cursor.symbol() === "*" || (isName(cursor) && cursor.symbol(at + 1) === "." && cursor.symbol(at + 2) === "*");
}

/** Reads it. */
export function star(cursor: Cursor): Star {
  const { start } = cursor;
  const of = [];
  while (cursor.symbol() !== "*") {
    of.push(label(cursor));
    cursor.expectSymbol(".");
  }
  cursor.expectSymbol("*");
  return { kind: "star", of, span: cursor.span(start) };
}
