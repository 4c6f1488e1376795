/** PIVOT and UNPIVOT ("FROM clause", "PIVOT and UNPIVOT examples", "Object unpivoting" of the Database Developer Guide). */
import type { ObjectUnpivot, Pivot, TableReference, Unpivot, UnpivotColumn } from "../syntax/query.ts";
import { alias } from "./alias.ts";
import type { Cursor } from "./cursor.ts";
import { isName, label, name } from "./names.ts";
import { operand } from "./operand.ts";
import { selectItem } from "./select-list.ts";

/** Returns whether PIVOT or UNPIVOT stands here. */
export function isPivot(cursor: Cursor): boolean {
  return cursor.word() === "pivot" || cursor.word() === "unpivot";
}

/** Reads the PIVOT or UNPIVOT after a table. */
export function pivot(cursor: Cursor, source: TableReference, start: number): Pivot | Unpivot {
  if (!cursor.accept("pivot")) return unpivot(cursor, source, start);
  const read = cursor.inBrackets((inside) => {
    const aggregate = selectItem(inside);
    if (inside.symbol() === ",") refuseSecond(inside);
    inside.expect("for");
    const by = name(inside, "a column");
    inside.expect("in");
    const values = inside.inBrackets((list) => list.list(selectItem));
    return { aggregate, by, values };
  });
  return { kind: "pivot", source, ...read, alias: alias(cursor), span: cursor.span(start) };
}

function refuseSecond(cursor: Cursor): void {
  throw cursor.errorAt(cursor.at, "join the results of two PIVOTs", "Redshift's PIVOT takes one aggregate");
}

/**
 * Does nothing where no PIVOT and no UNPIVOT stands after a join.
 * @throws ParseError where one does: "PIVOT cannot be applied to any JOIN expressions" ("PIVOT and UNPIVOT examples").
 */
export function refusePivot(cursor: Cursor): void {
  if (!isPivot(cursor)) return;
  const next = `put the join into a query: (SELECT … FROM … JOIN …) ${cursor.word().toUpperCase()} (…)`;
  throw cursor.errorAt(cursor.at, next, "Redshift has no PIVOT and no UNPIVOT of a join");
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
  const as = cursor.accept("as");
  const own = as || isName(cursor) ? label(cursor, "the name that stands for the column") : undefined;
  return { kind: "unpivot_column", column, alias: own, span: cursor.span(start) };
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
