/**
 * The distribution and the sort key of a table that is made of a query which names none ("CTAS usage notes", "Inheritance of column and
 * table attributes"): those of its one table where rows are taken as they are. For other queries the guide has a "best effort", with
 * examples: ORDER BY gives the sort key, and LIMIT and GROUP BY leave nothing.
 */
import type { Query } from "../../../dialect/syntax/query.ts";
import type { ColumnDefinition, TableDefinition } from "../../../dialect/table-definition.ts";
import type { Context } from "../bind/context.ts";
import { relationNameOf } from "../bind/named-relation.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundQuery, BoundSelect } from "../bound/query.ts";

type Keys = Pick<TableDefinition, "distStyle" | "distKey" | "sortStyle" | "sortKey">;

/** Returns what is inherited; a key of which a column is not in the query is not, of which the guide says nothing. */
export function inheritedKeys(
  syntax: Query,
  query: BoundQuery,
  columns: readonly ColumnDefinition[],
  context: Context,
): Partial<Keys> {
  const source = scanned(syntax, query, context);
  if (source === undefined || query.body.kind !== "select") return {};
  const { items } = query.body;
  const named = (key: string): string | undefined =>
    columns[items.findIndex((item) => item.kind === "column" && item.name === key)]?.name;
  return { ...distribution(source, named), ...sorting(source, query, query.body, columns, named) };
}

/** The table whose rows the query takes one by one; undefined for every other query. */
function scanned(syntax: Query, query: BoundQuery, context: Context): TableDefinition | undefined {
  const { body, limit, offset } = query;
  if (body.kind !== "select" || syntax.body.kind !== "select") return undefined;
  const [table, ...more] = syntax.body.from;
  const plain = !body.distinct && body.groupBy === undefined && body.having === undefined;
  const whole = body.qualify === undefined && limit === undefined && offset === undefined;
  if (!plain || !whole || table?.kind !== "table" || more.length > 0 || body.from?.kind !== "relation")
    return undefined;
  if (body.items.some(ofManyRows)) return undefined;
  return context.relations.find(relationNameOf(table.name, context))?.table;
}

function ofManyRows(value: BoundExpression): boolean {
  if (value.kind === "aggregate") return true;
  if (value.kind === "conversion") return ofManyRows(value.operand);
  return value.kind === "apply" && value.args.some(ofManyRows);
}

function distribution(
  { distStyle, distKey }: TableDefinition,
  named: (key: string) => string | undefined,
): Partial<Keys> {
  if (distStyle !== "key") return { distStyle };
  const key = distKey === undefined ? undefined : named(distKey);
  return key === undefined ? {} : { distStyle, distKey: key };
}

function sorting(
  { sortStyle, sortKey }: TableDefinition,
  { orderBy }: BoundQuery,
  { items }: BoundSelect,
  columns: readonly ColumnDefinition[],
  named: (key: string) => string | undefined,
): Partial<Keys> {
  if (orderBy.length > 0) {
    const ordered = orderBy.map(({ expression, output, descending }) => {
      const at = output === undefined ? items.indexOf(expression) : output - 1;
      return descending ? undefined : columns[at]?.name;
    });
    const known = ordered.filter((name) => name !== undefined);
    return known.length === ordered.length ? { sortStyle: "compound", sortKey: known } : {};
  }
  const keys = sortKey.map(named).filter((name) => name !== undefined);
  return keys.length === sortKey.length ? { sortStyle, sortKey: keys } : {};
}
