/** What window functions do not take ("Window functions", and the page of each, of the Database Developer Guide). */
import type { Call, Expression } from "../syntax/expression.ts";
import { nodesWithin, type Node } from "../syntax/walk.ts";
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
  for (const part of over.partitionBy.filter(isConstant)) {
    refusals.push({
      start: part.span[0],
      // Redshift's words as github.com/metabase/metabase, issue 70088, has them; the guide knows of texts alone.
      message: "constant expressions are not supported in partition by clauses",
      sqlState: "0A000",
      next: "leave it out: every row would be in one partition",
    });
  }
  for (const { expression } of over.orderBy) {
    // "Amazon Redshift doesn't support string literals in ORDER BY clauses" of a window; of other constants it says nothing that holds.
    if (expression.kind !== "string") continue;
    refusals.push({
      start: expression.span[0],
      message: "a text is not supported in the ORDER BY clause of a window",
      sqlState: "0A000",
      next: "name a column, without quotes or in double ones",
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

/** Nodes that have another value in another row, or may have one. */
const VARYING: ReadonlySet<Node["kind"]> = new Set([
  "column",
  "keyword_value",
  "parameter",
  "query",
  "variable",
]);

/** Whether it has one value for all rows; a function without arguments may have several. */
function isConstant(expression: Expression): boolean {
  return nodesWithin(expression).every(
    (node) => !VARYING.has(node.kind) && !(node.kind === "call" && node.args.length === 0),
  );
}
