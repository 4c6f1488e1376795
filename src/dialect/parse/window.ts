/** What stands in the brackets of OVER ("Window function syntax summary" of the Database Developer Guide). */
import type { Frame, FrameBound, Window } from "../syntax/expression.ts";
import type { Cursor } from "./cursor.ts";
import { orderBy } from "./order-by.ts";

/** Reads PARTITION BY, ORDER BY and the frame, up to the closing bracket. */
export function window(cursor: Cursor): Window {
  const { start } = cursor;
  const partitioned = cursor.accept("partition", "by");
  const partitionBy = partitioned ? cursor.list(cursor.rules.expression) : [];
  const order = cursor.word() === "order" ? orderBy(cursor) : [];
  return { kind: "window", partitionBy, orderBy: order, frame: frame(cursor), span: cursor.span(start) };
}

function frame(cursor: Cursor): Frame | undefined {
  const { start } = cursor;
  const unit = cursor.acceptOne("rows", "range");
  if (unit === undefined) return undefined;
  const between = cursor.accept("between");
  const first = bound(cursor);
  if (between) cursor.expect("and");
  const end = between ? bound(cursor) : undefined;
  return { kind: "frame", unit, start: first, end, span: cursor.span(start) };
}

function bound(cursor: Cursor): FrameBound {
  const { start } = cursor;
  if (cursor.accept("current")) {
    cursor.expect("row");
    return { kind: "frame_bound", at: "current row", offset: undefined, span: cursor.span(start) };
  }
  if (cursor.accept("unbounded")) {
    const at = `unbounded ${cursor.expectOne("preceding", "following")}` as const;
    return { kind: "frame_bound", at, offset: undefined, span: cursor.span(start) };
  }
  const offset = cursor.rules.tight(cursor);
  const at = cursor.expectOne("preceding", "following");
  return { kind: "frame_bound", at, offset, span: cursor.span(start) };
}
