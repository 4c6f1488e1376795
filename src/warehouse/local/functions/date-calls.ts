/** Functions of dates and times that take a part of one: DATEADD, DATEDIFF, DATE_PART, DATE_TRUNC, EXTRACT. */
import type { DataType } from "../../../dialect/types.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundType } from "../bound/type.ts";
import { addedPart, boundaries, completePart, extractedPart, hasPart, isLength } from "./date-part-sql.ts";
import type { FunctionCall } from "./entry.ts";

const TIMESTAMP: DataType = { name: "timestamp" };

/** A value that has the part, as one that DuckDB takes parts of: a date and a TIMESTAMPTZ as TIMESTAMP, a TIMETZ as TIME. */
function moment(
  call: FunctionCall,
  index: number,
  part: string,
): { readonly from: BoundType; readonly value: BoundExpression } {
  const { arg, binder, span, name } = call;
  const own = arg(index);
  if (own.type.name === "unknown") return { from: TIMESTAMP, value: binder.convert(own, TIMESTAMP, span) };
  const types = ["date", "timestamp", "timestamptz", "time", "timetz", "interval", "super"];
  if (!types.includes(own.type.name)) throw binder.noSuchFunction(name, [own], span);
  if (!hasPart(part, own.type.name))
    throw binder.error(`a value of type ${own.type.name} has no ${part}`, span, { sqlState: "22023" });
  return { from: own.type, value: plain(own) };
}

function plain(value: BoundExpression): BoundExpression {
  const to = { date: "timestamp", timestamptz: "timestamp", super: "timestamp", timetz: "time" } as const;
  const type = new Map<string, "timestamp" | "time">(Object.entries(to)).get(value.type.name);
  return type === undefined
    ? value
    : { kind: "conversion", type: { name: type }, operand: value, form: "implicit" };
}

/** The call's part, which is not a DOW and the like where that has no meaning. */
function lengthOf({ part, binder, span, name, count, args }: FunctionCall, wanted: number): string {
  if (count !== wanted) throw binder.noSuchFunction(name, args(), span);
  const own = part(0);
  if (isLength(own)) return own;
  throw binder.error(`${name} takes no ${own}`, span, {
    sqlState: "22023",
    next: "extract and date_part take it",
  });
}

/** Returns EXTRACT: an INTEGER, and of a TIMESTAMPTZ a DOUBLE PRECISION. */
export function extract(call: FunctionCall): BoundExpression {
  const part = call.part(0);
  refuseZone(call, part);
  const { from, value } = moment(call, 1, part);
  const type: DataType = { name: from.name === "timestamptz" ? "double precision" : "integer" };
  const sql = `CAST(${extractedPart(part)} AS ${type.name === "integer" ? "INTEGER" : "DOUBLE"})`;
  return { kind: "apply", type, sql, args: [value] };
}

/** "Literals aren't converted to UTC before the extraction is processed": here they are. @throws SqlError where that changes the part. */
function refuseZone({ arg, binder, span }: FunctionCall, part: string): void {
  const { kind, type } = arg(1);
  if (
    type.name !== "timetz" ||
    kind !== "constant" ||
    ["second", "millisecond", "microsecond"].includes(part)
  )
    return;
  const what = `the ${part} of a timetz literal is not supported on the local warehouse`;
  throw binder.error(what, span, { sqlState: "0A000", next: "write a time literal, without a time zone" });
}

/** Returns DATE_PART, a DOUBLE PRECISION. */
export function datePartOf(call: FunctionCall): BoundExpression {
  if (call.count !== 2) throw call.binder.noSuchFunction(call.name, [], call.span);
  const part = call.part(0);
  refuseZone(call, part);
  const { value } = moment(call, 1, part);
  return { kind: "apply", type: { name: "double precision" }, sql: completePart(part), args: [value] };
}

/** Returns DATE_TRUNC: a TIMESTAMP, and of a TIMESTAMPTZ one. */
export function dateTrunc(call: FunctionCall): BoundExpression {
  const part = lengthOf(call, 2);
  const { from, value } = moment(call, 1, part);
  if (value.type.name !== "timestamp") throw call.binder.noSuchFunction(call.name, [value], call.span);
  const years = { century: 100, millennium: 1000 }[part];
  const own =
    years === undefined
      ? `date_trunc('${part}', $1)`
      : `redshift_functions.truncated_years($1, CAST(${years} AS BIGINT))`;
  const zoned = from.name === "timestamptz";
  const sql = zoned ? `(${own} AT TIME ZONE 'UTC')` : own;
  return { kind: "apply", type: { name: zoned ? "timestamptz" : "timestamp" }, sql, args: [value] };
}

/** Returns DATEADD: of a TIME or TIMETZ one, which goes round the day; of a TIMESTAMPTZ one; of everything else a TIMESTAMP. */
export function dateadd(call: FunctionCall): BoundExpression {
  const { arg, binder, span } = call;
  const part = lengthOf(call, 3);
  const amount = binder.convert(arg(1), { name: "bigint" }, span);
  const { from, value } = moment(call, 2, part);
  if (from.name === "interval") throw binder.noSuchFunction(call.name, [amount, value], span);
  if (from.name === "timetz")
    return { kind: "apply", type: from, sql: addedPart(part), args: [amount, arg(2)] };
  if (from.name !== "timestamptz")
    return { kind: "apply", type: value.type as DataType, sql: addedPart(part), args: [amount, value] };
  return {
    kind: "apply",
    type: from,
    sql: `((${addedPart(part)}) AT TIME ZONE 'UTC')`,
    args: [amount, value],
  };
}

/** Returns DATEDIFF, a BIGINT: the boundaries that lie between the two. */
export function datediff(call: FunctionCall): BoundExpression {
  const part = lengthOf(call, 3);
  const values = [moment(call, 1, part).value, moment(call, 2, part).value];
  const [one, other] = call.binder.together(values, call.name, call.span);
  if (one === undefined || other === undefined || one.type.name === "interval")
    throw call.binder.noSuchFunction(call.name, values, call.span);
  return { kind: "apply", type: { name: "bigint" }, sql: boundaries(part), args: [one, other] };
}
