/** "Aggregate functions" of the Database Developer Guide. */
import type { Aggregate, BoundExpression } from "../bound/expression.ts";
import { duckType } from "../types/duck-type.ts";
import { isFloat, isInteger, isNumber } from "../types/numeric.ts";
import type { DataType } from "../../../dialect/types.ts";
import type { BoundType } from "../bound/type.ts";
import type { FunctionCall, FunctionForm, FunctionTable } from "./entry.ts";
import { finiteAggregate, MOST_OF_38_DIGITS, upTo } from "./finite.ts";

/** An aggregate of SUPER values: sums take the numbers and nothing else, MIN and MAX follow the order of all types ("Order by"). */
const ofSuper = (name: string): FunctionForm => ({
  takes: ["super itself"],
  gives: "super",
  duck: "list",
  sql: `redshift_super_${name}(CAST($1 AS VARCHAR[]))`,
});

const BIGINT: DataType = { name: "bigint" };

/** By name. */
export const AGGREGATE_FUNCTIONS: FunctionTable = {
  count: {
    page: "COUNT function",
    bind: count,
  },
  sum: {
    page: "SUM function",
    differs: "the sum of BIGINTs is a BIGINT, and an error beyond its range; in the guide it is NUMERIC",
    forms: [ofSuper("sum"), { takes: ["whole"], gives: "bigint", duck: "sum", sql: "CAST($1 AS BIGINT)" }],
    bind: sum,
  },
  avg: { page: "AVG function", forms: [ofSuper("avg")], bind: average },
  min: {
    page: "MIN function",
    forms: [ofSuper("min"), { takes: ["ordered"], gives: "$1", duck: "min" }],
    bind: ofFlags,
  },
  max: {
    page: "MAX function",
    forms: [ofSuper("max"), { takes: ["ordered"], gives: "$1", duck: "max" }],
    bind: ofFlags,
  },
  any_value: { page: "ANY_VALUE function", forms: [{ takes: ["any"], gives: "$1", duck: "any_value" }] },
  stddev: ofDouble("STDDEV_SAMP and STDDEV_POP functions", "stddev_samp"),
  stddev_samp: ofDouble("STDDEV_SAMP and STDDEV_POP functions", "stddev_samp"),
  stddev_pop: ofDouble("STDDEV_SAMP and STDDEV_POP functions", "stddev_pop"),
  variance: ofDouble("VAR_SAMP and VAR_POP functions", "var_samp"),
  var_samp: ofDouble("VAR_SAMP and VAR_POP functions", "var_samp"),
  var_pop: ofDouble("VAR_SAMP and VAR_POP functions", "var_pop"),
  bool_and: {
    page: "BOOL_AND function",
    forms: [{ takes: ["boolean"], gives: "boolean", duck: "bool_and" }],
    bind: ofWhole,
  },
  bool_or: {
    page: "BOOL_OR function",
    forms: [{ takes: ["boolean"], gives: "boolean", duck: "bool_or" }],
    bind: ofWhole,
  },
  bit_and: { page: "BIT_AND function", forms: [{ takes: ["whole"], gives: "$1", duck: "bit_and" }] },
  bit_or: { page: "BIT_OR function", forms: [{ takes: ["whole"], gives: "$1", duck: "bit_or" }] },
  median: { page: "MEDIAN function", bind: median },
  percentile_cont: { page: "PERCENTILE_CONT function", bind: percentile },
  percentile_disc: { page: "PERCENTILE_DISC function", bind: percentile },
  grouping: { page: "GROUPING function", bind: grouping },
  grouping_id: { page: "GROUPING_ID function", bind: grouping },
  listagg: { page: "LISTAGG function", bind: listagg, differs: "the result may be longer than 65,535 bytes" },
};

function ofDouble(page: string, duck: string): FunctionTable[string] {
  return { page, forms: [{ takes: ["double precision"], gives: "double precision", duck }] };
}

/** MIN and MAX of booleans, which "MAX window function" takes, with "any data type", and "MAX function" does not: it has BOOL_OR for them. */
function ofFlags({ name, span, args, hanging, binder }: FunctionCall): BoundExpression {
  const [value, ...more] = args();
  if (value === undefined || more.length > 0 || hanging.over === undefined)
    throw binder.noSuchFunction(name, args(), span);
  return { ...hanging, kind: "aggregate", type: value.type, name, args: [value] };
}

/** BOOL_AND and BOOL_OR of whole numbers, which are true where they are not 0 ("Bit-wise aggregate functions"). */
function ofWhole({ name, span, args, hanging, binder }: FunctionCall): BoundExpression {
  const [value, ...more] = args();
  if (value === undefined || more.length > 0 || !isInteger(value.type))
    throw binder.noSuchFunction(name, args(), span);
  const zero: BoundExpression = { kind: "constant", type: { name: "integer" }, value: "0" };
  const truth = binder.compare("<>", value, zero, span);
  return { ...hanging, kind: "aggregate", type: truth.type, name, args: [truth] };
}

