/** "Math functions" of the Database Developer Guide. */
import type { DataType } from "../../../dialect/types.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { duckType } from "../types/duck-type.ts";
import { isInteger, isNumber } from "../types/numeric.ts";
import type { FunctionCall, FunctionTable } from "./entry.ts";
import { MOST_OF_38_DIGITS, upTo } from "./finite.ts";

const DOUBLE = "double precision";

/** A function of a double that DuckDB has by the same meaning. */
const ofDouble = (page: string, sql: string): FunctionTable[string] => ({
  page,
  forms: [{ takes: [DOUBLE], gives: DOUBLE, sql }],
});

const POWER = [{ takes: [DOUBLE, DOUBLE], gives: DOUBLE, sql: "redshift_functions.power($1, $2)" }] as const;
const LN = "ln(redshift_functions.positive($1))";
const LOG = "log10(redshift_functions.positive($1))";
const EXP = "redshift_functions.exponential($1)";

/** By name. */
export const MATH_FUNCTIONS: FunctionTable = {
  abs: {
    page: "ABS function",
    forms: [
      { takes: ["number"], gives: "$1", sql: "abs($1)" },
      { takes: ["super itself"], gives: "super", sql: "redshift_super_round('abs', $1)" },
    ],
  },
  acos: ofDouble("ACOS function", "acos(redshift_functions.cosine($1))"),
  asin: ofDouble("ASIN function", "asin(redshift_functions.cosine($1))"),
  atan: ofDouble("ATAN function", "atan($1)"),
  atan2: {
    page: "ATAN2 function",
    forms: [{ takes: [DOUBLE, DOUBLE], gives: DOUBLE, sql: "atan2($1, $2)" }],
  },
  cbrt: ofDouble("CBRT function", "cbrt($1)"),
  ceil: { page: "CEILING (or CEIL) function", bind: whole },
  ceiling: { page: "CEILING (or CEIL) function", bind: whole },
  cos: ofDouble("COS function", "cos($1)"),
  cot: ofDouble("COT function", "(CAST(1 AS DOUBLE) / redshift_functions.nonzero(tan($1)))"),
  degrees: ofDouble("DEGREES function", "redshift_functions.finite(degrees($1), isfinite($1))"),
  dexp: ofDouble("DEXP function", EXP),
  dlog1: ofDouble("DLOG1 function", LN),
  dlog10: ofDouble("DLOG10 function", LOG),
  exp: ofDouble("EXP function", EXP),
  floor: { page: "FLOOR function", bind: whole },
  ln: ofDouble("LN function", LN),
  log: {
    page: "LOG function",
    forms: [
      { takes: [DOUBLE], gives: DOUBLE, sql: LOG },
      { takes: [DOUBLE, DOUBLE], gives: DOUBLE, sql: "redshift_functions.logarithm($1, $2)" },
    ],
  },
  mod: { page: "MOD function", bind: modulo },
  pi: { page: "PI function", forms: [{ takes: [], gives: DOUBLE, sql: "pi()" }] },
  pow: { page: "POWER function", forms: POWER },
  power: { page: "POWER function", forms: POWER },
  radians: ofDouble("RADIANS function", "radians($1)"),
  random: {
    page: "RANDOM function",
    forms: [{ takes: [], gives: DOUBLE, sql: "random()" }],
    differs: "SET seed has no effect",
  },
  round: {
    page: "ROUND function",
    bind: rounded,
    differs: "the number of places of a decimal has to be a literal",
  },
  sign: {
    page: "SIGN function",
    forms: [
      { takes: ["decimal"], gives: "decimal(1,0)", sql: "CAST(sign(CAST($1 AS DOUBLE)) AS DECIMAL(1, 0))" },
      { takes: [DOUBLE], gives: DOUBLE, sql: "CAST(sign($1) AS DOUBLE)" },
    ],
  },
  sin: ofDouble("SIN function", "sin($1)"),
  sqrt: ofDouble("SQRT function", "redshift_functions.root($1)"),
  tan: ofDouble("TAN function", "tan($1)"),
  to_hex: {
    page: "TO_HEX function",
    forms: [
      {
        takes: ["integer"],
        gives: "varchar",
        sql: "lower(to_hex(CAST($1 AS BIGINT) & CAST(4294967295 AS BIGINT)))",
      },
      { takes: ["bigint"], gives: "varchar", sql: "lower(to_hex($1))" },
    ],
  },
  trunc: {
    page: "TRUNC function",
    bind: truncated,
    differs: "the number of places of a decimal has to be a literal",
  },
  strtol: {
    page: "STRTOL function",
    forms: [
      {
        takes: ["varchar", "integer"],
        gives: "bigint",
        sql: "CAST(redshift_strtol($1, CAST($2 AS VARCHAR)) AS BIGINT)",
      },
    ],
  },
};

