/** Functions that Redshift does not have, or has where no table is read. */
import { ownValue } from "../own-value.ts";
import { LEADER_ONLY, REFUSED_FUNCTIONS } from "../refused-names.ts";
import type { Call } from "../syntax/expression.ts";
import type { Statement as Tree } from "../syntax/statement.ts";
import { tablesOf } from "../tables-of.ts";
import type { Refusal } from "./refusal.ts";

const ON_TABLES = "Specified types or functions (one per INFO message) not supported on Redshift tables.";

/** Functions of the leader node that fill no table either: the rows would have to leave it. */
const NEVER_STORED = new Set(["generate_series"]);

/** What a statement does with tables, as far as functions of the leader node ask. */
export interface TableUse {
  /** It reads a table that is not the catalogue's, or changes rows. */
  readonly touches: boolean;
  readonly writes: boolean;
}

/** Returns what a statement does with tables. The defaults of CREATE TABLE are evaluated when rows come. */
export function usesOf(tree: Tree): TableUse {
  const { reads, writes } = tablesOf(tree);
  const catalogue = reads.every((name) => /^(pg_|information_schema\.)/.test(name));
  const changes = tree.kind === "update" || tree.kind === "delete" || tree.kind === "merge";
  return { touches: tree.kind !== "create_table" && (!catalogue || changes), writes: writes.length > 0 };
}

/** Returns why a call is refused. */
export function refusedCall({ name, span }: Call, { touches, writes }: TableUse): readonly Refusal[] {
  const [own, ...behind] = name.parts;
  if (own === undefined || behind.length > 0) return [];
  const [start] = span;
  const next = ownValue(REFUSED_FUNCTIONS, own.value);
  if (next !== undefined)
    return [{ start, message: `function ${own.value} does not exist`, sqlState: "42883", next }];
  const leader = ownValue(LEADER_ONLY, own.value);
  if (leader === undefined || !(touches || (writes && NEVER_STORED.has(own.value)))) return [];
  if (leader.says !== undefined)
    return [{ start, message: leader.says, sqlState: "0A000", next: leader.next }];
  const info = `Function "${own.value}()" not supported.`;
  return [
    {
      start,
      message: ON_TABLES,
      sqlState: "0A000",
      next: `${own.value} runs on the leader node only: ${leader.next}`,
      info,
    },
  ];
}
