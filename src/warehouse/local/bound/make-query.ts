/** Queries of one clause, of which others are made. */
import { ownNames } from "./own-names.ts";
import type { BoundExpression } from "./expression.ts";
import type { BoundBody, BoundQuery, BoundSelect, BoundTable, OutputColumn } from "./query.ts";

/** Returns SELECT items FROM a table. */
export function selectOf(
  items: readonly BoundExpression[],
  columns: readonly OutputColumn[],
  from: BoundTable | undefined,
): BoundSelect {
  return {
    kind: "select",
    distinct: false,
    items,
    columns,
    from,
    where: undefined,
    groupBy: undefined,
    having: undefined,
    qualify: undefined,
  };
}

/** Returns the columns of a result, each with a name of its own in the written text. */
export function columnsOf(
  items: readonly { readonly name: string; readonly value: BoundExpression }[],
): readonly OutputColumn[] {
  const own = ownNames();
  return items.map(({ name, value }) => ({ name, id: own(name), type: value.type }));
}

/** Returns the columns of a body as a query around it names them. */
export function columnsUnder(alias: string, { columns }: BoundBody): readonly BoundExpression[] {
  return columns.map(({ id, type }) => ({ kind: "column", type, relation: alias, name: id, span: [0, 0] }));
}

/** Returns a query of its body alone. */
export function queryOf(body: BoundBody): BoundQuery {
  return {
    kind: "query",
    with: [],
    body,
    orderBy: [],
    limit: undefined,
    offset: undefined,
    columns: body.columns,
  };
}
