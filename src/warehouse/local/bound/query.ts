/** Queries whose names are resolved and whose columns have types. */
import type { BoundExpression } from "./expression.ts";
import type { BoundType } from "./type.ts";

/** A column of a result. */
export interface OutputColumn {
  /** What Redshift calls it; several may have one name. */
  readonly name: string;
  /** Its name in the written text, which no other column of the query has. */
  readonly id: string;
  /** Unknown only while the query is bound. */
  readonly type: BoundType;
}

/** A query with what belongs to the whole of it. */
export interface BoundQuery {
  readonly kind: "query";
  readonly with: readonly BoundCommonTable[];
  readonly body: BoundBody;
  readonly orderBy: readonly BoundOrder[];
  readonly limit: BoundExpression | undefined;
  readonly offset: BoundExpression | undefined;
  readonly columns: readonly OutputColumn[];
}

/** A SELECT, queries put together, or a query in brackets. */
export type BoundBody = BoundSelect | BoundSetOperation | BoundQuery;

/** One table of a WITH; `name` is its name in the written text. */
export interface BoundCommonTable {
  readonly name: string;
  readonly recursive: boolean;
  readonly query: BoundQuery;
  /** Whether DuckDB makes all its rows before one is read (hold-rows.ts). */
  readonly held?: boolean;
}

/** One SELECT; its items are in the order of its columns. */
export interface BoundSelect {
  readonly kind: "select";
  readonly distinct: boolean;
  readonly items: readonly BoundExpression[];
  readonly from: BoundTable | undefined;
  readonly where: BoundExpression | undefined;
  /** Undefined where rows are not grouped. */
  readonly groupBy: BoundGroups | undefined;
  readonly having: BoundExpression | undefined;
  readonly qualify: BoundExpression | undefined;
  readonly columns: readonly OutputColumn[];
}

/** What rows are grouped by: nothing where `sets` holds one set without keys. */
export interface BoundGroups {
  readonly keys: readonly BoundExpression[];
  /** Indexes of keys for every set; undefined for the plain one of all keys. */
  readonly sets: readonly (readonly number[])[] | undefined;
}

/** Queries whose columns have the same types, from left to right. */
export interface BoundSetOperation {
  readonly kind: "set_operation";
  readonly operator: "union" | "union all" | "intersect" | "except";
  readonly left: BoundBody;
  readonly right: BoundBody;
  readonly columns: readonly OutputColumn[];
}

/** One item of ORDER BY; where nulls stand is always said. */
export interface BoundOrder {
  readonly expression: BoundExpression;
  /** The place of the column of the result that it is, from 1. */
  readonly output: number | undefined;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** What stands in FROM; `alias` is its name in the written text, which no other relation of the statement has. */
export type BoundTable = BoundRelation | BoundDerived | BoundJoin | BoundUnnest;

/** A table or a view, by its name in DuckDB. */
export interface BoundRelation {
  readonly kind: "relation";
  readonly sql: string;
  readonly alias: string;
  /** Whether its rows are read in pieces (own-rows.ts). */
  readonly inPieces?: boolean;
}

/** A query in FROM. */
export interface BoundDerived {
  readonly kind: "derived";
  readonly query: BoundQuery;
  readonly alias: string;
}

/** Two tables. */
export interface BoundJoin {
  readonly kind: "join";
  readonly type: "inner" | "left" | "right" | "full" | "cross";
  readonly left: BoundTable;
  readonly right: BoundTable;
  readonly on: BoundExpression | undefined;
}

/** The elements of a SUPER array, or the pairs of an object, of the row on its left: columns `value` and `at`. */
export interface BoundUnnest {
  readonly kind: "unnest";
  readonly form: "array" | "object";
  readonly of: BoundExpression;
  readonly alias: string;
}
