/** How a table is called in its query, and the columns that are named or declared with it. */
import type { Alias, TypedColumn } from "../syntax/query.ts";
import type { Cursor } from "./cursor.ts";
import { isName, name, nameList } from "./names.ts";
import { typeName } from "./type-name.ts";

/**
 * Reads `[as] name [(columns)]`; returns undefined where there is none.
 * @param bare whether the columns are left to whoever reads their types
 */
export function alias(cursor: Cursor, bare = false): Alias | undefined {
  const { start } = cursor;
  const as = cursor.accept("as");
  if (!as && !isAlias(cursor)) return undefined;
  const own = name(cursor, "the name of the table in this query");
  const columns = !bare && cursor.symbol() === "(" ? nameList(cursor) : [];
  return { kind: "alias", name: own, columns, span: cursor.span(start) };
}

/** SET, START WITH and CONNECT BY are not reserved, and go on with the statement ("CONNECT BY clause": they are aliases after AS only). */
function isAlias(cursor: Cursor): boolean {
  return isName(cursor) && !["set", "start", "connect"].includes(cursor.word());
}

/** Reads `(name type, …)`, the columns of a function that returns records. */
export function typedColumns(cursor: Cursor): readonly TypedColumn[] {
  return cursor.inBrackets((inside) => inside.list(typedColumn));
}

function typedColumn(cursor: Cursor): TypedColumn {
  const { start } = cursor;
  const own = name(cursor, "the name of a column");
  return { kind: "typed_column", name: own, type: typeName(cursor), span: cursor.span(start) };
}
