/** BEGIN, COMMIT, ROLLBACK and LOCK of the Database Developer Guide. */
import type { Begin, Commit, Lock, Rollback } from "../syntax/session.ts";
import type { Cursor } from "./cursor.ts";
import { qualifiedName } from "./names.ts";

/** Reads BEGIN [WORK | TRANSACTION] and START TRANSACTION, with the modes of each. */
export function begin(cursor: Cursor): Begin {
  const { start } = cursor;
  if (cursor.accept("start")) cursor.expect("transaction");
  else work(cursor, "begin");
  let isolation: Begin["isolation"];
  let access: Begin["access"];
  while (!cursor.atEnd) {
    if (isolation === undefined && cursor.accept("isolation", "level")) isolation = level(cursor);
    else if (access === undefined && cursor.accept("read"))
      access = `read ${cursor.expectOne("only", "write")}`;
    else throw cursor.error("ISOLATION LEVEL, READ ONLY or READ WRITE");
    if (!cursor.acceptSymbol(",")) continue;
    if (cursor.atEnd) throw cursor.error("ISOLATION LEVEL, READ ONLY or READ WRITE");
  }
  return { kind: "begin", isolation, access, span: cursor.span(start) };
}

function level(cursor: Cursor): Begin["isolation"] {
  if (cursor.accept("read")) return `read ${cursor.expectOne("committed", "uncommitted")}`;
  if (cursor.accept("repeatable")) {
    cursor.expect("read");
    return "repeatable read";
  }
  return cursor.expectOne("serializable", "snapshot");
}

/** Reads COMMIT and END. */
export function commit(cursor: Cursor): Commit {
  const { start } = cursor;
  work(cursor, "commit", "end");
  return { kind: "commit", span: cursor.span(start) };
}

/** Reads ROLLBACK and ABORT. */
export function rollback(cursor: Cursor): Rollback {
  const { start } = cursor;
  work(cursor, "rollback", "abort");
  return { kind: "rollback", span: cursor.span(start) };
}

function work(cursor: Cursor, ...verbs: readonly string[]): void {
  cursor.expectOne(...verbs);
  cursor.acceptOne("work", "transaction");
}

/** Reads LOCK [TABLE]. */
export function lock(cursor: Cursor): Lock {
  const { start } = cursor;
  cursor.expect("lock");
  cursor.accept("table");
  const tables = cursor.list((each) => qualifiedName(each, "a table"));
  return { kind: "lock", tables, span: cursor.span(start) };
}
