/** What a name may mean at one place of a statement. */
import type { BoundExpression } from "../bound/expression.ts";
import type { CommonRelation } from "./relation.ts";

/** A column that can be named. */
export interface ScopeColumn {
  readonly name: string;
  readonly value: BoundExpression;
}

/** A relation of FROM, by the name that it has in the query. */
export interface ScopeRelation {
  readonly name: string;
  /** Where the query names the table itself, without an alias. */
  readonly schema: string | undefined;
  readonly columns: readonly ScopeColumn[];
}

/** The tables of FROM, what stands around the query, and the names that the select list has given so far. */
export interface Scope {
  readonly parent: Scope | undefined;
  readonly relations: readonly ScopeRelation[];
  /** The columns as `*` tells them: those of USING once. */
  readonly columns: readonly ScopeColumn[];
  /** Columns of the select list that may be named, which a column of a table of the same name hides. */
  readonly aliases: ReadonlyMap<string, BoundExpression>;
  readonly common: ReadonlyMap<string, CommonRelation>;
  /** Where aggregates are not allowed, what the place is called: `WHERE clause`. */
  readonly withoutAggregates: string | undefined;
  /** The same for window functions. */
  readonly withoutWindows: string | undefined;
  /** Whether a column may be marked with `(+)`: in a condition that bind/outer-join.ts knows. */
  readonly marked: boolean;
}

/** A place without tables, within `parent`. */
export function emptyScope(parent?: Scope): Scope {
  return {
    parent,
    relations: [],
    columns: [],
    aliases: new Map(),
    common: parent?.common ?? new Map(),
    withoutAggregates: undefined,
    withoutWindows: undefined,
    marked: false,
  };
}