/** The sum of decimals, which are 38 digits at most, and of floats. */
function sum({ name, span, args, hanging, binder }: FunctionCall): BoundExpression {
  const [value, ...more] = args();
  if (value === undefined || more.length > 0) throw binder.noSuchFunction(name, args(), span);
  const of = (one: BoundExpression, type: DataType): Aggregate => ({
    ...hanging,
    kind: "aggregate",
    type,
    name: "sum",
    args: [one],
  });
  if (value.type.name === "decimal") {
    const { precision, scale } = value.type;
    const summed = of(value, { name: "decimal", precision: 38, scale });
    return precision < 20 ? summed : upTo(summed, MOST_OF_38_DIGITS);
  }
  const type: DataType = { name: "double precision" };
  if (isFloat(value.type)) return finiteAggregate(of(binder.convert(value, type, span), type));
  throw binder.noSuchFunction(name, args(), span);
}

/** The middle of numbers is PERCENTILE_CONT's for 0.5; that of two moments is between them, and of two days the earlier one. */
function median({ name, span, count: many, args, hanging, binder }: FunctionCall): BoundExpression {
  const [value] = args();
  if (value === undefined || many > 1) throw binder.noSuchFunction(name, args(), span);
  const { type } = value;
  const isMoment = type.name === "date" || type.name === "timestamp" || type.name === "timestamptz";
  const own = isMoment ? value : binder.convert(value, interpolated(type, 1), span);
  const middle: Aggregate = {
    ...hanging,
    kind: "aggregate",
    type: type.name === "date" ? { name: "timestamp" } : own.type,
    name: "median",
    args: [own],
  };
  return type.name === "date" ? { kind: "apply", type, sql: "CAST($1 AS DATE)", args: [middle] } : middle;
}

/**
 * The type of a value between two others: DECIMAL for whole numbers and decimals ("MEDIAN function", "PERCENTILE_CONT function"). Its
 * scale is on no page; in the examples it is that of the values or of the share, whichever is longer: 17.5 of integers, 2044.20 of cents.
 */
function interpolated(type: BoundType, scale: number): DataType {
  if (isInteger(type)) return { name: "decimal", precision: 38, scale };
  if (type.name === "decimal") return { name: "decimal", precision: 38, scale: Math.max(type.scale, scale) };
  return { name: "double precision" };
}

/** `percentile_cont (0.5) within group (order by x)`: DuckDB's quantile_cont (x, 0.5), which may stand before OVER too. */
function percentile({
  name,
  span,
  count: many,
  arg,
  syntax,
  hanging,
  binder,
}: FunctionCall): BoundExpression {
  const [order, second] = hanging.orderBy;
  const share = many === 1 ? arg(0) : undefined;
  if (order === undefined || second !== undefined || share === undefined)
    throw binder.error(`${name} takes a share, and WITHIN GROUP (ORDER BY one value)`, span, {
      sqlState: "42601",
    });
  const value = Number(binder.literal(share, "the share", span));
  if (!(value >= 0 && value <= 1))
    throw binder.error(`percentile value ${String(value)} is not between 0 and 1`, span, {
      sqlState: "22003",
    });
  const [item] = syntax.withinGroup ?? [];
  const double: DataType = { name: "double precision" };
  const digits = share.type.name === "decimal" ? share.type.scale : 0;
  const ranked = rankedBy(order.expression);
  const { type } = order.expression;
  const between = name === "percentile_cont";
  const continuous = ranked !== undefined || (between && isNumber(type));
  if (between && !continuous && !BETWEEN.has(type.name))
    throw binder.noSuchFunction(name, [order.expression], span);
  const wanted = ranked === undefined ? interpolated(type, digits) : double;
  const own = continuous ? binder.convert(ranked ?? order.expression, wanted, span) : order.expression;
  const at: BoundExpression = {
    kind: "constant",
    type: double,
    value: String(item?.direction === "desc" ? 1 - value : value),
  };
  const found: Aggregate = {
    ...hanging,
    kind: "aggregate",
    type: own.type,
    name: between ? "quantile_cont" : "quantile_disc",
    args: [own, at],
    orderBy: [],
  };
  // Between two days DuckDB finds a moment.
  return between && own.type.name === "date"
    ? { kind: "apply", type: own.type, sql: "CAST($1 AS DATE)", args: [found] }
    : found;
}

/** Types beside numbers between whose values there are others: "Numeric or datetime data type values" ("PERCENTILE_CONT function"). */
const BETWEEN: ReadonlySet<string> = new Set(["date", "timestamp", "timestamptz"]);

