/** Types of computed numbers ("Computations with numeric values" of the Database Developer Guide). */
import type { DataType } from "../../../dialect/types.ts";
import type { BoundType } from "../bound/type.ts";

type Decimal = Extract<DataType, { readonly name: "decimal" }>;

const INTEGERS = ["smallint", "integer", "bigint"] as const;

/** Digits of the whole numbers as decimals. */
const DIGITS: Readonly<Record<(typeof INTEGERS)[number], number>> = { smallint: 5, integer: 10, bigint: 19 };

/** What a DECIMAL of 19 digits holds at most, which "are stored internally as 8-byte integers" ("Numeric types", "Note"); without its point. */
export const MOST_OF_19_DIGITS = 2n ** 63n - 1n;

/** Whether a type is a whole number. */
export function isInteger(type: BoundType): type is { readonly name: "smallint" | "integer" | "bigint" } {
  return INTEGERS.some((name) => name === type.name);
}

/** Whether a type is REAL or DOUBLE PRECISION. */
export function isFloat(type: BoundType): boolean {
  return type.name === "real" || type.name === "double precision";
}

/** Whether a type is a number. */
export function isNumber(type: BoundType): boolean {
  return isInteger(type) || isFloat(type) || type.name === "decimal";
}

/** A decimal that holds every whole number of a type; a decimal is itself. */
export function asDecimal(type: BoundType): Decimal {
  if (type.name === "decimal") return type;
  return { name: "decimal", precision: isInteger(type) ? DIGITS[type.name] : 38, scale: 0 };
}

/** Returns the type of `left operator right`, both of them numbers. */
export function computedType(
  operator: "+" | "-" | "*" | "/" | "%",
  left: BoundType,
  right: BoundType,
): DataType {
  if (isFloat(left) || isFloat(right))
    return { name: left.name === "real" && right.name === "real" ? "real" : "double precision" };
  if (isInteger(left) && isInteger(right)) return wider(left, right);
  return computedDecimal(operator, asDecimal(left), asDecimal(right));
}

function wider(left: { readonly name: "smallint" | "integer" | "bigint" }, right: typeof left): DataType {
  return INTEGERS.indexOf(left.name) >= INTEGERS.indexOf(right.name) ? left : right;
}

function computedDecimal(operator: string, left: Decimal, right: Decimal): DataType {
  const { precision: p1, scale: s1 } = left;
  const { precision: p2, scale: s2 } = right;
  if (operator === "*") return capped(p1 + p2 + 1, s1 + s2);
  if (operator === "/") {
    const scale = Math.max(4, s1 + p2 - s2 + 1);
    return capped(p1 - s1 + s2 + scale, scale);
  }
  const scale = Math.max(s1, s2);
  // The guide does not tell of %; its result is smaller than both.
  if (operator === "%") return capped(Math.max(p1 - s1, p2 - s2) + scale, scale);
  return capped(Math.max(p1 - s1, p2 - s2) + 1 + scale, scale);
}

/** "The maximum result precision is 38, and the maximum result scale is 38": digits before the point are kept, as far as they go. */
function capped(precision: number, scale: number): DataType {
  if (precision <= 38) return { name: "decimal", precision, scale };
  return {
    name: "decimal",
    precision: 38,
    scale: Math.min(37, Math.max(Math.min(scale, 4), scale - (precision - 38))),
  };
}

/** Returns the type that holds the numbers of both, for UNION, CASE and the like. */
export function commonNumber(left: BoundType, right: BoundType): DataType {
  if (isFloat(left) || isFloat(right)) return computedType("+", left, right);
  if (isInteger(left) && isInteger(right)) return wider(left, right);
  const [one, other] = [asDecimal(left), asDecimal(right)];
  const scale = Math.max(one.scale, other.scale);
  const whole = Math.max(one.precision - one.scale, other.precision - other.scale);
  return capped(whole + scale, scale);
}
