/** ANALYZE, VACUUM and EXPLAIN of the Database Developer Guide. */
import type { Analyze, Explain, Vacuum } from "../syntax/session.ts";
import type { Statement } from "../syntax/statement.ts";
import type { Cursor } from "./cursor.ts";
import { isName, nameList, numberLiteral, qualifiedName } from "./names.ts";

/** Reads ANALYZE; ANALYZE COMPRESSION is a command. */
export function analyze(cursor: Cursor): Analyze {
  const { start } = cursor;
  cursor.expectOne("analyze", "analyse");
  const verbose = cursor.accept("verbose");
  const table = isTable(cursor) ? qualifiedName(cursor, "a table") : undefined;
  const columns = table !== undefined && cursor.symbol() === "(" ? nameList(cursor) : [];
  const which = cursor.acceptOne("predicate", "all");
  if (which !== undefined) cursor.expect("columns");
  return { kind: "analyze", verbose, table, columns, which, span: cursor.span(start) };
}

function isTable(cursor: Cursor): boolean {
  return cursor.word().startsWith("#") || (isName(cursor) && !cursor.isWords("predicate", "columns"));
}

/** Reads VACUUM. */
export function vacuum(cursor: Cursor): Vacuum {
  const { start } = cursor;
  cursor.expect("vacuum");
  const form = vacuumForm(cursor);
  const named = isName(cursor) || cursor.word().startsWith("#");
  const table = named && !cursor.isWords("boost") ? qualifiedName(cursor, "a table") : undefined;
  const threshold = cursor.accept("to") ? numberLiteral(cursor) : undefined;
  if (threshold !== undefined) cursor.expect("percent");
  const boost = cursor.accept("boost");
  return { kind: "vacuum", form, table, threshold, boost, span: cursor.span(start) };
}

function vacuumForm(cursor: Cursor): Vacuum["form"] {
  if (cursor.accept("sort", "only")) return "sort only";
  if (cursor.accept("delete", "only")) return "delete only";
  return cursor.acceptOne("full", "reindex", "recluster");
}

/** Reads EXPLAIN [VERBOSE] and the statement. */
export function explain(cursor: Cursor, statement: (cursor: Cursor) => Statement): Explain {
  const { start } = cursor;
  cursor.expect("explain");
  const verbose = cursor.accept("verbose");
  const inner = cursor.nested(() => statement(cursor));
  const explained = ["query", "insert", "update", "delete", "merge", "create_table_as"];
  if (!explained.includes(inner.kind))
    throw cursor.errorAt(
      verbose ? 2 : 1,
      "expected here: a query, INSERT, UPDATE, DELETE or CREATE TABLE AS",
    );
  return { kind: "explain", verbose, statement: inner, span: cursor.span(start) };
}
