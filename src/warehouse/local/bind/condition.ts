/** Conditions ("Conditions" of the Database Developer Guide). */
import type { Between, InList, InQuery, Is, Like, Quantified } from "../../../dialect/syntax/condition.ts";
import type { Exists, Expression, Row } from "../../../dialect/syntax/expression.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import type { Query } from "../../../dialect/syntax/query.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundQuery } from "../bound/query.ts";
import { TEXT } from "../bound/type.ts";
import { likePattern } from "../functions/pattern.ts";
import { among } from "./among.ts";
import { comparable, comparedAs, compare, noSuchOperator } from "./compare.ts";
import { quantifiedArray } from "./array.ts";
import { argumentForm, cast, isImplicit, typeName } from "./convert.ts";
import { fault, type Context } from "./context.ts";
import { castColumns } from "./cast-columns.ts";
import { refuseSubquery } from "./correlation.ts";
import type { Scope } from "./scope.ts";

const BOOLEAN = { name: "boolean" } as const;

/** Returns `sql` as a condition. */
function condition(sql: string, ...args: readonly BoundExpression[]): BoundExpression {
  return { kind: "apply", type: BOOLEAN, sql, args };
}

/** Returns all of them, with AND or OR between. */
export function logical(operator: "and" | "or", operands: readonly BoundExpression[]): BoundExpression {
  const [first] = operands;
  if (operands.length === 1 && first !== undefined) return first;
  return condition(
    `(${operands.map((_, index) => `$${index + 1}`).join(` ${operator.toUpperCase()} `)})`,
    ...operands,
  );
}

/** Returns NOT of a condition. */
export function negated(value: BoundExpression): BoundExpression {
  return condition("(NOT $1)", value);
}

/** The value as a condition of WHERE, CASE and the like. @throws SqlError 42804 for what is not a boolean. */
export function truth(syntax: Expression, what: string, scope: Scope, context: Context): BoundExpression {
  const value = context.expression(syntax, scope, context);
  if (value.type.name === "super" || isImplicit(value.type, BOOLEAN))
    return cast(context, value, BOOLEAN, argumentForm(value), syntax.span);
  const said = `argument of ${what} must be type boolean, not type ${typeName(value.type)}`;
  throw fault(context, said, syntax.span, { sqlState: "42804", next: "write a comparison: x <> 0" });
}

/** IS [NOT] NULL, TRUE, FALSE, UNKNOWN. */
export function is({ operand, not, test, span }: Is, scope: Scope, context: Context): BoundExpression {
  const value = context.expression(operand, scope, context);
  const sql = `($1 IS ${not ? "NOT " : ""}${test === "unknown" ? "NULL" : test.toUpperCase()})`;
  if (test === "null") {
    return condition(
      sql,
      value.type.name === "unknown" ? cast(context, value, TEXT, "implicit", span) : value,
    );
  }
  return condition(sql, cast(context, value, BOOLEAN, argumentForm(value), span));
}

/** BETWEEN, which is two comparisons. */
export function between(syntax: Between, scope: Scope, context: Context): BoundExpression {
  const { not, symmetric, span } = syntax;
  const [value, low, high] = [syntax.operand, syntax.low, syntax.high].map((one) =>
    context.expression(one, scope, context),
  ) as [BoundExpression, BoundExpression, BoundExpression];
  const within = (from: BoundExpression, to: BoundExpression): BoundExpression =>
    logical("and", [compare(context, ">=", [value, from], span), compare(context, "<=", [value, to], span)]);
  const all = symmetric ? logical("or", [within(low, high), within(high, low)]) : within(low, high);
  return not ? negated(all) : all;
}

/** IN of a list. */
export function inList(
  { operand, items, not, span }: InList,
  scope: Scope,
  context: Context,
): BoundExpression {
  const row = operand.kind === "row" ? operand : undefined;
  const found = items.map((item) => (row === undefined ? undefined : pairs("=", row, item, scope, context)));
  const rows = found.filter((one) => one !== undefined);
  if (rows.length > 0) return not ? negated(logical("or", rows)) : logical("or", rows);
  const value = context.expression(operand, scope, context);
  const values = items.map((item) => context.expression(item, scope, context));
  const one = among(value, values, not, span, context);
  if (one !== undefined) return one;
  const equal = values.map((other, at) => compare(context, "=", [value, other], items[at]?.span ?? span));
  return not ? negated(logical("or", equal)) : logical("or", equal);
}

/** A comparison of rows, column by column. */
export function pairs(
  operator: "=" | "<>",
  left: Row,
  right: Expression,
  scope: Scope,
  context: Context,
): BoundExpression {
  if (right.kind !== "row" || right.items.length !== left.items.length)
    throw fault(context, "unequal number of entries in row expressions", right.span, { sqlState: "42601" });
  const each = left.items.map((one, at) => {
    const values = [one, right.items[at] as Expression].map((value) =>
      context.expression(value, scope, context),
    );
    return compare(context, operator, values as [BoundExpression, BoundExpression], right.span);
  });
  return logical(operator === "=" ? "and" : "or", each);
}

