/** Comparisons ("Comparison condition" of the Developer Guide): what is compared, and as what. */
import type { ComparisonOperator } from "../../../dialect/syntax/expression.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import type { Apply, BoundExpression, Conversion } from "../bound/expression.ts";
import { TEXT, type BoundType } from "../bound/type.ts";
import { commonType, isText } from "../types/common-type.ts";
import { isNumber } from "../types/numeric.ts";
import { cast, settled, typeName } from "./convert.ts";
import { fault, type Context } from "./context.ts";
import { operandHint } from "./fitting-cast.ts";

const BOOLEAN = { name: "boolean" } as const;
const SUPER = { name: "super" } as const;

/** SUPER values of different types are not equal, and whether one is less is NULL ("Dynamic typing"). */
const SUPER_ORDER: Readonly<Partial<Record<ComparisonOperator, string>>> = {
  "<": "(redshift_super_order($1, $2) = '<')",
  ">": "(redshift_super_order($1, $2) = '>')",
  "<=": "(redshift_super_order($1, $2) <> '>')",
  ">=": "(redshift_super_order($1, $2) <> '<')",
};

/** Returns `left operator right` as a boolean. @throws SqlError 42883 where the types cannot be compared. */
export function compare(
  context: Context,
  operator: ComparisonOperator,
  [left, right]: readonly [BoundExpression, BoundExpression],
  span: Span,
): BoundExpression {
  const type = comparedAs(left.type, right.type);
  if (type === undefined) throw noSuchOperator(context, operator, [left, right], span);
  const args = [left, right].map((value) => cast(context, value, type, "implicit", span));
  const order = type.name === "super" ? SUPER_ORDER[operator] : undefined;
  if (order !== undefined) return { kind: "apply", type: BOOLEAN, sql: order, args };
  return { kind: "apply", type: BOOLEAN, sql: `($1 ${operator} $2)`, args: args.map(comparable) };
}

/** The type in which two are compared; undefined where they cannot be. */
export function comparedAs(left: BoundType, right: BoundType): BoundType | undefined {
  if (left.name === "unknown" && right.name === "unknown") return TEXT;
  if (isText(left) && isText(right)) return TEXT;
  // "Data types", "Compatibility": numbers are compared with texts as texts; decimals are not among them.
  if ((isText(left) && isPlainNumber(right)) || (isPlainNumber(left) && isText(right))) return TEXT;
  return commonType(left, right);
}

function isPlainNumber(type: BoundType): boolean {
  return isNumber(type) && type.name !== "decimal";
}

const TRIMMED = "rtrim($1, ' ')";
/** DuckDB's rtrim reads a text from its first character on; few texts end in a blank, and asking for that is ten times as fast. */
const TRIMMED_COLUMN = "CASE WHEN ends_with($1, ' ') THEN rtrim($1, ' ') ELSE $1 END";

/**
 * Returns a value as it is compared: trailing blanks count in no comparison ("Character types", "Significance of trailing blanks"), and
 * equal SUPER values are one text.
 */
export function comparable(value: BoundExpression): BoundExpression {
  if (value.type.name === "unknown") return comparable(settled(value));
  if (value.type.name === "super") {
    return { kind: "apply", type: SUPER, sql: "redshift_super_key($1)", args: [value] };
  }
  // A CHAR has none here: they are cut where it is made.
  if (value.type.name !== "varchar" || hasNoBlanks(value)) return value;
  if (isSameText(value)) {
    const operand = comparable(value.operand);
    return operand === value.operand ? value : { ...value, operand };
  }
  if (isCoalesce(value)) {
    const args = value.args.map(comparable);
    return args.every((own, at) => own === value.args[at]) ? value : { ...value, args };
  }
  // A column is read twice for nothing; anything else may cost something, or be another value the second time.
  const sql = isColumn(value) ? TRIMMED_COLUMN : TRIMMED;
  return { kind: "apply", type: value.type, sql, args: [value] };
}

/** Returns a value as ORDER BY compares it: SUPER values of all types have one order ("Order by"). */
export function orderable(value: BoundExpression): BoundExpression {
  if (value.type.name !== "super") return comparable(value);
  return { kind: "apply", type: TEXT, sql: "redshift_super_rank($1)", args: [value] };
}

/** A text that becomes one of another length, which no implicit cast cuts. */
function isSameText(value: BoundExpression): value is Conversion {
  return value.kind === "conversion" && value.form === "implicit" && isText(value.operand.type);
}

/** The first of its operands that is not NULL: it is compared as each of them is alone. */
function isCoalesce(value: BoundExpression): value is Apply {
  return value.kind === "apply" && value.sql.startsWith("coalesce(");
}

/** Whether it is a column as it stands: a text that becomes one of another length is written without a cast. */
function isColumn(value: BoundExpression): boolean {
  if (value.kind === "conversion") return isText(value.operand.type) && isColumn(value.operand);
  return value.kind === "column";
}

function hasNoBlanks(value: BoundExpression): boolean {
  if (value.kind === "constant") return value.value === null || !value.value.endsWith(" ");
  if (value.kind === "conversion") return !isText(value.operand.type) && value.operand.type.name !== "super";
  return value.kind === "apply" && (value.sql === TRIMMED || value.sql === TRIMMED_COLUMN);
}

/** The error of an operator that these operands do not have. */
export function noSuchOperator(
  context: Context,
  operator: string,
  operands: readonly BoundExpression[],
  span: Span,
): Error {
  const types = operands.map(({ type }) => typeName(type));
  const what = `operator does not exist: ${types.length === 1 ? `${operator} ${String(types[0])}` : types.join(` ${operator} `)}`;
  return fault(context, what, span, {
    sqlState: "42883",
    next: operandHint(operator, operands),
  });
}
