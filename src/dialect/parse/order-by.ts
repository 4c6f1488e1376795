/** ORDER BY, of a query, of a window and of WITHIN GROUP ("ORDER BY clause"). */
import type { OrderItem } from "../syntax/query.ts";
import type { Cursor } from "./cursor.ts";

/** Reads ORDER BY with its items. */
export function orderBy(cursor: Cursor): readonly OrderItem[] {
  cursor.expect("order", "by");
  if (cursor.word() === "all")
    throw cursor.errorAt(cursor.at, "name the columns", "Redshift has no ORDER BY ALL");
  return cursor.list(orderItem);
}

function orderItem(cursor: Cursor): OrderItem {
  const { start } = cursor;
  const expression = cursor.rules.expression(cursor);
  const direction = cursor.acceptOne("asc", "desc");
  const nulls = cursor.accept("nulls") ? cursor.expectOne("first", "last") : undefined;
  return { kind: "order_item", expression, direction, nulls, span: cursor.span(start) };
}
