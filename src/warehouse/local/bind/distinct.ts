/** DISTINCT and UNION: rows that are equal but for trailing blanks are one ("Significance of trailing blanks" of the Developer Guide). */
import { columnsUnder, queryOf, selectOf } from "../bound/make-query.ts";
import type { BoundBody, BoundSelect } from "../bound/query.ts";
import { comparable } from "./compare.ts";
import type { Context } from "./context.ts";
import { grouped, type Groups } from "./group.ts";
import { emptyScope } from "./scope.ts";

/** Returns the rows of a body without those that are there already: plainly where no column is a text. */
export function distinctRows(body: BoundBody, context: Context): BoundSelect {
  const alias = context.unique("distinct");
  const values = columnsUnder(alias, body);
  const groups: Groups = { values, bound: { keys: values.map(comparable), sets: undefined } };
  const items = values.map(grouped(groups, emptyScope(), context));
  const from = { kind: "derived", query: queryOf(body), alias } as const;
  return { ...selectOf(items, body.columns, from), groupBy: groups.bound };
}

/** Whether DuckDB's own DISTINCT compares the columns as Redshift does. */
export function isPlainlyDistinct({ columns, ...body }: BoundBody): boolean {
  const items = body.kind === "select" ? body.items : [];
  return columns.every(({ type }, at) => {
    const item = items[at];
    if (item !== undefined) return comparable(item) === item;
    return type.name !== "varchar" && type.name !== "super" && type.name !== "unknown";
  });
}
