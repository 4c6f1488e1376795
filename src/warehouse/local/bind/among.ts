/** Whether a value is one of several. */
import type { Span } from "../../../dialect/syntax/node.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { comparable, comparedAs } from "./compare.ts";
import type { Context } from "./context.ts";
import { cast } from "./convert.ts";

/**
 * Returns `value [NOT] IN (values)`, which DuckDB looks up, however many they are: comparisons with OR between take it a millisecond each. Undefined where they
 * are not all compared as one type. @param not whether it is to be none of them
 */
export function among(
  value: BoundExpression,
  values: readonly BoundExpression[],
  not: boolean,
  span: Span,
  context: Context,
): BoundExpression | undefined {
  const types = values.map((one) => comparedAs(value.type, one.type));
  const [type] = types;
  if (type === undefined || type.name === "super" || types.some((other) => other?.name !== type.name))
    return undefined;
  const common = types.reduce((left, right) => (left && right && comparedAs(left, right)) ?? left, type);
  const args = [value, ...values].map((each) =>
    comparable(cast(context, each, common ?? type, "implicit", span)),
  );
  const list = values.map((_, at) => `$${at + 2}`).join(", ");
  return { kind: "apply", type: { name: "boolean" }, sql: `($1 ${not ? "NOT " : ""}IN (${list}))`, args };
}
