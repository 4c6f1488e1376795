/** What window functions do not take ("Window functions", and the page of each, of the Database Developer Guide). */
import type { Call, Expression, Frame, FrameBound } from "../syntax/expression.ts";
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
  "state the rows: rows between unbounded preceding and current row, or unbounded following for all of them";

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
  if (over.frame !== undefined) refusals.push(...refusedFrame(over.frame));
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

/** "You can't specify a frame in which the starting boundary is greater than the ending boundary", and offsets are unsigned constants. */
function refusedFrame({ unit, start, end, span }: Frame): readonly Refusal[] {
  const refusals: Refusal[] = [];
  const refused = (at: number, message: string, next: string, sqlState = "42601"): void => {
    refusals.push({ start: at, message, sqlState, next });
  };
  if (unit === "range")
    refused(span[0], 'syntax error at or near "range": Redshift has no frames by RANGE', FRAME);
  for (const { offset } of end === undefined ? [start] : [start, end]) {
    if (offset?.kind === "unary")
      refused(
        offset.span[0],
        `syntax error at or near "${offset.operator}": the offset of a frame has no sign`,
        "write PRECEDING for the rows before and FOLLOWING for those after",
      );
    else if (offset !== undefined && hasColumns(offset))
      refused(offset.span[0], "the offset of a frame has to be a constant", "write the number of rows");
  }
  if (
    end !== undefined &&
    (placeOf(start) > placeOf(end) || placeOf(start) === Infinity || placeOf(end) === -Infinity)
  )
    refused(span[0], "the frame ends before it begins", "write the earlier boundary before AND", "42P20");
  return refusals;
}

/** How many rows after the current one a boundary is; without a literal, just beside it. */
function placeOf({ at, offset }: FrameBound): number {
  if (at === "current row") return 0;
  const rows =
    offset === undefined ? Infinity : offset.kind === "number" ? Number(offset.text) : Number.MIN_VALUE;
  return at.endsWith("following") ? rows : -rows;
}

function hasColumns(expression: Expression): boolean {
  return nodesWithin(expression).some(({ kind }) => kind === "column" || kind === "query");
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
