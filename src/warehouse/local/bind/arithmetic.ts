/** Arithmetic: numbers by "Computations with numeric values" of the Developer Guide, everything else by the table of operators. */
import type { BinaryOperator } from "../../../dialect/syntax/expression.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import type { DataType } from "../../../dialect/types.ts";
import type { Apply, BoundExpression } from "../bound/expression.ts";
import type { BoundType } from "../bound/type.ts";
import { finite } from "../functions/finite.ts";
import { BINARY_OPERATORS } from "../functions/operators.ts";
import { duckType } from "../types/duck-type.ts";
import { asDecimal, computedType, isInteger, isNumber } from "../types/numeric.ts";
import { applyForm } from "./apply-form.ts";
import { noSuchOperator } from "./compare.ts";
import { fault, type Context } from "./context.ts";
import { cast, typeName } from "./convert.ts";
import { matchForm } from "./form.ts";

type Arithmetic = "+" | "-" | "*" | "/" | "%";
type Decimal = Extract<DataType, { readonly name: "decimal" }>;

/** Returns `left operator right`. @throws SqlError 42883 where the types have no such operator. */
export function arithmetic(
  context: Context,
  operator: BinaryOperator,
  [left, right]: readonly [BoundExpression, BoundExpression],
  span: Span,
): BoundExpression {
  const signed = ["+", "-", "*", "/", "%"].includes(operator) ? (operator as Arithmetic) : undefined;
  if (signed !== undefined) {
    const numbers = bothNumbers(context, left, right, span);
    if (numbers !== undefined) return computed(context, signed, numbers, span);
    if (left.type.name === "super" || right.type.name === "super") {
      const args = [left, right].map((value) => cast(context, value, { name: "super" }, "implicit", span));
      return {
        kind: "apply",
        type: { name: "super" },
        sql: `redshift_super_compute('${signed}', $1, $2)`,
        args,
      };
    }
  }
  if (isAmbiguous(operator, left.type, right.type)) {
    const what = `operator is not unique: ${typeName(left.type)} ${operator} ${typeName(right.type)}`;
    throw fault(context, what, span, { sqlState: "42725", next: "cast one side, so that the other follows" });
  }
  const forms = BINARY_OPERATORS[operator] ?? [];
  const args = [left, right].map((value, at) => {
    const type =
      value.type.name === "unknown" ? bareBeside(operator, (at === 0 ? right : left).type) : undefined;
    return type === undefined ? value : cast(context, value, type, "implicit", span);
  });
  const matched = matchForm(
    forms,
    args.map(({ type }) => type),
  );
  if (matched === undefined) throw noSuchOperator(context, operator, [left, right], span);
  return applyForm(context, matched, args, span);
}

/** The type of a bare text beside a date or a moment: that of the other where there is such an operator, else the one that there is. */
function bareBeside(operator: BinaryOperator, other: BoundType): BoundType | undefined {
  const isMoment = other.name === "timestamp" || other.name === "timestamptz";
  if (operator === "-" && (isMoment || other.name === "date")) return other;
  return operator === "+" && isMoment ? { name: "interval" } : undefined;
}

const NEEDS_TYPES: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "^"]);

/** Whether PostgreSQL finds several operators for a bare text or a parameter ("Operator Type Resolution"), and no reason for one of them. */
function isAmbiguous(operator: BinaryOperator, left: BoundType, right: BoundType): boolean {
  if (left.name === "unknown" && right.name === "unknown") return NEEDS_TYPES.has(operator);
  const other = left.name === "unknown" ? right.name : right.name === "unknown" ? left.name : undefined;
  return operator === "+" && other === "date";
}

/** Both as numbers: a bare text takes the type of the other. */
function bothNumbers(
  context: Context,
  left: BoundExpression,
  right: BoundExpression,
  span: Span,
): readonly [BoundExpression, BoundExpression] | undefined {
  if (isNumber(left.type) && isNumber(right.type)) return [left, right];
  if (isNumber(left.type) && right.type.name === "unknown")
    return [left, cast(context, right, left.type, "implicit", span)];
  if (left.type.name === "unknown" && isNumber(right.type))
    return [cast(context, left, right.type, "implicit", span), right];
  return undefined;
}

function computed(
  context: Context,
  operator: Arithmetic,
  [left, right]: readonly [BoundExpression, BoundExpression],
  span: Span,
): Apply {
  const type = computedType(operator, left.type, right.type);
  if (type.name !== "decimal") {
    const args = [left, right].map((value) => cast(context, value, type, "implicit", span)) as [
      BoundExpression,
      BoundExpression,
    ];
    const own = operator === "/" && isInteger(type) ? "//" : operator;
    const computation: Apply = { kind: "apply", type, sql: plain(own, args[1]), args };
    return isInteger(type) ? computation : finite(computation, operator);
  }
  const [one, other] = [asDecimal(left.type), asDecimal(right.type)];
  if (operator === "*" || operator === "/") {
    const args = [cast(context, left, one, "implicit", span), cast(context, right, other, "implicit", span)];
    const sql = operator === "*" ? `CAST(($1 * $2) AS ${duckType(type)})` : quotient(one, other, type);
    return { kind: "apply", type, sql, args };
  }
  // DuckDB's sum is a digit wider than its operands, up to 38, and an error beyond.
  const kept = operator === "%" || type.precision === 38;
  const operand: Decimal = {
    ...type,
    precision: kept ? type.precision : Math.max(type.precision - 1, type.scale, 1),
  };
  const args = [left, right].map((value) => cast(context, value, operand, "implicit", span)) as [
    BoundExpression,
    BoundExpression,
  ];
  return { kind: "apply", type, sql: `CAST(${plain(operator, args[1])} AS ${duckType(type)})`, args };
}

/** DuckDB makes NULL of a division by zero, Redshift an error. */
function plain(operator: Arithmetic | "//", divisor: BoundExpression): string {
  if (operator !== "/" && operator !== "//" && operator !== "%") return `($1 ${operator} $2)`;
  return `($1 ${operator} ${guarded(divisor)})`;
}

function guarded(divisor: BoundExpression): string {
  const certain = divisor.kind === "constant" && divisor.value !== null && Number(divisor.value) !== 0;
  return certain ? "$2" : "redshift_functions.nonzero($2)";
}

/** Whole numbers of the last digits are divided, and what is after the last digit of the result is cut. */
function quotient(one: Decimal, other: Decimal, type: Decimal): string {
  const shift = type.scale - one.scale + other.scale;
  const divisor = "redshift_functions.nonzero($2)";
  if (shift < 0) return `CAST((CAST($1 AS DOUBLE) / CAST(${divisor} AS DOUBLE)) AS ${duckType(type)})`;
  const upper = `(${digits("$1", one.scale)} * ${power(shift)})`;
  const whole = `(${upper} // ${digits(divisor, other.scale)})`;
  const last = `CAST('0.${"0".repeat(Math.max(type.scale - 1, 0))}${type.scale === 0 ? "" : "1"}' AS DECIMAL(${Math.max(type.scale, 1)}, ${type.scale}))`;
  return `CAST((CAST(${whole} AS DECIMAL(38, 0)) * ${last}) AS ${duckType(type)})`;
}

/** A decimal without its point. */
function digits(operand: string, scale: number): string {
  return `CAST((${operand} * CAST('1${"0".repeat(scale)}' AS DECIMAL(${scale + 1}, 0))) AS HUGEINT)`;
}

function power(exponent: number): string {
  return `CAST('1${"0".repeat(exponent)}' AS HUGEINT)`;
}
