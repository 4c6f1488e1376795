/** "Date and time functions" of the Database Developer Guide. */
import type { BoundExpression } from "../bound/expression.ts";
import type { FunctionCall, FunctionTable } from "./entry.ts";

/** By name. */
export const DATE_FUNCTIONS: FunctionTable = {
  getdate: {
    page: "GETDATE function",
    forms: [{ takes: [], gives: "timestamp", sql: "date_trunc('second', (now() AT TIME ZONE 'UTC'))" }],
  },
  date_trunc: {
    page: "DATE_TRUNC function",
    forms: [
      { takes: ["part", "timestamp"], gives: "timestamp", sql: "date_trunc($1, $2)" },
      { takes: ["part", "timestamptz"], gives: "timestamptz", sql: "date_trunc($1, $2)" },
    ],
  },
  dateadd: { page: "DATEADD function", bind: dateadd },
  extract: {
    page: "EXTRACT function",
    forms: [{ takes: ["part", "timestamp"], gives: "integer", sql: "CAST(date_part($1, $2) AS INTEGER)" }],
  },
};

/** Months are added so that the last day of a month stays within the month that follows. */
function dateadd({ part, arg, count, name, span, binder }: FunctionCall): BoundExpression {
  if (count !== 3) throw binder.noSuchFunction(name, [], span);
  const amount = binder.convert(arg(1), { name: "bigint" }, span);
  const moment = binder.convert(arg(2), { name: "timestamp" }, span);
  const sql = `($2 + to_microseconds(0) + $1 * CAST('1 ${part(0)}' AS INTERVAL))`;
  return { kind: "apply", type: { name: "timestamp" }, sql, args: [amount, moment] };
}
