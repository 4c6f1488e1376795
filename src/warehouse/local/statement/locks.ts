/** Which locks a statement takes on tables; pure. */
import { kindOf } from "../../../dialect/kind-of.ts";
import type { Statement } from "../../../dialect/syntax/statement.ts";
import { parseTableName } from "../../../dialect/table-name.ts";
import { tablesOf } from "../../../dialect/tables-of.ts";
import { localSpelling } from "../default-schema.ts";
import { SYSTEM_VIEWS } from "../system-views.ts";
import type { LockMode } from "../table-locks.ts";

/** A lock that a statement takes; the table is spelled as `localSpelling` does. */
export interface WantedLock {
  readonly table: string;
  readonly mode: LockMode;
  /** Whether the table is gone when the statement is committed. */
  readonly drops?: boolean;
}

const NO_LOCKS: readonly WantedLock[] = [];

/**
 * Returns the locks in the order in which they are taken. Developer Guide, "LOCK": DROP TABLE and TRUNCATE "create exclusive
 * locks", which prevent reads; AWS re:Post, "How do I find and release locks in Amazon Redshift?": ALTER too, and whatever reads
 * or changes rows takes AccessShareLock. That writers of one table wait for each other is not reproduced.
 * @param schema the one in which a bare name is looked for first
 */
export function locksOf(tree: Statement, schema: string | undefined): readonly WantedLock[] {
  const { reads, writes, temporary } = tablesOf(tree);
  const locks = (names: readonly string[], mode: LockMode): readonly WantedLock[] =>
    names
      .filter((name) => !temporary.includes(name) && !isSystem(name))
      .map((name) => {
        const parts = parseTableName(name);
        return { table: localSpelling({ ...parts, schema: parts.schema ?? schema }), mode };
      });
  switch (kindOf(tree)) {
    case "select":
    case "insert":
    case "update":
    case "delete":
    case "merge":
    case "copy":
    case "unload":
    case "refresh":
      return locks([...reads, ...writes], "share");
    case "select_into":
    case "create_table_as":
      return locks(reads, "share");
    case "lock":
      return locks(reads, "exclusive");
    case "drop":
      return locks(writes, "exclusive").map((lock) => ({ ...lock, drops: true }));
    case "truncate":
    case "alter":
      return locks(writes, "exclusive");
    default:
      return NO_LOCKS;
  }
}

function isSystem(name: string): boolean {
  return SYSTEM_VIEWS.has(name) || /^(?:pg_catalog|information_schema|_redshift)\./.test(name);
}
