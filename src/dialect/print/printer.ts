/** What prints the two kinds of node that contain each other, given to all so that no two files import each other. */
import type { Expression } from "../syntax/expression.ts";
import type { Query } from "../syntax/query.ts";

/** Prints expressions and queries. */
export interface Printer {
  readonly expression: (expression: Expression) => string;
  readonly query: (query: Query) => string;
}
