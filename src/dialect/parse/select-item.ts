/** One expression of a select list ("SELECT list" of the Database Developer Guide). */
import type { Name } from "../syntax/node.ts";
import type { SelectItem } from "../syntax/query.ts";
import type { Cursor } from "./cursor.ts";
import { isName, label, name } from "./names.ts";
import { isStar, star } from "./star.ts";

/** Reads an expression with its label: any word behind AS, a word that is not reserved without it. */
export function selectItem(cursor: Cursor): SelectItem {
  const { start } = cursor;
  if (isStar(cursor)) return { kind: "select_item", expression: star(cursor), alias: undefined, span: cursor.span(start) };
  const expression = cursor.rules.expression(cursor);
  const alias = cursor.accept("as") ? label(cursor, "the name of the column") : bareLabel(cursor);
  return { kind: "select_item", expression, alias, span: cursor.span(start) };
}

function bareLabel(cursor: Cursor): Name | undefined {
  // START WITH and CONNECT BY are clauses, and labels behind AS only ("CONNECT BY clause").
  if (!isName(cursor) || isExclude(cursor) || ["start", "connect"].includes(cursor.word())) return undefined;
  return name(cursor);
}

/** EXCLUDE is not reserved: it is the clause where columns follow ("EXCLUDE column_list"). */
function isExclude(cursor: Cursor): boolean {
  return cursor.word() === "exclude" && (cursor.symbol(1) === "(" || isName(cursor, 1));
}