/** As the operator %. */
function modulo({ args, binder, span, name, count }: FunctionCall): BoundExpression {
  const [left, right] = args();
  if (left === undefined || right === undefined || count !== 2)
    throw binder.noSuchFunction(name, args(), span);
  return binder.arithmetic("%", left, right, span);
}

/** CEIL and FLOOR: of the same type, and a decimal without the digits after the point. */
function whole(call: FunctionCall): BoundExpression {
  if (call.count !== 1) throw call.binder.noSuchFunction(call.name, call.args(), call.span);
  const given = call.arg(0);
  if (given.type.name === "super") return ofSuper(call.name === "floor" ? "floor" : "ceil", given);
  const value = numberOf(call, given);
  if (isInteger(value.type)) return value;
  const { type: own } = value;
  const type = own.name === "decimal" ? decimal(own.precision - own.scale + 1, 0) : (own as DataType);
  const sql = `CAST(${call.name === "floor" ? "floor" : "ceil"}($1) AS ${duckType(type)})`;
  return { kind: "apply", type, sql, args: [value] };
}

/** The same of a SUPER value, NULL where it is not a number ("Operators and functions", "Arithmetic functions"). */
function ofSuper(how: string, value: BoundExpression): BoundExpression {
  return { kind: "apply", type: { name: "super" }, sql: `redshift_super_round('${how}', $1)`, args: [value] };
}

/** A number; a bare text and a SUPER value are a DOUBLE PRECISION. */
function numberOf({ binder, span, name }: FunctionCall, given: BoundExpression): BoundExpression {
  if (isNumber(given.type)) return given;
  if (given.type.name === "unknown" || given.type.name === "super")
    return binder.convert(given, { name: DOUBLE }, span);
  throw binder.noSuchFunction(name, [given], span);
}

function decimal(precision: number, scale: number): DataType {
  return { name: "decimal", precision: Math.min(38, Math.max(1, precision)), scale };
}

/** TRUNC of a moment is its date; a form would take a SUPER value for one. */
function truncated(call: FunctionCall): BoundExpression {
  const value = call.arg(0);
  const sql = MOMENTS[value.type.name];
  if (sql === undefined || call.count !== 1) return rounded(call);
  return { kind: "apply", type: { name: "date" }, sql, args: [value] };
}

const MOMENTS: Readonly<Record<string, string>> = {
  date: "$1",
  timestamp: "CAST($1 AS DATE)",
  timestamptz: "CAST(($1 AT TIME ZONE 'UTC') AS DATE)",
};

/** ROUND and TRUNC of a number, to a number of places after the point, or before it where that is negative. */
function rounded(call: FunctionCall): BoundExpression {
  const { args, binder, span, name, count } = call;
  const [given, places] = args();
  if (given === undefined || count > 2) throw binder.noSuchFunction(name, args(), span);
  if (given.type.name === "super" && places === undefined) return ofSuper(name, given);
  const value = numberOf(call, given);
  const at = places && binder.convert(places, { name: "integer" }, span);
  if (value.type.name === "decimal") {
    const literal =
      at === undefined ? 0 : Number(binder.literal(at, `the number of places of ${name}`, span));
    return roundedDecimal(name, value, value.type, literal);
  }
  if (isInteger(value.type) && at === undefined) return value;
  const sql = `CAST(${name}($1${at === undefined ? "" : ", $2"}) AS ${duckType(value.type)})`;
  return { kind: "apply", type: value.type as DataType, sql, args: at === undefined ? [value] : [value, at] };
}

/** The digits after the last place are gone: 28.05 to one place is 28.1 ("ROUND function"). */
function roundedDecimal(
  name: string,
  value: BoundExpression,
  { precision, scale }: { readonly precision: number; readonly scale: number },
  places: number,
): BoundExpression {
  if (places >= scale) return value;
  const kept = Math.max(0, places);
  const type = decimal(precision - scale + kept + 1, kept);
  // More places than there are digits leave nothing.
  const sql = `CAST(${name}($1, ${Math.max(places, -precision)}) AS ${duckType(type)})`;
  const made: BoundExpression = { kind: "apply", type, sql, args: [value] };
  // Rounding up may take a digit more than there is place for.
  return precision - scale === 38 ? upTo(made, MOST_OF_38_DIGITS) : made;
}
