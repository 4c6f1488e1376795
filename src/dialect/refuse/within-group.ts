/** Aggregates that sort, for which a select has one order ("LISTAGG function", "MEDIAN function" of the Database Developer Guide). */
import { printExpression } from "../print/print.ts";
import type { Call, Expression } from "../syntax/expression.ts";
import type { Select } from "../syntax/query.ts";
import { childrenOf, isPlain, type Node } from "../syntax/walk.ts";
import type { Refusal } from "./refusal.ts";

const SORTED: ReadonlySet<string> = new Set(["listagg", "percentile_cont"]);

/** Returns what is refused of a SELECT: "multiple calls to sort-based aggregate functions … must all use the same ORDER BY values". */
export function refusedOrders({ items, having }: Select): readonly Refusal[] {
  const calls: Call[] = [];
  for (const part of having === undefined ? items : [...items, having]) gatherCalls(part, calls);
  if (calls.length < 2) return [];
  const orders = calls.flatMap((call) => {
    const order = orderOf(call);
    return order === undefined ? [] : [{ order, start: call.span[0] }];
  });
  const other = orders.find(({ order }) => order !== orders[0]?.order);
  if (other === undefined) return [];
  return [
    {
      start: other.start,
      message: "within group ORDER BY clauses for aggregate functions must be the same",
      sqlState: "0A000",
      next: "put each of them into a subquery of its own, and join them",
    },
  ];
}

/** What it sorts by; undefined for everything else. MEDIAN "applies an implicit order by on the expression value". */
function orderOf({ name, args, withinGroup, over }: Call): string | undefined {
  const own = name.parts.at(-1)?.value ?? "";
  if (over !== undefined) return undefined;
  const values: readonly Expression[] =
    own === "median" ? args : SORTED.has(own) ? (withinGroup ?? []).map(({ expression }) => expression) : [];
  return values.length === 0 ? undefined : values.map(printExpression).join(", ");
}

/** Those of the select itself, not of the queries within it. */
function gatherCalls(node: Node, into: Call[]): void {
  if (node.kind === "query" || isPlain(node)) return;
  if (node.kind === "call") into.push(node);
  for (const child of childrenOf(node)) gatherCalls(child, into);
}
