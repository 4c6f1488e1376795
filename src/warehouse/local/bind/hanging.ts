/** What hangs on a call: DISTINCT, WITHIN GROUP, IGNORE NULLS, OVER ("Window function syntax summary" of the Developer Guide). */
import type { Call, Frame, FrameBound, Window } from "../../../dialect/syntax/expression.ts";
import type { OrderItem } from "../../../dialect/syntax/query.ts";
import type { Aggregate, BoundExpression, BoundWindow } from "../bound/expression.ts";
import type { BoundOrder } from "../bound/query.ts";
import type { FunctionEntry } from "../functions/entry.ts";
import { comparable, orderable } from "./compare.ts";
import { cast } from "./convert.ts";
import { fault, type Context } from "./context.ts";
import type { Scope } from "./scope.ts";

type Hanging = Pick<Aggregate, "distinct" | "orderBy" | "ignoreNulls" | "over">;

/** Returns it, bound. @throws SqlError where it cannot stand, 42803 for an aggregate in WHERE and the like. */
export function hangingOn(
  {
    name,
    entry,
    syntax,
  }: { readonly name: string; readonly entry: FunctionEntry | undefined; readonly syntax: Call },
  scope: Scope,
  context: Context,
): Hanging {
  const { over, span } = syntax;
  if (over === undefined && entry?.window === "only")
    throw fault(context, `window function ${name} requires an OVER clause`, span, { sqlState: "42809" });
  if (over !== undefined && entry?.window === "never")
    throw fault(context, `${name} cannot be used as a window function`, span, { sqlState: "0A000" });
  const refused = over === undefined ? scope.withoutAggregates : scope.withoutWindows;
  if (refused !== undefined) {
    const what = `${over === undefined ? "aggregates" : "window functions"} are not allowed in ${refused}`;
    throw fault(context, what, span, {
      sqlState: over === undefined ? "42803" : "42P20",
      next: "compute it in a subquery in FROM, and use its column here",
    });
  }
  return {
    distinct: syntax.quantifier === "distinct",
    orderBy: (syntax.withinGroup ?? []).map((item) => orderItem(item, scope, context)),
    ignoreNulls: syntax.nulls === "ignore",
    over: over && window(over, scope, context),
  };
}

/** Does nothing for a call on which nothing hangs. @throws SqlError where it hangs on a function that is not an aggregate. */
export function refuseHanging(context: Context, name: string, syntax: Call): void {
  const { quantifier, withinGroup, nulls, over, span } = syntax;
  if (quantifier !== "distinct" && withinGroup === undefined && nulls === undefined && over === undefined)
    return;
  const what =
    over === undefined
      ? `DISTINCT, WITHIN GROUP and IGNORE NULLS are for aggregates, and ${name} is not one`
      : `OVER specified, but ${name} is not a window function nor an aggregate function`;
  throw fault(context, what, span, { sqlState: "42809" });
}

/** NULL stands last ascending and first descending unless it is said ("ORDER BY clause"). */
function orderItem(item: OrderItem, scope: Scope, context: Context): BoundOrder {
  const descending = item.direction === "desc";
  return {
    expression: orderable(context.expression(item.expression, scope, context)),
    output: undefined,
    descending,
    nullsFirst: item.nulls === undefined ? descending : item.nulls === "first",
  };
}

function window(syntax: Window, scope: Scope, context: Context): BoundWindow {
  const inner = { ...scope, withoutWindows: "a window" };
  const offsets: BoundExpression[] = [];
  return {
    partitionBy: syntax.partitionBy.map((one) => comparable(context.expression(one, inner, context))),
    orderBy: syntax.orderBy.map((item) => orderItem(item, inner, context)),
    frame: syntax.frame === undefined ? "" : frame(syntax.frame, offsets, inner, context),
    offsets,
  };
}

function frame(syntax: Frame, offsets: BoundExpression[], scope: Scope, context: Context): string {
  const bound = ({ at, offset, span }: FrameBound): string => {
    if (offset === undefined) return at.toUpperCase();
    const type = { name: "bigint" } as const;
    const value = cast(context, context.expression(offset, scope, context), type, "implicit", span);
    const certain = value.kind === "constant" && Number(value.value) >= 0 && value.value !== null;
    offsets.push(
      certain ? value : { kind: "apply", type, sql: "redshift_functions.frame_offset($1)", args: [value] },
    );
    return `$${offsets.length} ${at.toUpperCase()}`;
  };
  const unit = syntax.unit.toUpperCase();
  const start = bound(syntax.start);
  if (syntax.end !== undefined) return `${unit} BETWEEN ${start} AND ${bound(syntax.end)}`;
  // "Where BETWEEN is not specified, the frame is implicitly bounded by the current row."
  const behind = syntax.start.at.endsWith("following");
  return behind ? `${unit} BETWEEN CURRENT ROW AND ${start}` : `${unit} BETWEEN ${start} AND CURRENT ROW`;
}
