/** "Window functions" of the Database Developer Guide; aggregates are in aggregate.ts. */
import type { BoundExpression } from "../bound/expression.ts";
import type { FunctionCall, FunctionForm, FunctionTable } from "./entry.ts";
import { finiteAggregate } from "./finite.ts";

const DOUBLE = "double precision";

/** A function of the order of the rows. */
const ranking = (page: string, duck: string, gives: string): FunctionTable[string] => ({
  page,
  window: "only",
  forms: [{ takes: [], gives, duck }],
});

/** A value of another row. */
const ofRow = (page: string, forms: readonly FunctionForm[]): FunctionTable[string] => ({
  page,
  window: "only",
  forms,
});

const near = (duck: string): readonly FunctionForm[] => [{ takes: ["any", "bigint = 1"], gives: "$1", duck }];

/** By name. */
export const WINDOW_FUNCTIONS: FunctionTable = {
  row_number: ranking("ROW_NUMBER window function", "row_number", "bigint"),
  rank: ranking("RANK window function", "rank", "bigint"),
  dense_rank: ranking("DENSE_RANK window function", "dense_rank", "bigint"),
  percent_rank: ranking("PERCENT_RANK window function", "percent_rank", DOUBLE),
  cume_dist: ranking("CUME_DIST window function", "cume_dist", DOUBLE),
  ntile: ofRow("NTILE window function", [{ takes: ["bigint"], gives: "bigint", duck: "ntile" }]),
  lag: ofRow("LAG window function", near("lag")),
  lead: ofRow("LEAD window function", near("lead")),
  first_value: ofRow("FIRST_VALUE window function", [{ takes: ["any"], gives: "$1", duck: "first_value" }]),
  last_value: ofRow("LAST_VALUE window function", [{ takes: ["any"], gives: "$1", duck: "last_value" }]),
  nth_value: { page: "NTH_VALUE window function", window: "only", bind: nthValue },
  ratio_to_report: { page: "RATIO_TO_REPORT window function", window: "only", bind: ratioToReport },
};

/** The offset "must be a positive integer that is greater than 0"; DuckDB has NULL for any other. */
function nthValue({ name, span, count, arg, args, hanging, syntax, binder }: FunctionCall): BoundExpression {
  if (count !== 2) throw binder.noSuchFunction(name, args(), span);
  if (syntax.over === undefined)
    throw binder.error(`window function ${name} requires an OVER clause`, span, { sqlState: "42809" });
  const [value] = binder.together([arg(0)], name, span) as [BoundExpression];
  const type = { name: "bigint" } as const;
  const place: BoundExpression = {
    kind: "apply",
    type,
    sql: "redshift_functions.place($1)",
    args: [binder.convert(arg(1), type, span)],
  };
  return { ...hanging, kind: "aggregate", type: value.type, name, args: [value, place] };
}

/** The share of a value in the sum of its partition. */
function ratioToReport({
  name,
  span,
  count,
  arg,
  args,
  hanging,
  syntax,
  binder,
}: FunctionCall): BoundExpression {
  if (count !== 1) throw binder.noSuchFunction(name, args(), span);
  if (syntax.over === undefined)
    throw binder.error(`window function ${name} requires an OVER clause`, span, { sqlState: "42809" });
  const type = { name: DOUBLE } as const;
  const value = binder.convert(arg(0), type, span);
  const sum = finiteAggregate({ kind: "aggregate", type, name: "sum", args: [value], ...hanging });
  return { kind: "apply", type, sql: "($1 / $2)", args: [value, sum] };
}
