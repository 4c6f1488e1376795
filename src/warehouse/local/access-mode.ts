/** Whether a transaction may write: BEGIN READ ONLY, and SET of it for the transaction or for the session. */
import { kindOf, type StatementKind } from "../../dialect/kind-of.ts";
import type { Statement as Tree } from "../../dialect/syntax/statement.ts";
import { tablesOf } from "../../dialect/tables-of.ts";
import { WarehouseError } from "../../errors.ts";

/** `session`: of transactions that say nothing themselves. */
export interface AccessMode {
  readonly scope: "session" | "transaction";
  /** Undefined where only the isolation is set, which stays as it is. */
  readonly readOnly: boolean | undefined;
}

const SCOPES: Readonly<Record<string, AccessMode["scope"]>> = {
  "set transaction": "transaction",
  "set session characteristics": "session",
};

/** Returns what a statement sets of it ("SET SESSION CHARACTERISTICS"); undefined for one that is about something else. */
export function accessModeOf(tree: Tree): AccessMode | undefined {
  if (tree.kind !== "command") return undefined;
  const scope = SCOPES[tree.command];
  if (scope === undefined) return undefined;
  const words = tree.parts.map((part) => (part.kind === "command_word" ? part.text : ""));
  const readOnly = words.includes("only") ? true : words.includes("write") ? false : undefined;
  return { scope, readOnly };
}

/** What writes to no table of the warehouse. */
const READING: ReadonlySet<StatementKind> = new Set([
  "select",
  "show",
  "set",
  "reset",
  "explain",
  "begin",
  "commit",
  "rollback",
  "unload",
]);

/**
 * Refuses what writes. Temporary tables are the session's own (PostgreSQL 8.0, "SET TRANSACTION").
 * @throws WarehouseError 25006
 */
export function refuseWrites(tree: Tree, isTemporary: (table: string) => boolean): void {
  if (READING.has(kindOf(tree)) || accessModeOf(tree) !== undefined) return;
  const { writes, temporary } = tablesOf(tree);
  if (writes.length > 0 && writes.every((table) => temporary.includes(table) || isTemporary(table))) return;
  throw new WarehouseError("transaction is read-only", {
    sqlState: "25006",
    next: "begin one that may write: begin read write",
  });
}
