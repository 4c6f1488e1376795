/** Conditions that are not plain operators ("Conditions" of the Database Developer Guide). */
import type { ComparisonOperator, Expression } from "./expression.ts";
import type { Span } from "./node.ts";
import type { Query } from "./query.ts";

/** `x is [not] null`, ISNULL and NOTNULL ("Null condition", "Logical conditions"). */
export interface Is {
  readonly kind: "is";
  readonly operand: Expression;
  readonly not: boolean;
  readonly test: "null" | "true" | "false" | "unknown";
  readonly span: Span;
}

/** `x [not] between low and high` ("BETWEEN range condition"). */
export interface Between {
  readonly kind: "between";
  readonly operand: Expression;
  readonly not: boolean;
  readonly symmetric: boolean;
  readonly low: Expression;
  readonly high: Expression;
  readonly span: Span;
}

/** `x [not] in (a, b)` ("IN condition"). */
export interface InList {
  readonly kind: "in_list";
  readonly operand: Expression;
  readonly not: boolean;
  readonly items: readonly Expression[];
  readonly span: Span;
}

/** `x [not] in (select …)`. */
export interface InQuery {
  readonly kind: "in_query";
  readonly operand: Expression;
  readonly not: boolean;
  readonly query: Query;
  readonly span: Span;
}

/** `x [not] like pattern [escape c]` ("Pattern-matching conditions"). */
export interface Like {
  readonly kind: "like";
  readonly operator: "like" | "ilike" | "similar to";
  readonly operand: Expression;
  readonly not: boolean;
  readonly pattern: Expression;
  readonly escape: Expression | undefined;
  readonly span: Span;
}

/** `x = any (select …)`; SOME is told as ANY. */
export interface Quantified {
  readonly kind: "quantified";
  readonly operand: Expression;
  readonly operator: ComparisonOperator;
  readonly quantifier: "any" | "all";
  readonly of: Query | Expression;
  readonly span: Span;
}
