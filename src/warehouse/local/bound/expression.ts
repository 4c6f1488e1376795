/** Expressions with their types: plain data of six kinds, from which DuckDB's text is written as it stands. */
import type { Span } from "../../../dialect/syntax/node.ts";
import type { BoundQuery, BoundOrder } from "./query.ts";
import type { BoundType } from "./type.ts";

/** Everything that has a value. */
export type BoundExpression = Constant | ColumnValue | Conversion | Apply | Aggregate | Nested;

/** A value that the statement gives. */
export interface Constant {
  readonly kind: "constant";
  readonly type: BoundType;
  /** In its type's text format, which DuckDB reads: `t`, `1.50`, `2018-11-01 20:57:10.796`; null is SQL's null. */
  readonly value: string | null;
  /** The number of the parameter whose value is not known yet: a null stands for it where a statement is described. */
  readonly parameter?: number;
}

/** A column of a relation of this query, or of one around it. */
export interface ColumnValue {
  readonly kind: "column";
  readonly type: BoundType;
  /** The relation's name in the written text. */
  readonly relation: string;
  /** The column's name there. */
  readonly name: string;
  readonly span: Span;
}

/** A value in another type; every cast is one of these, whether the statement asked for it or not. */
export interface Conversion {
  readonly kind: "conversion";
  readonly type: BoundType;
  readonly operand: BoundExpression;
  /**
   * An explicit cast to a text cuts it; TRY_CAST gives NULL for what cannot be cast. A SUPER value as an argument is NULL where its own type is
   * of another kind than the one that is wanted; for every other value that is an implicit one.
   */
  readonly form: "implicit" | "explicit" | "try" | "argument";
}

/** An operator, a scalar function, a CASE: DuckDB's text for it, with $1, $2 … for the operands. */
export interface Apply {
  readonly kind: "apply";
  readonly type: BoundType;
  /** One operand for DuckDB: a call, or in brackets. */
  readonly sql: string;
  readonly args: readonly BoundExpression[];
}

/** A function of many rows: of a group, or with `over` of a window. */
export interface Aggregate {
  readonly kind: "aggregate";
  readonly type: BoundType;
  /** DuckDB's name. */
  readonly name: string;
  readonly args: readonly BoundExpression[];
  readonly distinct: boolean;
  /** The order in which the rows are taken, where that changes the result. */
  readonly orderBy: readonly BoundOrder[];
  readonly ignoreNulls: boolean;
  readonly over: BoundWindow | undefined;
}

/** What stands in the brackets of OVER. */
export interface BoundWindow {
  readonly partitionBy: readonly BoundExpression[];
  readonly orderBy: readonly BoundOrder[];
  /** DuckDB's text of the frame, with $1, $2 for its offsets. */
  readonly frame: string;
  readonly offsets: readonly BoundExpression[];
}

/** An expression around a query: DuckDB's text, with $1, $2 … for the operands and $q for the query. */
export interface Nested {
  readonly kind: "nested";
  readonly type: BoundType;
  readonly sql: string;
  readonly args: readonly BoundExpression[];
  readonly query: BoundQuery;
}
