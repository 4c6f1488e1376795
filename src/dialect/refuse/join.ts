/** Joins that only others have, which would be read as inner joins of a table with an alias. */
import type { Alias, Join, TableReference } from "../syntax/query.ts";
import type { Refusal } from "./refusal.ts";

/** Words before JOIN that DuckDB and others read as a kind of join. */
const KINDS: ReadonlySet<string> = new Set(["anti", "asof", "positional", "semi"]);

/** Returns what is refused of a join: a word before it that is an alias here, and not what the writer means. */
export function refusedJoin({ left }: Join): readonly Refusal[] {
  const alias = aliasOf(left);
  if (alias === undefined || !KINDS.has(alias.name.value)) return [];
  const [start] = alias.name.span;
  // With AS, in quotes or with columns after it, it is meant as a name.
  if (alias.span[0] !== start || alias.span[1] !== start + alias.name.value.length) return [];
  return [
    {
      start,
      message: `syntax error at or near "${alias.name.value}": Redshift does not have this kind of join`,
      sqlState: "42601",
      next: "write an inner or a left join, or WHERE EXISTS",
    },
  ];
}

function aliasOf(table: TableReference): Alias | undefined {
  return table.kind === "join" ? aliasOf(table.right) : "alias" in table ? table.alias : undefined;
}
