/** The binder's rules put together for one statement. */
import type { Position } from "../../../errors.ts";
import type { Context } from "./context.ts";
import { expression } from "./expression.ts";
import { openQuery, query } from "./query.ts";
import type { Relations } from "./relation.ts";
import type { SessionFacts } from "./session-facts.ts";

/** What a statement is bound against. */
export interface Surroundings {
  /** The text that the positions of the tree are of. */
  readonly source: string;
  readonly relations: Relations;
  readonly session: SessionFacts;
}

/** Returns the context of one statement, which gives every relation of it a name of its own. */
export function makeContext({ source, relations, session }: Surroundings): Context {
  const taken = new Set<string>();
  return {
    relations,
    session,
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
  };
}

/** Line and column from 1. */
function positionAt(source: string, offset: number): Position {
  const before = source.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}
