/** What window functions do not take ("Window functions", and the page of each, of the Database Developer Guide). */
import type { Call } from "../syntax/expression.ts";
import type { Refusal } from "./refusal.ts";

/** Functions that want a frame where the window has an ORDER BY: "If an ORDER BY clause is used for an aggregate function, an explicit frame clause is required". */
const FRAMED: ReadonlySet<string> = new Set(
  `avg bool_and bool_or count first_value last_value max min nth_value stddev stddev_pop stddev_samp sum var_pop var_samp
  variance`.split(/\s+/),
);

/** The one window function whose page has DISTINCT ("LISTAGG window function"). */
const DISTINCT = "listagg";

const FRAME =
  "say which rows: rows between unbounded preceding and current row, or unbounded following for all of them";

/** Returns what is refused of a call with OVER. */
export function refusedWindow({ name, quantifier, over }: Call): readonly Refusal[] {
  if (over === undefined) return [];
  const own = name.parts.at(-1)?.value ?? "";
  const [start] = name.span;
  const refusals: Refusal[] = [];
  if (quantifier === "distinct" && own !== DISTINCT) {
    refusals.push({
      start,
      message: "DISTINCT is not supported in window functions",
      sqlState: "0A000",
      next: "number equal values with dense_rank(), or count them in a subquery that is grouped",
    });
  }
  if (over.frame?.unit === "range") {
    refusals.push({
      start: over.frame.span[0],
      message: 'syntax error at or near "range": Redshift has no frames by RANGE',
      sqlState: "42601",
      next: FRAME,
    });
  }
  const keys = [...over.partitionBy, ...over.orderBy.map(({ expression }) => expression)];
  for (const { span } of keys.filter(({ kind }) => kind === "string")) {
    refusals.push({
      start: span[0],
      message: "string literals are not supported in PARTITION BY and ORDER BY of a window",
      sqlState: "0A000",
      next: "name a column, or leave it out: a text that is the same in all rows changes nothing",
    });
  }
  if (FRAMED.has(own) && over.orderBy.length > 0 && over.frame === undefined) {
    refusals.push({
      start: over.orderBy[0]?.span[0] ?? start,
      message: "Aggregate window functions with an ORDER BY clause require a frame clause",
      sqlState: "0A000",
      next: FRAME,
    });
  }
  return refusals;
}
