/** "Data type formatting functions" of the Database Developer Guide; CAST and CONVERT are in types/casts.ts. */
import { shortTypeName, type DataType } from "../../../dialect/types.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { TEXT } from "../bound/type.ts";
import { numberFormat } from "../formats/number-format.ts";
import { duckType } from "../types/duck-type.ts";
import { isNumber } from "../types/numeric.ts";
import type { FunctionCall, FunctionTable } from "./entry.ts";
import { numeric, pieces, readable } from "./format-functions.ts";

const FORMATS = "formats that the guide does not list are errors, and so are CC, PL, V and EEEE of numbers";

/** By name. */
export const TYPE_FORMAT_FUNCTIONS: FunctionTable = {
  pg_typeof: { page: "System information functions (PostgreSQL 8)", bind: typeOfValue },
  text_to_int_alt: { page: "TEXT_TO_INT_ALT", refused: "write x::integer" },
  text_to_numeric_alt: { page: "TEXT_TO_NUMERIC_ALT", refused: "write x::decimal(38, 10)" },
  to_char: { page: "TO_CHAR", bind: toChar, differs: FORMATS },
  to_date: { page: "TO_DATE function", bind: readMoment, differs: FORMATS },
  to_number: { page: "TO_NUMBER", bind: toNumber, differs: FORMATS },
  to_timestamp: { page: "TO_TIMESTAMP function", bind: readMoment, differs: FORMATS },
};

/** The type's name, without its length. */
function typeOfValue({ name, span, count, args, binder }: FunctionCall): BoundExpression {
  const [value] = args();
  if (value === undefined || count !== 1) throw binder.noSuchFunction(name, args(), span);
  const { type } = value;
  const told = type.name === "unknown" ? "unknown" : shortTypeName(type);
  return { kind: "constant", type: { name: "varchar", length: 64 }, value: told };
}

/** The text of a number, or of a moment, which a bare text is. */
function toChar(call: FunctionCall): BoundExpression {
  const { name, span, count, args, binder } = call;
  const [given, format] = args();
  if (given === undefined || format === undefined || count !== 2)
    throw binder.noSuchFunction(name, args(), span);
  const text = binder.convert(format, TEXT, span);
  if (isNumber(given.type)) {
    check(call, text, numeric);
    return {
      kind: "apply",
      type: VARCHAR,
      sql: "redshift_format(CAST($1 AS VARCHAR), $2)",
      args: [given, text],
    };
  }
  const moment = timestampOf(call, given);
  check(call, text, pieces);
  return {
    kind: "apply",
    type: VARCHAR,
    sql: "redshift_format_moment(epoch_us($1), $2)",
    args: [moment, text],
  };
}

const VARCHAR: DataType = { name: "varchar", length: 65_535 };

function timestampOf({ name, span, args, binder }: FunctionCall, value: BoundExpression): BoundExpression {
  const type: DataType = { name: "timestamp" };
  if (["timestamptz", "super"].includes(value.type.name))
    return { kind: "conversion", type, operand: value, form: "implicit" };
  if (["unknown", "date", "timestamp"].includes(value.type.name)) return binder.convert(value, type, span);
  throw binder.noSuchFunction(name, args(), span);
}

/** A format that stands in the statement is wrong before it runs. */
function check(
  { binder, span }: FunctionCall,
  format: BoundExpression,
  read: (format: string) => unknown,
): void {
  if (format.kind !== "constant" || format.value === null) return;
  try {
    read(format.value);
  } catch (error) {
    const [, sqlState = "0A000", says = ""] =
      /^\[(\w+)\] (.*)$/s.exec(error instanceof Error ? error.message : "") ?? [];
    throw binder.error(says, span, { sqlState, next: "put literal text in double quotes" });
  }
}

/** TO_DATE, and TO_TIMESTAMP, which is in UTC. */
function readMoment(call: FunctionCall): BoundExpression {
  const { name, span, count, args, binder } = call;
  const [text, format, strict] = args();
  if (text === undefined || format === undefined || count > 3)
    throw binder.noSuchFunction(name, args(), span);
  const own = [binder.convert(text, TEXT, span), binder.convert(format, TEXT, span)] as const;
  check(call, own[1], readable);
  const last: BoundExpression =
    strict === undefined
      ? { kind: "constant", type: { name: "boolean" }, value: "f" }
      : binder.convert(strict, { name: "boolean" }, span);
  const read = "CAST(redshift_read_moment($1, $2, $3) AS TIMESTAMP)";
  const toDate = name === "to_date";
  return {
    kind: "apply",
    type: { name: toDate ? "date" : "timestamptz" },
    sql: toDate ? `CAST(${read} AS DATE)` : `(${read} AT TIME ZONE 'UTC')`,
    args: [...own, last],
  };
}

/** A decimal of the digits that the format has. */
function toNumber(call: FunctionCall): BoundExpression {
  const { name, span, count, args, binder } = call;
  const [text, format] = args();
  if (text === undefined || format === undefined || count !== 2)
    throw binder.noSuchFunction(name, args(), span);
  const written = binder.literal(format, "the format of to_number", span);
  const own = binder.convert(format, TEXT, span);
  check(call, own, numeric);
  const read = numberFormat(written);
  const digits = "rest" in read ? 0 : read.whole + read.fraction;
  if ("rest" in read || digits === 0 || digits > 38 || read.roman !== "")
    throw binder.error(`the format "${written}" reads no number`, span, { sqlState: "0A000" });
  const type: DataType = { name: "decimal", precision: digits, scale: Math.min(37, read.fraction) };
  const sql = `CAST(redshift_read_number($1, $2) AS ${duckType(type)})`;
  return { kind: "apply", type, sql, args: [binder.convert(text, TEXT, span), own] };
}
