/** What the queries of a set operation do not take ("UNION, INTERSECT, and EXCEPT" of the Database Developer Guide). */
import type { SetOperation } from "../syntax/query.ts";
import type { Refusal } from "./refusal.ts";

/** Returns what is refused: LIMIT and OFFSET of "an intermediate result of a set operation". */
export function refusedSetOperation({ first, rest }: SetOperation): readonly Refusal[] {
  return [first, ...rest.map(({ query }) => query)].flatMap((part) => {
    if (part.kind !== "query" || (part.limit === undefined && part.offset === undefined)) return [];
    return [
      {
        start: part.span[0],
        message: "LIMIT may not be used within input to set operations.",
        sqlState: "0A000",
        next: "put it into a subquery: select * from (select … limit 10) as t",
      },
    ];
  });
}
