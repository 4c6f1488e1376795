/** The way into a SUPER value: lax, so that what is not there is NULL ("Querying semistructured data" of the Developer Guide). */
import type { Name, Span } from "../../../dialect/syntax/node.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { TEXT } from "../bound/type.ts";
import { duckLiteral } from "../quote.ts";
import { isInteger } from "../types/numeric.ts";
import { cast, typeName } from "./convert.ts";
import { fault, type Context } from "./context.ts";

const SUPER = { name: "super" } as const;

/** Returns `base.name`. @throws SqlError 42809 where the base is not a SUPER value. */
export function field(base: BoundExpression, name: Name, context: Context): BoundExpression {
  mustBeSuper(base, name.span, context);
  return step(base, JSON.stringify(name.value));
}

/** Returns `base[index]`, of an array by a number from 0, of an object by a text. @throws SqlError 42809 as above. */
export function element(
  base: BoundExpression,
  index: BoundExpression,
  span: Span,
  context: Context,
): BoundExpression {
  mustBeSuper(base, span, context);
  if (index.kind === "constant" && index.value !== null) {
    if (index.type.name === "unknown") return step(base, JSON.stringify(index.value));
    if (isInteger(index.type)) return step(base, index.value);
  }
  const text = cast(context, index, TEXT, "implicit", span);
  const sql = isInteger(index.type)
    ? "redshift_super_path($1, '[' || $2 || ']')"
    : "redshift_super_path($1, '[' || to_json($2) || ']')";
  return { kind: "apply", type: SUPER, sql, args: [base, text] };
}

/** Steps that are known become one way, so that the value is read once. */
const KNOWN = /^redshift_super_path\(\$1, '\[(.*)\]'\)$/s;

function step(base: BoundExpression, own: string): BoundExpression {
  const before = base.kind === "apply" ? KNOWN.exec(base.sql)?.[1] : undefined;
  const [of, path] =
    base.kind === "apply" && base.args.length === 1 && before !== undefined
      ? [base.args[0] as BoundExpression, `${before.replaceAll("''", "'")},${own}`]
      : [base, own];
  return {
    kind: "apply",
    type: SUPER,
    sql: `redshift_super_path($1, ${duckLiteral(`[${path}]`)})`,
    args: [of],
  };
}

function mustBeSuper(base: BoundExpression, span: Span, context: Context): void {
  if (base.type.name === "super") return;
  throw fault(context, `navigation on expression of type ${typeName(base.type)} is not possible`, span, {
    sqlState: "42809",
    next: "only SUPER values have fields and elements: json_parse(…) makes one of a text",
  });
}
