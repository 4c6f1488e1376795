/** Values that stand in the statement ("Literals" of the Developer Guide's types). */
import type {
  Constant as ConstantSyntax,
  IntervalLiteral,
  TypedLiteral,
} from "../../../dialect/syntax/expression.ts";
import type { NumberLiteral, Parameter, Span } from "../../../dialect/syntax/node.ts";
import { typeOf } from "../../../dialect/type-of.ts";
import type { BoundExpression, Constant } from "../bound/expression.ts";
import type { BoundType } from "../bound/type.ts";
import { intervalText } from "../types/interval.ts";
import { MOST_OF_19_DIGITS } from "../types/numeric.ts";
import { cast } from "./convert.ts";
import { fault, type Context } from "./context.ts";

const UNKNOWN: BoundType = { name: "unknown" };

/** A text, which has no type yet. */
export function text(value: string): Constant {
  return { kind: "constant", type: UNKNOWN, value };
}

/** TRUE, FALSE, NULL. @throws SqlError for DEFAULT, which stands where a statement gives values. */
export function constant({ value, span }: ConstantSyntax, context: Context): Constant {
  if (value === "null") return { kind: "constant", type: UNKNOWN, value: null };
  if (value === "default")
    throw fault(context, "DEFAULT is not allowed in this context", span, {
      sqlState: "42601",
      next: "write the value",
    });
  return { kind: "constant", type: { name: "boolean" }, value: value === "true" ? "t" : "f" };
}

/**
 * A number: an INTEGER or a BIGINT where it is whole and fits, else a DECIMAL of its digits ("Numeric types"), and one with an
 * exponent a DOUBLE PRECISION.
 */
export function number(
  { text: written, span }: NumberLiteral,
  negative: boolean,
  context: Context,
): Constant {
  const sign = negative ? "-" : "";
  if (/e/i.test(written)) {
    if (!Number.isFinite(Number(written)))
      throw fault(context, `"${written}" is out of range for type double precision`, span, {
        sqlState: "22003",
      });
    return { kind: "constant", type: { name: "double precision" }, value: sign + written };
  }
  const [whole = "", fraction] = written.replace(/^0+(?=\d)/, "").split(".");
  const value = `${sign}${whole === "" ? "0" : whole}${fraction === undefined || fraction === "" ? "" : `.${fraction}`}`;
  if (fraction === undefined) {
    const size = BigInt(value);
    if (size >= -(2n ** 31n) && size < 2n ** 31n)
      return { kind: "constant", type: { name: "integer" }, value };
    if (size >= -(2n ** 63n) && size < 2n ** 63n)
      return { kind: "constant", type: { name: "bigint" }, value };
  }
  const scale = fraction?.length ?? 0;
  const digits = Math.max(1, (whole === "0" || whole === "" ? 0 : whole.length) + scale);
  const precision = digits === 19 && BigInt(whole + (fraction ?? "")) > MOST_OF_19_DIGITS ? 20 : digits;
  if (precision > 38)
    throw fault(context, `the number ${written} has more than 38 digits`, span, {
      sqlState: "22003",
      next: "write it with an exponent",
    });
  return { kind: "constant", type: { name: "decimal", precision, scale: Math.min(scale, 37) }, value };
}

/** A value that will be known when the statement runs. @throws WarehouseError 42P02 where there is none. */
export function parameter({ number: at, span }: Parameter, context: Context): Constant {
  if (context.parameters === undefined)
    throw fault(context, `there is no parameter $${at}`, span, { sqlState: "42P02" });
  const type = context.parameters.get(at);
  const known = { kind: "constant", value: null, parameter: at } as const;
  return { ...known, type: type ?? UNKNOWN };
}

/** `date '2018-01-31'`. @throws SqlError for a text that is not a value of the type. */
export function typed({ type, value, span }: TypedLiteral, context: Context): BoundExpression {
  if (value.kind === "variable") throw unknownVariable(context, value.name, value.span);
  return cast(context, text(value.value), typeOf(type, context.position(type.span[0])), "explicit", span);
}

/** `interval '30' day`. @throws SqlError for a text that is not an interval. */
export function interval({ value, from, to, span }: IntervalLiteral, context: Context): Constant {
  if (value.kind === "variable") throw unknownVariable(context, value.name, value.span);
  const read = intervalText(value.value, to ?? from ?? "second");
  if (read === undefined)
    throw fault(context, `invalid input syntax for type interval: "${value.value}"`, span, {
      sqlState: "22007",
    });
  return { kind: "constant", type: { name: "interval" }, value: read };
}

/** The error of a psql variable that nothing was put in for. */
export function unknownVariable(context: Context, name: string, span: Span): Error {
  return fault(context, `unknown variable :${name}`, span, {
    sqlState: "42601",
    next: "psql variables have values only in the files of a run",
  });
}
