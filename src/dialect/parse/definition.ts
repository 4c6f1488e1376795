/** CREATE VIEW, CREATE and REFRESH MATERIALIZED VIEW, CREATE SCHEMA, DROP and COMMENT of the Database Developer Guide. */
import type {
  Comment,
  CreateMaterializedView,
  CreateSchema,
  CreateView,
  Drop,
  RefreshMaterializedView,
} from "../syntax/definition.ts";
import { behavior } from "./alter-table.ts";
import type { Cursor } from "./cursor.ts";
import { name, nameList, numberLiteral, qualifiedName, stringLiteral } from "./names.ts";
import { tableAttributes } from "./table-attributes.ts";

/** Reads CREATE [OR REPLACE] VIEW. */
export function createView(cursor: Cursor): CreateView {
  const { start } = cursor;
  cursor.expect("create");
  const orReplace = cursor.accept("or", "replace");
  cursor.expect("view");
  const own = qualifiedName(cursor, "the name of a view");
  const columns = cursor.symbol() === "(" ? nameList(cursor) : [];
  cursor.expect("as");
  const query = cursor.rules.query(cursor);
  const lateBinding = cursor.accept("with");
  if (lateBinding) cursor.expect("no", "schema", "binding");
  return { kind: "create_view", orReplace, name: own, columns, query, lateBinding, span: cursor.span(start) };
}

/** Reads CREATE MATERIALIZED VIEW. */
export function createMaterializedView(cursor: Cursor): CreateMaterializedView {
  const { start } = cursor;
  cursor.expect("create", "materialized", "view");
  const own = qualifiedName(cursor, "the name of a materialized view");
  const columns = cursor.symbol() === "(" ? nameList(cursor) : [];
  const before = tableAttributes(cursor);
  let autoRefresh: boolean | undefined;
  if (cursor.accept("auto")) {
    cursor.expect("refresh");
    autoRefresh = cursor.expectOne("yes", "no") === "yes";
  }
  const attributes = [...before, ...tableAttributes(cursor)];
  cursor.expect("as");
  const query = cursor.rules.query(cursor);
  const span = cursor.span(start);
  return { kind: "create_materialized_view", name: own, columns, attributes, autoRefresh, query, span };
}

/** Reads REFRESH MATERIALIZED VIEW. */
export function refresh(cursor: Cursor): RefreshMaterializedView {
  const { start } = cursor;
  cursor.expect("refresh", "materialized", "view");
  const own = qualifiedName(cursor, "a materialized view");
  const how = behavior(cursor);
  return { kind: "refresh_materialized_view", name: own, behavior: how, span: cursor.span(start) };
}

/** Reads CREATE SCHEMA; one of another database is a command. */
export function createSchema(cursor: Cursor): CreateSchema {
  const { start } = cursor;
  cursor.expect("create", "schema");
  const ifNotExists = cursor.accept("if", "not", "exists");
  const own = cursor.word() === "authorization" ? undefined : qualifiedName(cursor, "the name of a schema");
  const authorization = cursor.accept("authorization") ? name(cursor, "a user") : undefined;
  const quota = cursor.accept("quota") ? readQuota(cursor) : undefined;
  return { kind: "create_schema", ifNotExists, name: own, authorization, quota, span: cursor.span(start) };
}

function readQuota(cursor: Cursor): CreateSchema["quota"] {
  if (cursor.accept("unlimited")) return "unlimited";
  return { size: numberLiteral(cursor), unit: cursor.acceptOne("mb", "gb", "tb") ?? "mb" };
}

/** Reads DROP of tables, views, materialized views or schemas. */
export function drop(cursor: Cursor): Drop {
  const { start } = cursor;
  cursor.expect("drop");
  const object = cursor.accept("materialized", "view")
    ? "materialized view"
    : cursor.expectOne("table", "view", "schema");
  const ifExists = cursor.accept("if", "exists");
  const names = cursor.list((each) => qualifiedName(each));
  const externalDatabase = object === "schema" && cursor.accept("drop", "external", "database");
  const how = behavior(cursor);
  return { kind: "drop", object, ifExists, names, externalDatabase, behavior: how, span: cursor.span(start) };
}

/** Reads COMMENT ON. */
export function comment(cursor: Cursor): Comment {
  const { start } = cursor;
  cursor.expect("comment", "on");
  const object = cursor.expectOne(
    "table",
    "column",
    "constraint",
    "database",
    "view",
    "schema",
    "function",
    "procedure",
  );
  const own = qualifiedName(cursor);
  if (object === "constraint") cursor.expect("on");
  const on = object === "constraint" ? qualifiedName(cursor, "a table") : undefined;
  cursor.expect("is");
  const said = cursor.accept("null") ? undefined : stringLiteral(cursor, "a text in quotes, or NULL");
  return { kind: "comment", object, name: own, on, text: said, span: cursor.span(start) };
}
