/** Cursors, prepared statements and CALL ("DECLARE", "FETCH", "CLOSE", "PREPARE", "EXECUTE", "DEALLOCATE", "CALL"). */
import type {
  CallProcedure,
  CloseCursor,
  Deallocate,
  DeclareCursor,
  Execute,
  FetchCursor,
  Prepare,
} from "../syntax/session.ts";
import type { Statement } from "../syntax/statement.ts";
import type { Cursor } from "./cursor.ts";
import { integer, name, qualifiedName } from "./names.ts";
import { typeName } from "./type-name.ts";

/** Reads DECLARE … CURSOR FOR. */
export function declareCursor(cursor: Cursor): DeclareCursor {
  const { start } = cursor;
  cursor.expect("declare");
  const own = name(cursor, "the name of a cursor");
  // PostgreSQL 8.0 has words for what every cursor is here; psycopg2 sends one of them.
  cursor.accept("insensitive");
  cursor.accept("no", "scroll");
  cursor.expect("cursor");
  cursor.accept("without", "hold");
  cursor.expect("for");
  const query = cursor.rules.query(cursor);
  return { kind: "declare_cursor", name: own, query, span: cursor.span(start) };
}

/** Reads FETCH [NEXT | ALL | FORWARD [count | ALL]] FROM. */
export function fetchCursor(cursor: Cursor): FetchCursor {
  const { start } = cursor;
  cursor.expect("fetch");
  const count = fetchCount(cursor);
  cursor.expect("from");
  return { kind: "fetch", count, cursor: name(cursor, "the name of a cursor"), span: cursor.span(start) };
}

function fetchCount(cursor: Cursor): FetchCursor["count"] {
  if (cursor.accept("next")) return 1;
  if (cursor.accept("all")) return "all";
  if (!cursor.accept("forward") || cursor.word() === "from") return 1;
  return cursor.accept("all") ? "all" : integer(cursor);
}

/** Reads CLOSE. */
export function closeCursor(cursor: Cursor): CloseCursor {
  const { start } = cursor;
  cursor.expect("close");
  return { kind: "close", cursor: name(cursor, "the name of a cursor"), span: cursor.span(start) };
}

/** Reads PREPARE. */
export function prepare(cursor: Cursor, statement: (cursor: Cursor) => Statement): Prepare {
  const { start } = cursor;
  cursor.expect("prepare");
  const own = name(cursor, "the name of the statement");
  const types = cursor.symbol() === "(" ? cursor.inBrackets((inside) => inside.list(typeName)) : [];
  cursor.expect("as");
  const head = cursor.at;
  const inner = cursor.nested(() => statement(cursor));
  if (!["query", "insert", "update", "delete", "merge"].includes(inner.kind))
    throw cursor.errorAt(head, "expected here: a query, INSERT, UPDATE or DELETE");
  return { kind: "prepare", name: own, types, statement: inner, span: cursor.span(start) };
}

/** Reads EXECUTE. */
export function execute(cursor: Cursor): Execute {
  const { start } = cursor;
  cursor.expect("execute");
  const own = name(cursor, "the name of the statement");
  const args = cursor.symbol() === "(" ? expressions(cursor) : [];
  return { kind: "execute", name: own, args, span: cursor.span(start) };
}

function expressions(cursor: Cursor): Execute["args"] {
  return cursor.inBrackets((inside) => inside.list(inside.rules.expression));
}

/** Reads DEALLOCATE [PREPARE] of one statement, or of ALL. */
export function deallocate(cursor: Cursor): Deallocate {
  const { start } = cursor;
  cursor.expect("deallocate");
  cursor.accept("prepare");
  const own = cursor.accept("all") ? undefined : name(cursor, "the name of the statement, or ALL");
  return { kind: "deallocate", name: own, span: cursor.span(start) };
}

/** Reads CALL. */
export function callProcedure(cursor: Cursor): CallProcedure {
  const { start } = cursor;
  cursor.expect("call");
  const own = qualifiedName(cursor, "a procedure");
  const empty = cursor.symbol() === "(" && cursor.symbol(1) === ")";
  if (empty) cursor.at += 2;
  const args = empty ? [] : expressions(cursor);
  return { kind: "call_procedure", name: own, args, span: cursor.span(start) };
}
