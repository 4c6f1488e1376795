/** Which statement it is, from its first words. */
import type { Statement } from "../syntax/statement.ts";
import { alterTable } from "./alter-table.ts";
import { deleteRows, insert, truncate, update } from "./change.ts";
import { command, commandHere } from "./command.ts";
import { createTable } from "./create-table.ts";
import type { Cursor } from "./cursor.ts";
import { comment, createMaterializedView, createSchema, createView, drop, refresh } from "./definition.ts";
import { merge } from "./merge.ts";
import {
  callProcedure,
  closeCursor,
  deallocate,
  declareCursor,
  execute,
  fetchCursor,
  prepare,
} from "./prepared.ts";
import { withStatement } from "./query.ts";
import { reset, setSetting, show } from "./setting.ts";
import { begin, commit, lock, rollback } from "./transaction.ts";
import { copy, unload } from "./transfer.ts";
import { refusedStatement } from "./foreign.ts";
import { analyze, explain, vacuum } from "./upkeep.ts";

type Read = (cursor: Cursor) => Statement;

const BY_FIRST_WORD: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["select", (cursor) => cursor.rules.query(cursor)],
  ["with", (cursor) => withStatement(cursor, { update, delete: deleteRows })],
  ["insert", insert],
  ["update", update],
  ["delete", deleteRows],
  ["merge", merge],
  ["truncate", truncate],
  ["create", create],
  ["alter", alterTable],
  ["drop", drop],
  ["refresh", refresh],
  ["comment", comment],
  ["copy", copy],
  ["unload", unload],
  ["begin", begin],
  ["start", begin],
  ["commit", commit],
  ["end", commit],
  ["rollback", rollback],
  ["abort", rollback],
  ["lock", lock],
  ["set", setSetting],
  ["reset", reset],
  ["show", show],
  ["analyze", analyze],
  ["analyse", analyze],
  ["vacuum", vacuum],
  ["explain", (cursor) => explain(cursor, statement)],
  ["declare", declareCursor],
  ["fetch", fetchCursor],
  ["close", closeCursor],
  ["prepare", (cursor) => prepare(cursor, statement)],
  ["execute", execute],
  ["deallocate", deallocate],
  ["call", callProcedure],
]);

/** Reads a statement, and not what follows it. */
export function statement(cursor: Cursor): Statement {
  if (cursor.symbol() === "(") return cursor.rules.query(cursor);
  const refused = refusedStatement(cursor);
  if (refused !== undefined) throw refused;
  const named = commandHere(cursor);
  if (named !== undefined) return command(cursor, named);
  const read = BY_FIRST_WORD.get(cursor.word());
  if (read === undefined)
    throw cursor.errorAt(cursor.at, "check the spelling: no statement begins like this");
  return read(cursor);
}

function create(cursor: Cursor): Statement {
  if (cursor.isWords("create", "schema")) return createSchema(cursor);
  if (cursor.isWords("create", "materialized", "view")) return createMaterializedView(cursor);
  if (cursor.isWords("create", "view") || cursor.isWords("create", "or", "replace", "view"))
    return createView(cursor);
  return createTable(cursor);
}
