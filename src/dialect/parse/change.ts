/** INSERT, UPDATE, DELETE and TRUNCATE of the Database Developer Guide. */
import type { Assignment, Delete, Insert, Truncate, Update } from "../syntax/change.ts";
import type { Expression } from "../syntax/expression.ts";
import type { With } from "../syntax/query.ts";
import { alias } from "./alias.ts";
import type { Cursor } from "./cursor.ts";
import { from } from "./from.ts";
import { isQuery } from "./in-brackets.ts";
import { name, nameList, qualifiedName } from "./names.ts";

/** Reads INSERT INTO. */
export function insert(cursor: Cursor): Insert {
  const { start } = cursor;
  cursor.expect("insert", "into");
  const table = qualifiedName(cursor, "a table");
  const listed = cursor.symbol() === "(" && !isQuery(cursor, 1) && cursor.symbol(1) !== "(";
  const columns = listed ? nameList(cursor) : [];
  return { kind: "insert", table, columns, source: insertSource(cursor), span: cursor.span(start) };
}

function insertSource(cursor: Cursor): Insert["source"] {
  const { start } = cursor;
  if (cursor.accept("default", "values")) return { kind: "default_values", span: cursor.span(start) };
  if (cursor.accept("values")) {
    const rows = cursor.list(valueList);
    return { kind: "values", rows, span: cursor.span(start) };
  }
  if (isQuery(cursor) || cursor.symbol() === "(") return cursor.rules.query(cursor);
  throw cursor.error("VALUES, DEFAULT VALUES or a query");
}

/** Reads `(value, …)`, each of them an expression or DEFAULT. */
export function valueList(cursor: Cursor): readonly Expression[] {
  return cursor.inBrackets((inside) => inside.list(valueOrDefault));
}

/** Reads an expression, or DEFAULT. */
function valueOrDefault(cursor: Cursor): Expression {
  const { start } = cursor;
  if (!cursor.accept("default")) return cursor.rules.expression(cursor);
  return { kind: "constant", value: "default", span: cursor.span(start) };
}

/** Reads UPDATE, after its WITH. */
export function update(cursor: Cursor, common?: With): Update {
  const start = common?.span[0] ?? cursor.start;
  cursor.expect("update");
  const table = qualifiedName(cursor, "a table");
  const called = alias(cursor);
  const set = assignments(cursor);
  const tables = cursor.accept("from") ? from(cursor) : [];
  const where = cursor.accept("where") ? cursor.rules.expression(cursor) : undefined;
  return {
    kind: "update",
    with: common,
    table,
    alias: called,
    set,
    from: tables,
    where,
    span: cursor.span(start),
  };
}

/** Reads `set a = 1, b = 2`. */
export function assignments(cursor: Cursor): readonly Assignment[] {
  cursor.expect("set");
  if (cursor.symbol() === "(")
    throw cursor.errorAt(
      cursor.at,
      "set each column alone: set a = …, b = …",
      "Redshift has no SET (a, b) = …",
    );
  return cursor.list(assignment);
}

function assignment(cursor: Cursor): Assignment {
  const { start } = cursor;
  const column = name(cursor, "a column");
  if (cursor.symbol() === ".") throw cursor.errorAt(cursor.at, "name the column alone, without its table");
  cursor.expectSymbol("=");
  const value = valueOrDefault(cursor);
  return { kind: "assignment", column, value, span: cursor.span(start) };
}

/** Reads DELETE, after its WITH. */
export function deleteRows(cursor: Cursor, common?: With): Delete {
  const start = common?.span[0] ?? cursor.start;
  cursor.expect("delete");
  cursor.accept("from");
  const table = qualifiedName(cursor, "a table");
  const called = alias(cursor);
  const using = cursor.accept("using") ? from(cursor) : [];
  const where = cursor.accept("where") ? cursor.rules.expression(cursor) : undefined;
  return { kind: "delete", with: common, table, alias: called, using, where, span: cursor.span(start) };
}

/** Reads TRUNCATE of one table. */
export function truncate(cursor: Cursor): Truncate {
  const { start } = cursor;
  cursor.expect("truncate");
  cursor.accept("table");
  const table = qualifiedName(cursor, "a table");
  if (cursor.symbol() === ",")
    throw cursor.errorAt(
      cursor.at,
      "write one TRUNCATE for each",
      "Redshift has no TRUNCATE of several tables",
    );
  return { kind: "truncate", table, span: cursor.span(start) };
}
