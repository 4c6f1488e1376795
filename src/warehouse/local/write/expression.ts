/** Bound expressions as DuckDB's text. */
import type { Aggregate, BoundExpression, BoundWindow, Constant } from "../bound/expression.ts";
import type { BoundOrder, BoundQuery } from "../bound/query.ts";
import { fillPlaces } from "../bound/template.ts";
import { duckLiteral, duckName } from "../quote.ts";
import { duckType } from "../types/duck-type.ts";
import { conversionSql } from "./conversion.ts";

/** Writes queries; given, so that no two files import each other. */
export type WriteQuery = (query: BoundQuery) => string;

/** Returns the expression as one operand: a name, a call, a literal, or in brackets. */
export function writeExpression(value: BoundExpression, query: WriteQuery): string {
  const write = (one: BoundExpression): string => writeExpression(one, query);
  switch (value.kind) {
    case "constant":
      return constant(value);
    case "column":
      return value.relation === ""
        ? duckName(value.name)
        : `${duckName(value.relation)}.${duckName(value.name)}`;
    case "conversion":
      return conversionSql(write(value.operand), value.operand.type, value.type, value.form);
    case "apply":
      return fillPlaces(value.sql, (place) => write(value.args[Number(place) - 1] as BoundExpression));
    case "nested":
      return fillPlaces(value.sql, (place) =>
        place === "q" ? query(value.query) : write(value.args[Number(place) - 1] as BoundExpression),
      );
    case "aggregate":
      return aggregate(value, query);
  }
}

function constant({ type, value }: Constant): string {
  if (value === null) return `CAST(NULL AS ${duckType(type)})`;
  switch (type.name) {
    case "boolean":
      return value === "t" ? "TRUE" : "FALSE";
    case "integer":
      return value.startsWith("-") ? `(${value})` : value;
    case "varchar":
    case "char":
    case "name":
    case '"char"':
    case "unknown":
      return duckLiteral(value);
    case "smallint":
    case "bigint":
    case "oid":
    case "regclass":
    case "regproc":
    case "regtype":
      return `CAST(${value} AS ${duckType(type)})`;
    case "varbyte":
      return `encode(${duckLiteral(value)})`;
    case "interval":
      return `CAST(${duckLiteral(value)} AS INTERVAL)`;
    default:
      return `CAST(${duckLiteral(value)} AS ${duckType(type)})`;
  }
}

function aggregate(value: Aggregate, query: WriteQuery): string {
  const { name, args, distinct, orderBy, ignoreNulls, over } = value;
  const inside = [
    distinct ? "DISTINCT " : "",
    args.length === 0 && name === "count" ? "*" : args.map((one) => writeExpression(one, query)).join(", "),
    orderBy.length === 0 ? "" : ` ${writeOrder(orderBy, query)}`,
    ignoreNulls ? " IGNORE NULLS" : "",
  ].join("");
  return `${name}(${inside})${over === undefined ? "" : ` OVER (${window(over, query)})`}`;
}

function window({ partitionBy, orderBy, frame, offsets }: BoundWindow, query: WriteQuery): string {
  const partition = partitionBy.map((one) => writeExpression(one, query)).join(", ");
  return [
    partition === "" ? "" : `PARTITION BY ${partition}`,
    orderBy.length === 0 ? "" : writeOrder(orderBy, query),
    fillPlaces(frame, (place) => writeExpression(offsets[Number(place) - 1] as BoundExpression, query)),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

/** Returns ORDER BY with all that it says; columns of a result by their places. */
export function writeOrder(orders: readonly BoundOrder[], query: WriteQuery): string {
  const items = orders.map(({ expression, output, descending, nullsFirst }) => {
    const what = output === undefined ? unnumbered(expression, query) : String(output);
    return `${what} ${descending ? "DESC" : "ASC"} NULLS ${nullsFirst ? "FIRST" : "LAST"}`;
  });
  return `ORDER BY ${items.join(", ")}`;
}

/** A bare number would be the place of a column. */
export function unnumbered(value: BoundExpression, query: WriteQuery): string {
  const text = writeExpression(value, query);
  return value.kind === "constant" && value.type.name === "integer" ? `CAST(${text} AS INTEGER)` : text;
}
