/** What a statement is, from its first words. */
import { isSymbol, isWord, type Token } from "./lexer.ts";
import { asOf, intoOf, verbOf } from "./landmarks.ts";
import { ownValue } from "./own-value.ts";
import type { Statement } from "./statements.ts";
import { TokenReader } from "./token-reader.ts";

/** The kinds of statement; `create_other` and `unknown` are what nothing here reacts to. */
export type StatementKind =
  | "select"
  | "select_into"
  | "insert"
  | "update"
  | "delete"
  | "merge"
  | "copy"
  | "unload"
  | "create_table"
  | "create_table_as"
  | "create_view"
  | "create_schema"
  | "create_other"
  | "drop"
  | "truncate"
  | "alter"
  | "lock"
  | "begin"
  | "commit"
  | "rollback"
  | "set"
  | "reset"
  | "show"
  | "analyze"
  | "vacuum"
  | "grant"
  | "revoke"
  | "comment"
  | "explain"
  | "call"
  | "refresh"
  | "declare"
  | "fetch"
  | "close"
  | "prepare"
  | "execute"
  | "deallocate"
  | "unknown";

const BY_FIRST_WORD: Readonly<Record<string, StatementKind>> = {
  insert: "insert",
  update: "update",
  delete: "delete",
  merge: "merge",
  copy: "copy",
  unload: "unload",
  drop: "drop",
  truncate: "truncate",
  alter: "alter",
  lock: "lock",
  begin: "begin",
  start: "begin",
  commit: "commit",
  end: "commit",
  rollback: "rollback",
  abort: "rollback",
  set: "set",
  reset: "reset",
  show: "show",
  analyze: "analyze",
  analyse: "analyze",
  vacuum: "vacuum",
  grant: "grant",
  revoke: "revoke",
  comment: "comment",
  explain: "explain",
  call: "call",
  refresh: "refresh",
  declare: "declare",
  fetch: "fetch",
  close: "close",
  prepare: "prepare",
  execute: "execute",
  deallocate: "deallocate",
};

/** Returns what a statement is, from its first words; `unknown` for what begins with none of them. */
export function kindOf(statement: Pick<Statement, "tokens">): StatementKind {
  const { tokens } = statement;
  const verb = tokens[verbOf(tokens)];
  if (isSymbol(verb, "(") || isWord(verb, "select")) {
    return intoOf(tokens) === undefined ? "select" : "select_into";
  }
  if (isWord(verb, "create")) return kindOfCreate(tokens);
  const word = verb?.kind === "word" ? verb.value : "";
  return ownValue(BY_FIRST_WORD, word) ?? "unknown";
}

function kindOfCreate(tokens: readonly Token[]): StatementKind {
  const reader = new TokenReader(tokens, 1);
  reader.accept("or", "replace");
  while (reader.acceptOne("local", "temp", "temporary", "materialized") !== undefined);
  if (reader.accept("view")) return "create_view";
  if (reader.accept("schema")) return "create_schema";
  if (!reader.accept("table")) return "create_other";
  return asOf(tokens) === tokens.length ? "create_table" : "create_table_as";
}
