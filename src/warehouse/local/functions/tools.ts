/** What a function's own `bind` works with. */
import type { BinaryOperator, ComparisonOperator } from "../../../dialect/syntax/expression.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import type { SessionValue } from "../bind/session-facts.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundType } from "../bound/type.ts";

/** Given to `bind` as `call.binder`; `span` is always that of what an error is about. */
export interface Tools {
  /** The value in another type. @throws SqlError 42883 where it does not become it by itself. */
  readonly convert: (value: BoundExpression, type: BoundType, span: Span) => BoundExpression;
  /** All values in their common type, that comes first. @throws SqlError 42804 where they have none. */
  readonly together: (
    values: readonly BoundExpression[],
    what: string,
    span: Span,
  ) => readonly BoundExpression[];
  /** A comparison as the operators make it: trailing blanks, numbers with texts, SUPER. */
  readonly compare: (
    operator: ComparisonOperator,
    left: BoundExpression,
    right: BoundExpression,
    span: Span,
  ) => BoundExpression;
  /** `left operator right` of numbers, moments and intervals. @throws SqlError 42883 where there is no such operator. */
  readonly arithmetic: (
    operator: BinaryOperator,
    left: BoundExpression,
    right: BoundExpression,
    span: Span,
  ) => BoundExpression;
  /** A value of the session; undefined where it has none of the name. */
  readonly session: (name: string) => SessionValue | undefined;
  /** A parameter of the session; undefined where it has none of the name. */
  readonly setting: (name: string) => string | undefined;
  /** Where bare names are looked for, in order. */
  readonly searchPath: readonly string[];
  /** A text for GROUP BY, DISTINCT, PARTITION BY: without its trailing blanks; anything else as it is. */
  readonly comparable: (value: BoundExpression) => BoundExpression;
  /** The text of an argument that stands in the statement itself. @throws SqlError 0A000 for any other. */
  readonly literal: (value: BoundExpression, what: string, span: Span) => string;
  /** The error of a call that no form takes. */
  readonly noSuchFunction: (name: string, args: readonly BoundExpression[], span: Span) => Error;
  /** An error with its place. */
  readonly error: (
    what: string,
    span: Span,
    facts: { readonly sqlState: string; readonly next?: string },
  ) => Error;
}
