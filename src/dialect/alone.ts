/** Statements that travel in a message of their own. */
import { kindOf, type StatementKind } from "./kind-of.ts";
import type { Statement as Tree } from "./syntax/statement.ts";
import type { AlterTable, TableChange } from "./syntax/table.ts";

/**
 * The list of commands that "Amazon Redshift restricts inside a transaction block or multi-statement requests" (Database Developer Guide,
 * "SVL_MULTI_STATEMENT_VIOLATIONS"): here those that are told by their verb. Inside a transaction COPY is described elsewhere as usual
 * ("Errors when reading multiple files"), so that it is the company in one message that is left to avoid. GRANT is listed whole; the
 * page's table says "on external resources", and a message of its own is right under both.
 */
const BY_KIND: readonly StatementKind[] = ["copy", "grant", "vacuum"];

/** Those of the list that are told by more words than the verb. Others of it (CLUSTER, CREATE TABLESPACE …) have no page and are not read. */
const BY_WORDS: ReadonlySet<string> = new Set([
  "create database",
  "drop database",
  "create external table",
  // As a command it changes an external table.
  "alter table",
  "create library",
  "create or replace library",
  "drop library",
]);

/**
 * Changes of ALTER TABLE that do not run "within a transaction block": APPEND and the type of a column ("ALTER TABLE APPEND", "ALTER TABLE"). Of
 * encodings, distribution and sort keys the guide does not say it; a cluster answers that ALTER COLUMN "cannot run inside a transaction block",
 * whatever it alters, so that all of them are taken for such.
 */
const OUTSIDE: ReadonlySet<TableChange["kind"]> = new Set([
  "append",
  "alter_type",
  "alter_encode",
  "alter_attribute",
]);

/** Returns the change of an ALTER TABLE that runs in no transaction block, if there is one. */
export function changeOutside({ changes }: AlterTable): TableChange | undefined {
  return changes.find(({ kind }) => OUTSIDE.has(kind));
}

/**
 * Whether Redshift may refuse the statement where others are in the same message. That is so too for ALTER TABLE of an external table and
 * for what runs in no transaction block: several
 * statements in one message are one. DROP TABLE of an external table is not told from that of another, since its name says nothing of it.
 */
export function travelsAlone(tree: Tree): boolean {
  if (BY_KIND.includes(kindOf(tree))) return true;
  if (tree.kind === "command") return BY_WORDS.has(tree.command);
  return tree.kind === "alter_table" && changeOutside(tree) !== undefined;
}
