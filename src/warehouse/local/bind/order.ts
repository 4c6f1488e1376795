/** ORDER BY of a query ("ORDER BY clause" of the Developer Guide). */
import type { OrderItem } from "../../../dialect/syntax/query.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundOrder } from "../bound/query.ts";
import { orderable } from "./compare.ts";
import { settled } from "./convert.ts";
import { fault, type Context } from "./context.ts";
import type { ListItem } from "./group.ts";
import type { Scope } from "./scope.ts";
import { sameExpression } from "./walk.ts";

/** What an item of ORDER BY is: a value of its own, or the column at a place of the result. */
export interface OrderedBy {
  readonly syntax: OrderItem;
  readonly value: BoundExpression;
  readonly output: number | undefined;
}

/**
 * Returns what rows are ordered by: a number is the place of a column of the result, a name one of its columns and else a column of
 * FROM. `scope` is undefined where there are only columns of a result, after UNION and the like.
 */
export function orderedBy(
  syntax: OrderItem,
  items: readonly ListItem[],
  scope: Scope | undefined,
  context: Context,
): OrderedBy {
  const { expression } = syntax;
  if (expression.kind === "string" || (expression.kind === "number" && !/^\d+$/.test(expression.text)))
    throw fault(context, "non-integer constant in ORDER BY", expression.span, {
      sqlState: "42601",
      next: "name a column, or give its place: order by 1",
    });
  const output = (index: number): OrderedBy => ({
    syntax,
    value: settled((items[index] as ListItem).value),
    output: index + 1,
  });
  if (expression.kind === "number" && /^\d+$/.test(expression.text)) {
    const index = Number(expression.text) - 1;
    if (items[index] !== undefined) return output(index);
    throw fault(context, `ORDER BY position ${expression.text} is not in select list`, expression.span, {
      sqlState: "42P10",
    });
  }
  if (expression.kind === "column" && expression.parts.length === 1) {
    const name = expression.parts[0]?.value;
    const named = items.flatMap((item, index) => (item.name === name ? [index] : []));
    const [first, second] = named as [number | undefined, number | undefined];
    if (
      second !== undefined &&
      !named.every((index) =>
        sameExpression((items[index] as ListItem).value, (items[first as number] as ListItem).value),
      )
    ) {
      throw fault(context, `ORDER BY "${String(name)}" is ambiguous`, expression.span, {
        sqlState: "42702",
        next: "order by its place: order by 1",
      });
    }
    if (first !== undefined) return output(first);
  }
  if (scope === undefined) {
    throw fault(
      context,
      "ORDER BY after UNION, INTERSECT or EXCEPT takes only columns of the result",
      expression.span,
      {
        sqlState: "0A000",
        next: "name a column of the result, or order in an outer query",
      },
    );
  }
  const value = settled(context.expression(expression, scope, context));
  const same = items.findIndex((item) => sameExpression(settled(item.value), value));
  return same === -1 ? { syntax, value, output: undefined } : output(same);
}

/** Returns the item as it is written: texts without their trailing blanks, and where NULL stands. */
export function boundOrder({ syntax, value, output }: OrderedBy): BoundOrder {
  const compared = orderable(value);
  const descending = syntax.direction === "desc";
  return {
    expression: compared,
    output: compared === value ? output : undefined,
    descending,
    nullsFirst: syntax.nulls === undefined ? descending : syntax.nulls === "first",
  };
}
