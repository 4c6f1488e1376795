/** Values in another type: which conversions there are, and what is known of a constant before the statement runs. */
import type { Span } from "../../../dialect/syntax/node.ts";
import { shortTypeName } from "../../../dialect/types.ts";
import type { BoundExpression, Constant, Conversion } from "../bound/expression.ts";
import { TEXT, type BoundType } from "../bound/type.ts";
import { cutBytes } from "../cut-bytes.ts";
import { castKind, sameType } from "../types/casts.ts";
import { clockWord } from "../types/clock-word.ts";
import { isObject, isText } from "../types/common-type.ts";
import { readLiteral } from "../types/literal.ts";
import { upTo } from "../functions/finite.ts";
import { isFloat, isInteger, isNumber, MOST_OF_19_DIGITS } from "../types/numeric.ts";
import { fault, type Context } from "./context.ts";
import { nameOf, numberNamed } from "./object-number.ts";

/** Returns the name of a type as errors tell it. */
export function typeName(type: BoundType): string {
  return type.name === "unknown" ? "unknown" : shortTypeName(type);
}

/** Whether a value becomes the type by itself in an expression; anything that has a text becomes one as an argument. */
export function isImplicit(from: BoundType, to: BoundType): boolean {
  const kind = castKind(from, to);
  return kind === "same" || kind === "implicit" || (kind === "assignment" && isText(to));
}

/**
 * Returns the value in another type; of a constant, the constant.
 * @throws SqlError 42846 where the types have no such conversion, 22P02 and the like for a text that is not a value of the type.
 */
export function cast(
  context: Context,
  value: BoundExpression,
  type: BoundType,
  form: Conversion["form"],
  span: Span,
): BoundExpression {
  if (sameType(value.type, type)) return value;
  if (value.kind === "constant" && value.parameter !== undefined && value.type.name === "unknown")
    noteParameter(context, value.parameter, type);
  if (value.kind === "constant") {
    const known = constant(context, value, type, form, span);
    if (known !== undefined) return isWithin(known, type) ? known : within19Digits(known, type, form);
  }
  const object = objectName(context, value, type, form, span);
  if (object !== undefined) return object;
  if (castKind(value.type, type) === undefined) {
    const what = `cannot cast type ${typeName(value.type)} to ${typeName(type)}`;
    throw fault(context, what, span, { sqlState: "42846", next: nextOf(value.type, type) });
  }
  // What is wider changes nothing: DuckDB knows no lengths.
  if (isText(value.type) && isText(type) && value.type.name === type.name && value.type.length <= type.length)
    return value.kind === "constant"
      ? { ...value, type }
      : { kind: "conversion", type, operand: value, form: "implicit" };
  return within19Digits({ kind: "conversion", type, operand: value, form }, type, form);
}

/** The first place that a parameter stands in says of what type it is, as in PostgreSQL. */
function noteParameter({ parameters }: Context, parameter: number, type: BoundType): void {
  if (type.name !== "unknown" && parameters?.has(parameter) === false) parameters.set(parameter, type);
}

/** A DECIMAL of 19 digits that is an error beyond the range of eight bytes, where its operand may be beyond it. */
function within19Digits(value: BoundExpression, type: BoundType, form: Conversion["form"]): BoundExpression {
  if (type.name !== "decimal" || type.precision !== 19) return value;
  if (value.kind === "conversion" && wholeDigits(value.operand.type) + type.scale < 19) return value;
  return upTo(value, MOST_OF_19_DIGITS, form === "try");
}

/** Digits before the point. A BIGINT has 19 of them, and none beyond the range. */
function wholeDigits(type: BoundType): number {
  if (isInteger(type)) return type.name === "bigint" ? 18 : 10;
  return type.name === "decimal" ? type.precision - type.scale : 38;
}

function isWithin(value: BoundExpression, type: BoundType): boolean {
  if (type.name !== "decimal" || type.precision !== 19 || value.kind !== "constant") return true;
  const [whole = "", fraction = ""] = (value.value ?? "").replace(/^[+-]/, "").split(".");
  if (!/^\d*$/.test(whole + fraction)) return false;
  return BigInt(`${whole}${fraction.slice(0, type.scale).padEnd(type.scale, "0")}`) <= MOST_OF_19_DIGITS;
}