/** IN of a query. */
export function inQuery(
  { operand, query, not, span }: InQuery,
  scope: Scope,
  context: Context,
): BoundExpression {
  const operands = (operand.kind === "row" ? operand.items : [operand]).map((one) =>
    context.expression(one, scope, context),
  );
  const inner = context.query(query, scope, context);
  refuseSubquery(inner, "in", query.span, context);
  const bound = matched("=", operands, inner, span, context);
  const left = operands.length === 1 ? "$1" : `(${operands.map((_, at) => `$${at + 1}`).join(", ")})`;
  return { kind: "nested", type: BOOLEAN, sql: `(${left} ${not ? "NOT " : ""}IN ($q))`, ...bound };
}

/** Operands and columns of a query in the types in which they are compared. */
function matched(
  operator: string,
  operands: readonly BoundExpression[],
  query: BoundQuery,
  span: Span,
  context: Context,
): { readonly args: readonly BoundExpression[]; readonly query: BoundQuery } {
  if (query.columns.length !== operands.length) {
    const many = query.columns.length > operands.length ? "many" : "few";
    throw fault(context, `subquery has too ${many} columns`, span, { sqlState: "42601" });
  }
  const types = operands.map((value, at) => {
    const column = query.columns[at] as BoundQuery["columns"][number];
    const type = comparedAs(value.type, column.type);
    if (type !== undefined) return type;
    throw noSuchOperator(
      context,
      operator,
      [value, { kind: "constant", type: column.type, value: null }],
      span,
    );
  });
  const args = operands.map((value, at) =>
    comparable(cast(context, value, types[at] as BoundExpression["type"], "implicit", span)),
  );
  return { args, query: castColumns(query, types, context, true) };
}

/** EXISTS. */
export function exists({ query }: Exists, scope: Scope, context: Context): BoundExpression {
  const inner = context.query(query, scope, context);
  refuseSubquery(inner, "other", query.span, context);
  return { kind: "nested", type: BOOLEAN, sql: "EXISTS ($q)", args: [], query: inner };
}

/** ANY and ALL of a query, and of an array of the catalogue; of anything else there is none in Redshift. */
export function quantified(syntax: Quantified, scope: Scope, context: Context): BoundExpression {
  const { operand, operator, quantifier, of, span } = syntax;
  if (of.kind !== "query") {
    const found = quantifiedArray(
      syntax,
      context.expression(operand, scope, context),
      context.expression(of, scope, context),
      context,
    );
    if (found !== undefined) return found;
    throw fault(context, `op ${quantifier.toUpperCase()} requires a query on the right side`, of.span, {
      sqlState: "42809",
      next: "write x in (a, b)",
    });
  }
  const value = context.expression(operand, scope, context);
  const equality = operator === "=" || operator === "<>";
  const ofQuery = context.query(of satisfies Query, scope, context);
  refuseSubquery(ofQuery, "other", of.span, context);
  if (
    !equality &&
    [value.type, ...ofQuery.columns.map(({ type }) => type)].some(({ name }) => name === "super")
  ) {
    throw fault(
      context,
      `SUPER values cannot be compared by ${operator} ${quantifier.toUpperCase()} on the local warehouse`,
      span,
      {
        sqlState: "0A000",
        next: "cast both sides to the type that they are compared in",
      },
    );
  }
  const bound = matched(operator, [value], ofQuery, span, context);
  return {
    kind: "nested",
    type: BOOLEAN,
    sql: `($1 ${operator} ${quantifier.toUpperCase()} ($q))`,
    ...bound,
  };
}

/** LIKE, ILIKE and SIMILAR TO: a backslash escapes unless ESCAPE says otherwise, and trailing blanks count. */
export function like(syntax: Like, scope: Scope, context: Context): BoundExpression {
  const { operator, operand, pattern, escape, not, span } = syntax;
  const text = (one: Expression): BoundExpression => {
    const value = context.expression(one, scope, context);
    if (value.type.name === "super" || isImplicit(value.type, TEXT))
      return cast(context, value, TEXT, argumentForm(value), one.span);
    throw noSuchOperator(context, operator, [value, { kind: "constant", type: TEXT, value: null }], span);
  };
  const sign = escape === undefined ? "\\" : escape.kind === "string" ? escape.value : undefined;
  if (sign === undefined || Array.from(sign).length > 1)
    throw fault(context, "invalid escape string", (escape ?? syntax).span, {
      sqlState: "22025",
      next: "give one character",
    });
  const sql = likePattern(operator, sign, pattern.kind === "string" ? pattern.value : undefined);
  const all = condition(sql, text(operand), text(pattern));
  return not ? negated(all) : all;
}
