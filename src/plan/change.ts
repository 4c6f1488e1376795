/** What a statement does to tables, and how it can be told whether it did. Pure. */
import { tablesOf } from "../dialect/tables-of.ts";
import type { Statement } from "../dialect/syntax/statement.ts";

/** The tables that a statement writes, and those that a view is made of. */
export interface Change {
  readonly tables: readonly string[];
  /**
   * `rows`: only if it counts some. `always`: nothing tells, so it is taken to have written. `never`: it declares something that holds no
   * rows of its own.
   */
  readonly told: "rows" | "always" | "never";
  /** How many rows more each one makes that it counts: 1, 0 or -1. */
  readonly adds: number;
  /** What a view shows; undefined for all others. */
  readonly shows: readonly string[] | undefined;
}

/**
 * Says what a statement does to tables. That a MERGE counts no row says nothing: what Redshift counts there is not documented. A COPY may count
 * by messages that do not arrive. A table that is dropped has lost its rows.
 * @param writes the tables of its file that outlive the session
 */
export function changeOf(tree: Statement, writes: readonly string[]): Change {
  const tables = tablesOf(tree).writes.filter((table) => writes.includes(table));
  switch (tree.kind) {
    case "insert":
      return { tables, told: "rows", adds: 1, shows: undefined };
    case "update":
      return { tables, told: "rows", adds: 0, shows: undefined };
    case "delete":
      return { tables, told: "rows", adds: -1, shows: undefined };
    case "create_table":
      return { tables, told: "never", adds: 0, shows: undefined };
    case "create_view":
      return { tables, told: "never", adds: 0, shows: shownBy(tree)[0]?.[1] };
    default:
      return {
        tables,
        told: tree.kind === "drop" && tree.object === "view" ? "never" : "always",
        adds: 0,
        shows: undefined,
      };
  }
}

/** Returns a view with the tables that it shows; nothing for a statement that makes none. */
export function shownBy(tree: Statement): readonly (readonly [string, readonly string[]])[] {
  if (tree.kind !== "create_view") return [];
  const { reads, writes } = tablesOf(tree);
  return writes.map((view) => [view, reads] as const);
}
