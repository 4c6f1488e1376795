/** A query whose columns become other types: where it is compared with, put together with another one, or inserted. */
import type { Conversion, BoundExpression } from "../bound/expression.ts";
import { queryOf, selectOf } from "../bound/make-query.ts";
import type { BoundQuery, OutputColumn } from "../bound/query.ts";
import type { BoundType } from "../bound/type.ts";
import { sameType } from "../types/casts.ts";
import { comparable } from "./compare.ts";
import { cast } from "./convert.ts";
import type { Context } from "./context.ts";

/**
 * Returns the query with columns of these types.
 * @param compared whether they are compared, so that trailing blanks do not count
 * @throws SqlError 42846 for a type that a column does not become.
 */
export function castColumns(
  query: BoundQuery,
  types: readonly BoundType[],
  context: Context,
  compared: boolean,
  form: Conversion["form"] = "implicit",
): BoundQuery {
  const convert = (value: BoundExpression, at: number): BoundExpression => {
    const own = cast(context, value, types[at] ?? value.type, form, [0, 0]);
    return compared ? comparable(own) : own;
  };
  const columns = query.columns.map((column, at): OutputColumn => ({
    ...column,
    type: types[at] ?? column.type,
  }));
  if (
    columns.every((column, at) => sameType(column.type, (query.columns[at] as OutputColumn).type)) &&
    !compared
  )
    return query;
  const { body } = query;
  if (body.kind === "select" && !body.distinct && query.orderBy.every(({ output }) => output === undefined))
    return { ...query, columns, body: { ...body, columns, items: body.items.map(convert) } };
  const alias = context.unique("cast");
  const items = query.columns.map((column, at) =>
    convert({ kind: "column", type: column.type, relation: alias, name: column.id, span: [0, 0] }, at),
  );
  return queryOf(selectOf(items, columns, { kind: "derived", query, alias }));
}
