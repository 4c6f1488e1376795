/** What every rule of the binder is given beside the syntax and its scope. */
import type { Expression } from "../../../dialect/syntax/expression.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import type { DataType } from "../../../dialect/types.ts";
import type { Query } from "../../../dialect/syntax/query.ts";
import { SqlError, WarehouseError, type Position } from "../../../errors.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundQuery } from "../bound/query.ts";
import type { LateQuery, Relations } from "./relation.ts";
import type { Scope } from "./scope.ts";
import type { SessionFacts } from "./session-facts.ts";

/** One a statement. */
export interface Context {
  readonly relations: Relations;
  readonly session: SessionFacts;
  /** The types that the places of parameters want, by their numbers, as they are found; undefined where a statement may have none. */
  readonly parameters: Map<number, DataType> | undefined;
  /** The line and the column of an offset in the source. */
  readonly position: (offset: number) => Position;
  /** Returns a name for a relation of the written text that no other has. */
  readonly unique: (name: string) => string;
  /** The rules that contain each other, given to all so that no two files import each other. */
  readonly expression: (syntax: Expression, scope: Scope, context: Context) => BoundExpression;
  /** A query whose columns all have types. */
  readonly query: (syntax: Query, scope: Scope, context: Context) => BoundQuery;
  /** A query whose bare texts and NULLs still take the types that their place wants. */
  readonly openQuery: (syntax: Query, scope: Scope, context: Context) => BoundQuery;
  /** The query of a text of its own. */
  readonly bound: (query: LateQuery, context: Context) => BoundQuery;
}

/** What a person does about an error, and its SQLSTATE. */
export interface Fault {
  readonly sqlState: string;
  readonly next?: string | undefined;
  /** As `SqlError.info`. */
  readonly info?: string | undefined;
}

/** What is not SQL of Redshift, and what this warehouse does not know; everything else a warehouse says of what it holds. */
const OF_TEXT: ReadonlySet<string> = new Set(["42601", "0A000"]);

/** Returns the error of what stands at `span`. */
export function fault(context: Context, what: string, span: Span, facts: Fault): SqlError | WarehouseError {
  const position = context.position(span[0]);
  if (OF_TEXT.has(facts.sqlState)) return new SqlError(what, position, facts);
  return new WarehouseError(what, { ...facts, position });
}
