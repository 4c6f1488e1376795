/** USING and NATURAL: columns of one name that are joined and seen once. */
import type { Join } from "../../../dialect/syntax/query.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { commonType } from "../types/common-type.ts";
import { cast } from "./convert.ts";
import { compare } from "./compare.ts";
import { logical } from "./condition.ts";
import { fault, type Context } from "./context.ts";
import type { ScopeColumn } from "./scope.ts";

interface Side {
  readonly columns: readonly ScopeColumn[];
}

/** Returns the condition, and the columns as `*` tells them: the joined ones first. @throws SqlError 42703 for a column that a side lacks. */
export function using(
  names: readonly string[],
  [left, right]: readonly [Side, Side],
  syntax: Join,
  context: Context,
): { readonly on: BoundExpression; readonly columns: readonly ScopeColumn[] } {
  const pairs = names.map((name, at) => {
    const span = syntax.using[at]?.span ?? syntax.span;
    const side = (columns: readonly ScopeColumn[], which: string): BoundExpression => {
      const found = columns.filter((column) => column.name === name);
      const [only, second] = found;
      if (only === undefined)
        throw fault(
          context,
          `column "${name}" specified in USING clause does not exist in ${which} table`,
          span,
          { sqlState: "42703" },
        );
      if (second !== undefined)
        throw fault(context, `common column name "${name}" appears more than once in ${which} table`, span, {
          sqlState: "42702",
        });
      return only.value;
    };
    return { name, span, left: side(left.columns, "left"), right: side(right.columns, "right") };
  });
  const on = logical(
    "and",
    pairs.map((pair) => compare(context, "=", [pair.left, pair.right], pair.span)),
  );
  const merged = pairs.map((pair) => ({ name: pair.name, value: mergedValue(syntax.type, pair, context) }));
  const rest = [...left.columns, ...right.columns].filter(({ name }) => !names.includes(name));
  return { on, columns: [...merged, ...rest] };
}

function mergedValue(
  type: Join["type"],
  pair: {
    readonly left: BoundExpression;
    readonly right: BoundExpression;
    readonly span: readonly [number, number];
  },
  context: Context,
): BoundExpression {
  if (type === "right") return pair.right;
  const common = commonType(pair.left.type, pair.right.type);
  if (type !== "full" || common === undefined) return pair.left;
  const args = [pair.left, pair.right].map((value) => cast(context, value, common, "implicit", pair.span));
  return { kind: "apply", type: common, sql: "coalesce($1, $2)", args };
}
