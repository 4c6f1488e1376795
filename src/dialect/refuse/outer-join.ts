/** Places where the operator (+) cannot stand, or is silently ignored ("Oracle-style outer joins in the WHERE clause"). */
import { marksWithin } from "../outer-join-marks.ts";
import type { OuterJoinMark } from "../syntax/expression.ts";
import type { Select } from "../syntax/query.ts";
import { childrenOf, type Node } from "../syntax/walk.ts";
import type { Refusal } from "./refusal.ts";

const NEXT = "write LEFT JOIN … ON";

/** Returns what is refused of the marks of a SELECT; those of the queries within it are their own. */
export function refusedMarks(select: Select): readonly Refusal[] {
  const { where, from } = select;
  const others = childrenOf(select).filter((node) => node !== where);
  const outside = others
    .flatMap(marksWithin)
    .map((mark) => refusal(mark, "the outer join operator (+) is allowed only in the WHERE clause"));
  if (where === undefined) return outside;
  const marks = marksWithin(where);
  // "You can't use the (+) operator in a query block that also contains FROM clause join syntax."
  const joined = from.some(({ kind }) => kind === "join")
    ? marks.map((mark) =>
        refusal(mark, "the outer join operator (+) cannot be used together with a JOIN in FROM"),
      )
    : [];
  return [...outside, ...joined, ...inAlternatives(where)];
}

/** In the words of the page. */
function inAlternatives(node: Node): readonly Refusal[] {
  if (node.kind === "query") return [];
  const isAlternative =
    (node.kind === "logical" && node.operator === "or") ||
    node.kind === "in_list" ||
    node.kind === "in_query";
  if (!isAlternative) return childrenOf(node).flatMap(inAlternatives);
  const says = "Outer join operator (+) not allowed in operand of OR or IN.";
  return marksWithin(node).map((mark) => refusal(mark, says));
}

function refusal({ span }: OuterJoinMark, message: string): Refusal {
  return { start: span[0], message, sqlState: "42601", next: NEXT };
}
