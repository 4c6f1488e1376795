/** What a list of columns holds: expressions with labels, `*` and `table.*` ("SELECT list" of the Database Developer Guide). */
import type { Star } from "../syntax/expression.ts";
import type { Name } from "../syntax/node.ts";
import type { SelectItem } from "../syntax/query.ts";
import type { Cursor } from "./cursor.ts";
import { isQuery } from "./in-brackets.ts";
import { isName, label, name } from "./names.ts";

/** Reads an expression with its label: any word after AS, a word that is not reserved without it. */
export function selectItem(cursor: Cursor): SelectItem {
  const { start } = cursor;
  if (isStar(cursor)) {
    const all = star(cursor);
    refuseChanges(cursor);
    return { kind: "select_item", expression: all, alias: undefined, span: cursor.span(start) };
  }
  const expression = cursor.rules.expression(cursor);
  const alias = cursor.accept("as") ? label(cursor, "the name of the column") : bareLabel(cursor);
  return { kind: "select_item", expression, alias, span: cursor.span(start) };
}

function bareLabel(cursor: Cursor): Name | undefined {
  // START WITH and CONNECT BY are clauses, and labels after AS only ("CONNECT BY clause").
  if (!isName(cursor) || isExclude(cursor) || ["start", "connect"].includes(cursor.word())) return undefined;
  return name(cursor);
}

/** @throws ParseError for what DuckDB has after a `*`; a query in brackets after EXCEPT is another one. */
function refuseChanges(cursor: Cursor): void {
  const word = cursor.word();
  if (cursor.symbol(1) !== "(" || !["except", "rename", "replace"].includes(word)) return;
  if (word === "except" && (isQuery(cursor, 2) || cursor.symbol(2) === "(")) return;
  const next = "name the columns; to leave some out, SELECT * EXCLUDE (…)";
  throw cursor.errorAt(cursor.at, next, "Redshift does not have this form of SELECT *");
}

/** EXCLUDE is not reserved: it is the clause where columns follow ("EXCLUDE column_list"). */
function isExclude(cursor: Cursor): boolean {
  return cursor.word() === "exclude" && (cursor.symbol(1) === "(" || isName(cursor, 1));
}

/** Returns whether `*` or `table.*` stands here. */
function isStar(cursor: Cursor): boolean {
  let at = 0;
  if (isName(cursor)) while (cursor.symbol(at + 1) === "." && cursor.symbol(at + 2) !== "*") at += 2;
  return (
    cursor.symbol() === "*" ||
    (isName(cursor) && cursor.symbol(at + 1) === "." && cursor.symbol(at + 2) === "*")
  );
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
