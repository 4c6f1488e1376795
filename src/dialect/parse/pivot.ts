/** PIVOT and UNPIVOT ("FROM clause", "Object unpivoting" of the Database Developer Guide). */
import type { ObjectUnpivot, Pivot, TableReference, Unpivot, UnpivotColumn } from "../syntax/query.ts";
import { alias } from "./alias.ts";
import type { Cursor } from "./cursor.ts";
import { label, name } from "./names.ts";
import { operand } from "./operand.ts";
import { selectItem } from "./select-list.ts";

/** Returns whether PIVOT or UNPIVOT stands here. */
export function isPivot(cursor: Cursor): boolean {
  return cursor.word() === "pivot" || cursor.word() === "unpivot";
}

/** Reads the PIVOT or UNPIVOT behind a table. */
export function pivot(cursor: Cursor, source: TableReference, start: number): Pivot | Unpivot {
  if (!cursor.accept("pivot")) return unpivot(cursor, source, start);
  const read = cursor.inBrackets((inside) => {
    const aggregates = inside.list(selectItem);
    inside.expect("for");
    const by = name(inside, "a column");
    inside.expect("in");
    const values = inside.inBrackets((list) => list.list(selectItem));
    return { aggregates, by, values };
  });
  return { kind: "pivot", source, ...read, alias: alias(cursor), span: cursor.span(start) };
}

function unpivot(cursor: Cursor, source: TableReference, start: number): Unpivot {
  cursor.expect("unpivot");
  const nulls = cursor.acceptOne("include", "exclude");
  if (nulls !== undefined) cursor.expect("nulls");
  const read = cursor.inBrackets((inside) => {
    const value = name(inside, "the name of the column with the values");
    inside.expect("for");
    const named = name(inside, "the name of the column with the names");
    inside.expect("in");
    const columns = inside.inBrackets((list) => list.list(unpivotColumn));
    return { value, name: named, columns };
  });
  return { kind: "unpivot", source, nulls, ...read, alias: alias(cursor), span: cursor.span(start) };
}

function unpivotColumn(cursor: Cursor): UnpivotColumn {
  const { start } = cursor;
  const column = name(cursor, "a column");
  const as = cursor.accept("as") ? cursor.rules.expression(cursor) : undefined;
  return { kind: "unpivot_column", column, as, span: cursor.span(start) };
}

/** Reads `unpivot path as value [at attribute]`, which makes rows of the pairs of an object. */
export function objectUnpivot(cursor: Cursor): ObjectUnpivot {
  const { start } = cursor;
  cursor.expect("unpivot");
  const path = operand(cursor);
  cursor.expect("as");
  const value = label(cursor);
  const attribute = cursor.accept("at") ? name(cursor) : undefined;
  return { kind: "object_unpivot", path, value, attribute, span: cursor.span(start) };
}
