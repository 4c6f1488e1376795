/** Casts as DuckDB's text: from every type to every type that types/casts.ts lets it become. */
import type { Conversion } from "../bound/expression.ts";
import { TEXT, type BoundType } from "../bound/type.ts";
import { isText } from "../types/common-type.ts";
import { duckType } from "../types/duck-type.ts";
import { isFloat, isInteger } from "../types/numeric.ts";
import { fromBytes, SIZES, toBytes } from "./bytes.ts";

/**
 * Returns the operand in another type. An explicit cast cuts a text that is too long ("CAST function"); an implicit one leaves it, and
 * who stores it looks at its length.
 */
export function conversionSql(
  operand: string,
  from: BoundType,
  to: BoundType,
  form: Conversion["form"],
): string {
  const cast = form === "try" ? "TRY_CAST" : "CAST";
  if (from.name === "array" && isText(to)) return arrayText(operand);
  if (from.name === "super") return fromSuper(operand, to, form);
  if (to.name === "super") return toSuper(operand, from);
  if (to.name === "varbyte") return toVarbyte(operand, from, to, form);
  if (isText(to)) {
    const text = from.name === "varbyte" ? fromBytes(operand, to, form) : asText(operand, from, to);
    return cut(text, to, form, from);
  }
  if (from.name === "varbyte") return fromBytes(operand, to, form);
  if (isText(from) || from.name === "unknown")
    return `${cast}(${readText(operand, to, form)} AS ${duckType(to)})`;
  if (from.name === "timestamptz" && to.name !== "timetz")
    return to.name === "timestamp"
      ? `(${operand} AT TIME ZONE 'UTC')`
      : `CAST((${operand} AT TIME ZONE 'UTC') AS ${duckType(to)})`;
  if (to.name === "timestamptz")
    return `(${from.name === "timestamp" ? operand : `CAST(${operand} AS TIMESTAMP)`} AT TIME ZONE 'UTC')`;
  if (from.name === "boolean" && !isInteger(to))
    return `CAST(CAST(${operand} AS INTEGER) AS ${duckType(to)})`;
  return `${cast}(${operand} AS ${duckType(to)})`;
}

/** An array as PostgreSQL writes it. */
function arrayText(operand: string): string {
  const elements = `coalesce(list_aggregate(CAST(${operand} AS VARCHAR[]), 'string_agg', ','), '')`;
  return `CASE WHEN ${operand} IS NOT NULL THEN '{' || ${elements} || '}' END`;
}

/** A value in the text format of its type. */
function asText(operand: string, from: BoundType, to: BoundType): string {
  if (from.name === "unknown") return operand;
  if (isText(from)) return from.name !== to.name && to.name === "char" ? `rtrim(${operand}, ' ')` : operand;
  if (from.name === "boolean") return `CASE WHEN ${operand} THEN 'true' WHEN NOT ${operand} THEN 'false' END`;
  // A float that is whole has no `.0` in its text.
  if (isFloat(from)) return `redshift_functions.float_text(CAST(${operand} AS VARCHAR))`;
  if (from.name === "timestamptz")
    return `redshift_functions.moment_text(CAST((${operand} AT TIME ZONE 'UTC') AS VARCHAR) || '+00')`;
  if (from.name === "varbyte") return `lower(hex(${operand}))`;
  if (from.name === "date" || from.name === "timestamp")
    return `redshift_functions.moment_text(CAST(${operand} AS VARCHAR))`;
  // DuckDB writes .5 where no digit stands before the point.
  if (from.name === "decimal" && from.scale === from.precision)
    return `CAST(CAST(${operand} AS DECIMAL(${Math.min(38, from.precision + 1)}, ${from.scale})) AS VARCHAR)`;
  return `CAST(${operand} AS VARCHAR)`;
}

function cut(text: string, to: BoundType, form: Conversion["form"], from: BoundType): string {
  if (form === "implicit" || form === "argument" || !isText(to) || to.length >= 65_535) return text;
  const most = isText(from) ? from.length : (LONGEST[from.name] ?? Number.POSITIVE_INFINITY);
  return most <= to.length ? text : `redshift_cut(${text}, ${to.length})`;
}

/** The longest texts of some types: `-32768`. What cuts is asked row by row outside of DuckDB, which took most of the time of a question about `size::varchar`. */
const LONGEST: Partial<Readonly<Record<BoundType["name"], number>>> = {
  smallint: 6,
  integer: 11,
  bigint: 20,
};

/** Bytes, cut as an explicit cast cuts a text: the guide is silent on those of VARBYTE. */
function toVarbyte(
  operand: string,
  from: BoundType,
  { length }: { readonly length: number },
  form: Conversion["form"],
): string {
  const bytes = from.name === "varbyte" ? operand : toBytes(operand, from);
  if (form === "implicit" || form === "argument" || bytesOf(from) <= length) return bytes;
  return `redshift_functions.part_of_bytes(${bytes}, CAST(1 AS BIGINT), CAST(${length} AS BIGINT))`;
}

/** How many bytes a value of a type has at most. */
function bytesOf(type: BoundType): number {
  return SIZES[type.name] ?? ("length" in type ? type.length : Number.POSITIVE_INFINITY);
}

/** What a text has to be before DuckDB casts it: DuckDB reads more than Redshift does. */
function readText(operand: string, to: BoundType, form: Conversion["form"]): string {
  const which = form === "try" ? "_or_null" : "";
  if (isInteger(to) || to.name === "oid") return `redshift_functions.whole${which}(${operand})`;
  if (to.name === "decimal" || isFloat(to)) {
    const number = `redshift_functions.number${which}(${operand}, '${to.name}')`;
    return isFloat(to) && form !== "try" ? `redshift_functions.float(${number}, '${to.name}')` : number;
  }
  if (to.name === "boolean") return `redshift_functions.truth${which}(${operand})`;
  if (["date", "timestamp", "timestamptz", "time", "timetz", "interval"].includes(to.name))
    return `redshift_literal(${operand}, '${to.name}', ${form === "try" ? "TRUE" : "FALSE"})`;
  return operand;
}

/** "Lax semantics": what is not a value of the type is NULL. */
function fromSuper(operand: string, to: BoundType, form: Conversion["form"]): string {
  const name = form === "argument" ? "redshift_super_argument" : "redshift_super_cast";
  const text = `${name}(${operand}, '${to.name === "varbyte" ? "varchar" : to.name}')`;
  if (isText(to)) return cut(to.name === "char" ? `rtrim(${text}, ' ')` : text, to, form, { name: "super" });
  if (to.name === "varbyte") return `encode(${text})`;
  return `TRY_CAST(${text} AS ${duckType(to)})`;
}

/** Numbers with their digits; one that floats has an exponent ("IS_FLOAT function"). Dates and times become none ("Limitations"). */
function toSuper(operand: string, from: BoundType): string {
  const text = asText(operand, from, TEXT);
  if (isText(from) || from.name === "unknown" || from.name === "varbyte")
    return `redshift_functions.super_string(${text})`;
  return isFloat(from) ? `redshift_super_float(CAST(${operand} AS VARCHAR))` : text;
}
