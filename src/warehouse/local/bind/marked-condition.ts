/** One condition of a WHERE with `(+)` in it, by the usage notes of "Oracle-style outer joins in the WHERE clause" of the Developer Guide. */
import { marksWithin } from "../../../dialect/outer-join-marks.ts";
import type { Expression } from "../../../dialect/syntax/expression.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import { nodesWithin } from "../../../dialect/syntax/walk.ts";
import type { BoundExpression, ColumnValue } from "../bound/expression.ts";
import { truth } from "./condition.ts";
import { fault, type Context } from "./context.ts";
import type { Scope } from "./scope.ts";
import { columnsWithin } from "./walk.ts";

/** A condition of a WHERE, and the relations that it names, by their names in the written text. */
export interface Condition {
  readonly value: BoundExpression;
  readonly span: Span;
  /** Whether it compares something and holds no query. */
  readonly isComparison: boolean;
  /** The relation whose columns are marked, of which the rows may be missing. */
  readonly marked: string | undefined;
  /** All others. */
  readonly relations: readonly string[];
}

/** Returns the conditions between the ANDs of a WHERE. */
export function conditionsOf(where: Expression): readonly Expression[] {
  return where.kind === "logical" && where.operator === "and"
    ? where.operands.flatMap(conditionsOf)
    : [where];
}

/** Returns the condition. @throws SqlError 0A000 and 42601 for a mark that makes no outer join. */
export function conditionOf(syntax: Expression, scope: Scope, context: Context): Condition {
  const marks = marksWithin(syntax);
  const isComparison = isCompared(syntax) && !hasQuery(syntax);
  const { span } = syntax;
  const [mark] = marks;
  if (mark !== undefined && !isComparison)
    throw refused(context, "is allowed only in comparisons without subqueries", mark.span);
  const value = truth(syntax, "WHERE", { ...scope, marked: mark !== undefined }, context);
  const columns = columnsWithin(value);
  const isMarked = (column: ColumnValue): boolean => marks.some((one) => holds(one.span, column.span));
  const marked = names(columns.filter(isMarked));
  const relations = names(columns.filter((column) => !isMarked(column)));
  if (mark === undefined) return { value, span, isComparison, marked: undefined, relations };
  const unseen = marks.find((one) => !columns.some((column) => holds(one.span, column.span)));
  if (unseen !== undefined)
    throw refused(context, "marks only columns, not parts of SUPER values", unseen.span);
  if (marked.length > 1) throw refused(context, "cannot be on both sides of a comparison", mark.span);
  const [only] = marked;
  if (only !== undefined && relations.includes(only))
    throw refused(context, "must follow all columns of its table in a condition", mark.span);
  return { value, span: mark.span, isComparison, marked: only, relations };
}

/** Returns the error of a mark that cannot stand where it does. */
export function refused(context: Context, says: string, span: Span): Error {
  const next = "write LEFT JOIN … ON";
  return fault(context, `the outer join operator (+) ${says}`, span, { sqlState: "0A000", next });
}

/** "Other types of comparison conditions are also valid." */
function isCompared(syntax: Expression): boolean {
  if (syntax.kind === "between" || syntax.kind === "like") return true;
  return syntax.kind === "binary" && ["=", "<>", "<", ">", "<=", ">="].includes(syntax.operator);
}

function hasQuery(syntax: Expression): boolean {
  for (const { kind } of nodesWithin(syntax)) if (kind === "query") return true;
  return false;
}

function names(columns: readonly ColumnValue[]): readonly string[] {
  return [...new Set(columns.map(({ relation }) => relation))];
}

function holds([start, end]: Span, [from, to]: Span): boolean {
  return start <= from && to <= end && from < to;
}
