/** Names of the select list that stand in HAVING, which knows the columns of FROM only ("HAVING clause" of the Database Developer Guide). */
import type { Call, Column } from "../syntax/expression.ts";
import type { Select, SelectItem } from "../syntax/query.ts";
import { childrenOf, type Node } from "../syntax/walk.ts";
import type { Refusal } from "./refusal.ts";

/**
 * Returns the aliases that stand in HAVING. A column of FROM may have the name of an alias: in HAVING it stands within an aggregate, or
 * is one by which the rows are grouped, so that what is neither is the alias.
 */
export function refusedHaving({ having, groupBy, items }: Select): readonly Refusal[] {
  if (having === undefined || groupBy?.items === "all") return [];
  const aliases = new Map(
    items.flatMap((item) => (isRenamed(item) ? [[item.alias?.value ?? "", item]] : [])),
  );
  const grouped = new Set((groupBy?.items ?? []).flatMap((item) => [...columnsIn(item)]).map(nameOf));
  return [...columnsIn(having)]
    .filter((column) => aliases.has(nameOf(column)) && !grouped.has(nameOf(column)))
    .map((column) => ({
      start: column.span[0],
      message: `column "${nameOf(column)}" does not exist: HAVING cannot use an alias of the select list`,
      sqlState: "42703",
      next: "write the expression itself, or filter in an outer query",
    }));
}

function isRenamed({ alias, expression }: SelectItem): boolean {
  if (alias === undefined) return false;
  return expression.kind !== "column" || expression.parts.at(-1)?.value !== alias.value;
}

/** Columns without a table before them, outside aggregates and queries. */
function* columnsIn(node: Node): Generator<Column> {
  if (node.kind === "column" && node.parts.length === 1) yield node;
  if (node.kind === "query" || (node.kind === "call" && isAggregate(node))) return;
  for (const child of childrenOf(node)) yield* columnsIn(child);
}

/** Aggregates that Redshift has ("Aggregate functions"). */
const AGGREGATES: ReadonlySet<string> = new Set(
  `any_value avg bit_and bit_or bool_and bool_or count listagg max median min percentile_cont percentile_disc stddev stddev_pop
  stddev_samp sum var_pop var_samp variance approximate_percentile_disc`.split(/\s+/),
);

function isAggregate({ name }: Call): boolean {
  return AGGREGATES.has(name.parts.at(-1)?.value ?? "");
}

function nameOf({ parts }: Column): string {
  return parts[0]?.value ?? "";
}
