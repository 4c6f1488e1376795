/** CREATE TABLE and CREATE TABLE AS of the Database Developer Guide. */
import type { CreateTable, CreateTableAs, TableElement } from "../syntax/table.ts";
import { columnDefinition } from "./column-definition.ts";
import type { Cursor } from "./cursor.ts";
import { nameList, qualifiedName } from "./names.ts";
import { placedKey, tableAttributes, tableConstraint } from "./table-attributes.ts";

/** Reads CREATE [LOCAL] [TEMP] TABLE, with columns or from a query. */
export function createTable(cursor: Cursor): CreateTable | CreateTableAs {
  const { start } = cursor;
  cursor.expect("create");
  const local = cursor.accept("local");
  const temporary = cursor.acceptOne("temp", "temporary") !== undefined;
  if (local && !temporary) throw cursor.error("TEMPORARY or TEMP");
  cursor.expect("table");
  const ifNotExists = cursor.accept("if", "not", "exists");
  const own = qualifiedName(cursor, "the name of a table");
  const head = { temporary, ifNotExists, name: own };
  if (cursor.symbol() === "(" && !isNameList(cursor)) {
    const elements = cursor.inBrackets((inside) => inside.list(tableElement));
    const attributes = tableAttributes(cursor);
    return { kind: "create_table", ...head, elements, attributes, span: cursor.span(start) };
  }
  const columns = cursor.symbol() === "(" ? nameList(cursor) : [];
  const attributes = tableAttributes(cursor, placedKey);
  if (!cursor.accept("as")) throw cursor.error(columns.length === 0 ? "( or AS" : "AS");
  const query = cursor.rules.query(cursor);
  return { kind: "create_table_as", ...head, columns, attributes, query, span: cursor.span(start) };
}

/** Whether the bracket holds names alone, as CREATE TABLE AS has them: then no type stands after the first. */
function isNameList(cursor: Cursor): boolean {
  return cursor.symbol(2) === "," || cursor.symbol(2) === ")";
}

function tableElement(cursor: Cursor): TableElement {
  const { start } = cursor;
  if (cursor.accept("like")) {
    const table = qualifiedName(cursor, "a table");
    const defaults = cursor.acceptOne("including", "excluding");
    if (defaults !== undefined) cursor.expect("defaults");
    return { kind: "like_table", table, defaults, span: cursor.span(start) };
  }
  return tableConstraint(cursor) ?? columnDefinition(cursor);
}
