/** The binder's rules put together for one statement. */
import { lex } from "../../../dialect/lexer.ts";
import { parseStatement } from "../../../dialect/parse/parse.ts";
import type { BoundQuery } from "../bound/query.ts";
import type { DataType } from "../../../dialect/types.ts";
import { WarehouseError, type Position } from "../../../errors.ts";
import type { Context } from "./context.ts";
import { expression } from "./expression.ts";
import { openQuery, query } from "./query.ts";
import { ownNames } from "../bound/own-names.ts";
import type { LateQuery, Relations } from "./relation.ts";
import { emptyScope } from "./scope.ts";
import type { SessionFacts } from "./session-facts.ts";

/** What a statement is bound against. */
export interface Surroundings {
  /** The text that the positions of the tree are of. */
  readonly source: string;
  readonly relations: Relations;
  readonly session: SessionFacts;
  /** As in the context. */
  readonly parameters?: Map<number, DataType> | undefined;
}

/** Returns the context of one statement, which gives every relation of it a name of its own. */
export function makeContext({ source, relations, session, parameters }: Surroundings): Context {
  let views = 0;
  return {
    relations,
    session,
    parameters,
    position: positionsIn(source),
    unique: ownNames(),
    expression,
    query,
    openQuery,
    bound: (late, context) => {
      views += 1;
      if (views > MOST_VIEWS)
        throw new WarehouseError(
          `a statement reads more than ${String(MOST_VIEWS)} views WITH NO SCHEMA BINDING, those that its views read included`,
          { sqlState: "54001", next: "store the result of some of the views in a table" },
        );
      return bound(late, context);
    },
  };
}

/** How often a view is bound where it is read: each that reads another one twice doubles it. */
const MOST_VIEWS = 5000;

/** A view's query has no place in the statement that reads the view. */
function bound({ source }: LateQuery, context: Context): BoundQuery {
  const tree = parseStatement(lex(source).tokens);
  if (tree.kind !== "query") throw new RangeError(`a view holds no query: ${source}`);
  return query(tree, emptyScope(), { ...context, position: positionsIn(source) });
}

/** What tells line and column of an offset, from 1; lines are looked for when the first one is asked. */
function positionsIn(source: string): (offset: number) => Position {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= [0, ...Array.from(source.matchAll(/\n/g), ({ index }) => index + 1)];
    let line = 0;
    for (let step = 2 ** Math.floor(Math.log2(starts.length)); step >= 1; step /= 2)
      if ((starts[line + step] ?? Number.POSITIVE_INFINITY) <= offset) line += step;
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}
