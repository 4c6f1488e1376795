/** The binder's rules put together for one statement. */
import { lex } from "../../../dialect/lexer.ts";
import { parseStatement } from "../../../dialect/parse/parse.ts";
import type { BoundQuery } from "../bound/query.ts";
import type { DataType } from "../../../dialect/types.ts";
import type { Position } from "../../../errors.ts";
import type { Context } from "./context.ts";
import { expression } from "./expression.ts";
import { openQuery, query } from "./query.ts";
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
  const taken = new Set<string>();
  return {
    relations,
    session,
    parameters,
    position: (offset) => positionAt(source, offset),
    unique(name) {
      let own = name;
      for (let count = 2; taken.has(own.toLowerCase()); count += 1) own = `${name}:${count}`;
      taken.add(own.toLowerCase());
      return own;
    },
    expression,
    query,
    openQuery,
    bound,
  };
}

/** A view's query has no place in the statement that reads the view. */
function bound({ source }: LateQuery, context: Context): BoundQuery {
  const tree = parseStatement(lex(source).tokens);
  if (tree.kind !== "query") throw new RangeError(`a view holds no query: ${source}`);
  return query(tree, emptyScope(), { ...context, position: (offset) => positionAt(source, offset) });
}

/** Line and column from 1. */
function positionAt(source: string, offset: number): Position {
  const before = source.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}