/** The SUPER value whose rank ORDER BY has in its place (bind/compare.ts). */
function rankedBy(value: BoundExpression): BoundExpression | undefined {
  return value.kind === "apply" && value.sql === "redshift_super_rank($1)" ? value.args[0] : undefined;
}

/** Which of the keys a row is not grouped by, a bit for each ("GROUPING function"). */
function grouping({ name, span, args, hanging, binder }: FunctionCall): BoundExpression {
  const values = args();
  if (values.length === 0) throw binder.noSuchFunction(name, values, span);
  const inner: Aggregate = { ...hanging, kind: "aggregate", type: BIGINT, name: "grouping", args: values };
  return { kind: "apply", type: { name: "integer" }, sql: "CAST($1 AS INTEGER)", args: [inner] };
}

/** `count(*)`, `count(x)`, `count(distinct x)`; an exact answer is within the error that APPROXIMATE allows. */
function count({
  name,
  span,
  syntax,
  arg,
  args,
  count: many,
  hanging,
  binder,
}: FunctionCall): BoundExpression {
  const [only] = syntax.args;
  if (only?.kind === "star" && only.of.length === 0)
    return { kind: "aggregate", type: BIGINT, name: "count", args: [], ...hanging };
  if (many !== 1) throw binder.noSuchFunction(name, args(), span);
  const value = arg(0);
  // Values are compared for DISTINCT alone; which SUPER is null, and what a bare text is, is told there too.
  const isText = value.type.name === "varchar" && !hanging.distinct;
  const counted = isText ? value : binder.comparable(value);
  return { kind: "aggregate", type: BIGINT, name: "count", args: [counted], ...hanging };
}

/**
 * The average: of integers a BIGINT, and of decimals it keeps the scale ("AVG function"). What is after the last digit is cut: 2.50, 3.75
 * and 1.90 have 2.71 ("PIVOT and UNPIVOT examples").
 */
function average({ name, span, count: many, arg, args, hanging, binder }: FunctionCall): BoundExpression {
  if (many !== 1) throw binder.noSuchFunction(name, args(), span);
  const value = arg(0);
  const exact = isInteger(value.type) || value.type.name === "decimal";
  const own = exact ? value : binder.convert(value, { name: "double precision" }, span);
  const of = (duck: string, type: DataType): Aggregate => ({
    kind: "aggregate",
    type,
    name: duck,
    args: [own],
    ...hanging,
  });
  if (!exact) return finiteAggregate(of("avg", { name: "double precision" }));
  const type: DataType =
    own.type.name === "decimal" ? { name: "decimal", precision: 38, scale: own.type.scale } : BIGINT;
  const counted = of("count", BIGINT);
  if (type.name === "bigint") {
    const sql = "CAST(($1 // CAST($2 AS HUGEINT)) AS BIGINT)";
    return { kind: "apply", type, sql, args: [of("sum", BIGINT), counted] };
  }
  const scale = own.type.name === "decimal" ? own.type.scale : 0;
  const whole = `CAST((CAST(replace(CAST($1 AS VARCHAR), '.', '') AS HUGEINT) // CAST($2 AS HUGEINT)) AS DECIMAL(38, 0))`;
  const last = `CAST('0.${"1".padStart(scale, "0")}' AS DECIMAL(38, ${scale}))`;
  const sql = scale === 0 ? whole : `CAST((${whole} * ${last}) AS ${duckType(type)})`;
  return { kind: "apply", type, sql, args: [of("sum", type), counted] };
}

/** DISTINCT may be ordered by its own value alone; DuckDB wants both in the same words. */
function listagg({ name, span, count: many, arg, args, hanging, binder }: FunctionCall): BoundExpression {
  if (many < 1 || many > 2) throw binder.noSuchFunction(name, args(), span);
  const text: DataType = { name: "varchar", length: 65_535 };
  const written = arg(0);
  const value = binder.convert(written, text, span);
  const separator =
    many === 2 ? binder.convert(arg(1), text, span) : ({ kind: "constant", type: text, value: "" } as const);
  const [order] = hanging.orderBy;
  if (!hanging.distinct || order === undefined)
    return { kind: "aggregate", type: text, name: "string_agg", args: [value, separator], ...hanging };
  // Values that are to stand in their own order are collected and sorted before they are texts.
  const own = binder.comparable(written.type.name === "super" ? value : written);
  const collected: Aggregate = {
    ...hanging,
    kind: "aggregate",
    type: own.type,
    name: "list",
    args: [own],
    orderBy: [],
  };
  const direction = order.descending ? "DESC" : "ASC";
  const listed = `list_sort(list_filter($1, x -> x IS NOT NULL), '${direction}')`;
  const sql = `nullif(array_to_string(CAST(${listed} AS VARCHAR[]), $2), '')`;
  return { kind: "apply", type: text, sql, args: [collected, separator] };
}
