/** "Math functions" of the Database Developer Guide. */
import type { BoundExpression } from "../bound/expression.ts";
import type { FunctionCall, FunctionTable } from "./entry.ts";

const DOUBLE = "double precision";

/** A function of a double that DuckDB has by the same meaning. */
const ofDouble = (page: string, name: string): FunctionTable[string] => ({
  page,
  forms: [{ takes: [DOUBLE], gives: DOUBLE, sql: `${name}($1)` }],
});

/** By name. */
export const MATH_FUNCTIONS: FunctionTable = {
  abs: { page: "ABS function", forms: [{ takes: ["number"], gives: "$1", sql: "abs($1)" }] },
  sqrt: { page: "SQRT function", forms: [{ takes: [DOUBLE], gives: DOUBLE, sql: "redshift_functions.root($1)" }] },
  exp: ofDouble("EXP function", "exp"),
  dexp: ofDouble("DEXP function", "exp"),
  cbrt: ofDouble("CBRT function", "cbrt"),
  ln: ofDouble("LN function", "ln"),
  dlog1: ofDouble("DLOG1 function", "ln"),
  dlog10: ofDouble("DLOG10 function", "log10"),
  log: ofDouble("LOG function", "log10"),
  pi: { page: "PI function", forms: [{ takes: [], gives: DOUBLE, sql: "pi()" }] },
  random: { page: "RANDOM function", forms: [{ takes: [], gives: DOUBLE, sql: "random()" }] },
  mod: {
    page: "MOD function",
    bind: modulo,
  },
};

/** As the operator %. */
function modulo({ args, binder, span, name, count }: FunctionCall): BoundExpression {
  const [left, right] = args();
  if (left === undefined || right === undefined || count !== 2) throw binder.noSuchFunction(name, args(), span);
  return binder.arithmetic("%", left, right, span);
}