/** A name as the number of what it names, and a number as the name. */
function objectName(
  context: Context,
  value: BoundExpression,
  type: BoundType,
  form: Conversion["form"],
  span: Span,
): BoundExpression | undefined {
  if (isObject(type) && value.kind === "constant" && value.type.name === "unknown" && value.value !== null)
    return type.name === "oid" ? undefined : numberNamed(context, value.value, type, span);
  if (!isObject(value.type) || value.type.name === "oid" || !isText(type)) return undefined;
  return cast(context, nameOf(value, value.type), type, form, span);
}

/** How a value is converted where it is an operand or the argument of a function. */
export function argumentForm(value: BoundExpression): Conversion["form"] {
  return value.type.name === "super" ? "argument" : "implicit";
}

function nextOf(from: BoundType, to: BoundType): string | undefined {
  if (from.name === "boolean" && isText(to))
    return "write case when … then 'true' when not … then 'false' end";
  if (to.name === "super") return "cast it to varchar first: dates and times cannot be SUPER values";
  return undefined;
}

function constant(
  context: Context,
  value: Constant,
  type: BoundType,
  form: Conversion["form"],
  span: Span,
): BoundExpression | undefined {
  if (value.value === null) return value.type.name === "unknown" ? { ...value, type } : undefined;
  if (value.type.name === "unknown") return text(context, value.value, type, form, span);
  if (isNumber(value.type) && isFloat(type))
    return typeof readLiteral(value.value, type) === "string"
      ? { ...value, type }
      : text(context, value.value, type, form, span);
  if (
    isInteger(value.type) &&
    type.name === "decimal" &&
    value.value.replace("-", "").length <= type.precision - type.scale
  )
    return { ...value, type };
  if (value.type.name === "decimal" && type.name === "decimal" && type.scale >= value.type.scale) {
    return type.precision - type.scale >= value.type.precision - value.type.scale
      ? { ...value, type }
      : undefined;
  }
  if (isInteger(value.type) && isInteger(type)) {
    const read = readLiteral(value.value, type);
    return typeof read === "string" ? { ...value, type } : undefined;
  }
  return undefined;
}

/** A string within a SUPER value is a VARCHAR ("Limitations" of SUPER). */
const LONGEST_TEXT = 65_535;

/** A text of the statement as a value of the type. */
function text(
  context: Context,
  value: string,
  type: BoundType,
  form: Conversion["form"],
  span: Span,
): BoundExpression | undefined {
  if (type.name === "super") {
    if (Buffer.byteLength(value) > LONGEST_TEXT)
      throw fault(context, `value too long for type character varying(${LONGEST_TEXT})`, span, {
        sqlState: "22001",
      });
    return { kind: "constant", type, value: JSON.stringify(value) };
  }
  if (type.name === "varbyte") return undefined;
  if (isText(type)) {
    const cut = form === "implicit" ? value : cutBytes(value, type.length);
    return { kind: "constant", type, value: type.name === "char" ? cut.replace(/ +$/, "") : cut };
  }
  if (isObject(type) && type.name !== "oid") return undefined;
  const clock = clockWord(value, type);
  if (clock !== undefined) return { kind: "apply", type, sql: clock, args: [] };
  const read = readLiteral(value, type);
  if (typeof read === "string") return { kind: "constant", type, value: read };
  if (form === "try") return { kind: "constant", type, value: null };
  throw fault(context, read.says, span, { sqlState: read.sqlState });
}

/** Returns the value with a type of its own: a bare text is a varchar. */
export function settled(value: BoundExpression): BoundExpression {
  if (value.type.name !== "unknown") return value;
  const length =
    value.kind === "constant" && value.value !== null ? Math.max(1, Buffer.byteLength(value.value)) : TEXT;
  return { ...value, type: typeof length === "number" ? { name: "varchar", length } : length };
}
