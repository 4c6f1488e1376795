/** "Aggregate functions" of the Database Developer Guide. */
import type { Aggregate, BoundExpression } from "../bound/expression.ts";
import { duckType } from "../types/duck-type.ts";
import { isInteger } from "../types/numeric.ts";
import type { DataType } from "../../../dialect/types.ts";
import type { FunctionCall, FunctionForm, FunctionTable } from "./entry.ts";

/** Of SUPER values the numbers are taken, and of a sum nothing else; MIN and MAX follow the order of all types ("Order by"). */
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
    forms: [
      ofSuper("sum"),
      { takes: ["whole"], gives: "bigint", duck: "sum", sql: "CAST($1 AS BIGINT)" },
      {
        takes: ["decimal"],
        gives: ([type]) => ({ name: "decimal", precision: 38, scale: type?.name === "decimal" ? type.scale : 0 }),
        duck: "sum",
      },
      { takes: ["double precision"], gives: "double precision", duck: "sum" },
    ],
  },
  avg: { page: "AVG function", forms: [ofSuper("avg")], bind: average },
  min: { page: "MIN function", forms: [ofSuper("min"), { takes: ["any"], gives: "$1", duck: "min" }] },
  max: { page: "MAX function", forms: [ofSuper("max"), { takes: ["any"], gives: "$1", duck: "max" }] },
  stddev_samp: {
    page: "STDDEV_SAMP and STDDEV_POP functions",
    forms: [{ takes: ["double precision"], gives: "double precision", duck: "stddev_samp" }],
  },
  listagg: { page: "LISTAGG function", bind: listagg },
};

/** `count(*)`, `count(x)`, `count(distinct x)`; an exact answer is within the error that APPROXIMATE allows. */
function count({ name, span, syntax, arg, count: many, hanging, binder }: FunctionCall): BoundExpression {
  const [only] = syntax.args;
  if (only?.kind === "star" && only.of.length === 0)
    return { kind: "aggregate", type: BIGINT, name: "count", args: [], ...hanging };
  if (many !== 1) throw binder.noSuchFunction(name, [], span);
  const value = binder.comparable(arg(0));
  return { kind: "aggregate", type: BIGINT, name: "count", args: [value], ...hanging };
}

/** Of integers it is a BIGINT, truncated, and of decimals it keeps the scale ("AVG function"). */
function average({ name, span, count: many, arg, hanging, binder }: FunctionCall): BoundExpression {
  if (many !== 1) throw binder.noSuchFunction(name, [], span);
  const value = arg(0);
  const exact = isInteger(value.type) || value.type.name === "decimal";
  const own = exact ? value : binder.convert(value, { name: "double precision" }, span);
  const of = (duck: string, type: DataType): Aggregate => ({ kind: "aggregate", type, name: duck, args: [own], ...hanging });
  if (!exact) return of("avg", { name: "double precision" });
  const type: DataType = own.type.name === "decimal" ? { name: "decimal", precision: 38, scale: own.type.scale } : BIGINT;
  const counted = of("count", BIGINT);
  if (type.name === "bigint") {
    const sql = "CAST(($1 // CAST($2 AS HUGEINT)) AS BIGINT)";
    return { kind: "apply", type, sql, args: [of("sum", BIGINT), counted] };
  }
  const sql = `CAST((CAST($1 AS DOUBLE) / CAST($2 AS DOUBLE)) AS ${duckType(type)})`;
  return { kind: "apply", type, sql, args: [of("sum", type), counted] };
}

/** DuckDB sorts distinct texts as texts: values that are to stand in their own order are collected and sorted first. */
function listagg({ name, span, count: many, arg, hanging, binder }: FunctionCall): BoundExpression {
  if (many < 1 || many > 2) throw binder.noSuchFunction(name, [], span);
  const text: DataType = { name: "varchar", length: 65_535 };
  const value = binder.convert(arg(0), text, span);
  const separator = many === 2 ? binder.convert(arg(1), text, span) : ({ kind: "constant", type: text, value: "" } as const);
  return { kind: "aggregate", type: text, name: "string_agg", args: [value, separator], ...hanging };
}
