/** What a statement is, in a word. */
import type { Statement as Tree } from "./syntax/statement.ts";

/** The kinds of statement; `command` is what nothing here reacts to. */
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
  | "command";

/** Nodes whose kind is told in other words. */
const NODES: Readonly<Partial<Record<Tree["kind"], StatementKind>>> = {
  create_materialized_view: "create_view",
  refresh_materialized_view: "refresh",
  alter_table: "alter",
  declare_cursor: "declare",
  call_procedure: "call",
};

/** Commands that are told by their first word. */
const COMMANDS: Readonly<Record<string, StatementKind>> = {
  create: "create_other",
  alter: "alter",
  drop: "drop",
  set: "set",
  reset: "reset",
  show: "show",
  analyze: "analyze",
  grant: "grant",
  revoke: "revoke",
};

/** Returns what a statement is. */
export function kindOf(tree: Tree): StatementKind {
  if (tree.kind === "query") return intoOf(tree) === undefined ? "select" : "select_into";
  if (tree.kind === "command") return COMMANDS[tree.command.split(" ")[0] ?? ""] ?? "command";
  return NODES[tree.kind] ?? (tree.kind as StatementKind);
}

/** Returns the INTO of a SELECT INTO, which stands in its first SELECT; undefined for a query without one. */
export function intoOf(query: Extract<Tree, { readonly kind: "query" }>) {
  let body = query.body;
  while (body.kind !== "select") body = body.kind === "query" ? body.body : body.first;
  return body.into;
}
