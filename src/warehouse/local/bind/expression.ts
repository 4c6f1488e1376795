/** Expressions: which rule binds which. */
import type {
  Binary,
  Case,
  Cast,
  Expression,
  KeywordValue,
  Unary,
} from "../../../dialect/syntax/expression.ts";
import { typeOf } from "../../../dialect/type-of.ts";
import { NAME } from "../../../dialect/types.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { KEYWORD_VALUES } from "../functions/keyword-values.ts";
import { UNARY_OPERATORS } from "../functions/operators.ts";
import { arrayOfQuery, elementOfArray, joinedArrays } from "./array.ts";
import { applyForm } from "./apply-form.ts";
import { arithmetic } from "./arithmetic.ts";
import { call } from "./call.ts";
import { column } from "./column.ts";
import { compare, noSuchOperator } from "./compare.ts";
import * as conditions from "./condition.ts";
import { cast } from "./convert.ts";
import { refuseSubquery } from "./correlation.ts";
import { fault, type Context } from "./context.ts";
import { matchForm } from "./form.ts";
import * as literals from "./literals.ts";
import type { Scope } from "./scope.ts";
import { spelledCall } from "./spelled-call.ts";
import { element, field } from "./super-path.ts";
import { toolsOf } from "./tools.ts";

/** Returns the value of an expression. @throws SqlError in the user's words, with its place. */
export function expression(syntax: Expression, scope: Scope, context: Context): BoundExpression {
  const bind = (one: Expression): BoundExpression => expression(one, scope, context);
  switch (syntax.kind) {
    case "string":
      return literals.text(syntax.value);
    case "number":
      return literals.number(syntax, false, context);
    case "constant":
      return literals.constant(syntax, context);
    case "typed_literal":
      return literals.typed(syntax, context);
    case "interval":
      return literals.interval(syntax, context);
    case "keyword_value":
      return keywordValue(syntax, context);
    case "column":
      return column(syntax, scope, context);
    case "field":
      return field(bind(syntax.base), syntax.name, context);
    case "subscript": {
      const [base, index] = [bind(syntax.base), bind(syntax.index)];
      if (base.type.name === "array") return elementOfArray(base, base.type.of, index, syntax.span, context);
      return element(base, index, syntax.span, context);
    }
    case "unary":
      return unary(syntax, scope, context);
    case "binary":
      return binary(syntax, scope, context);
    case "logical":
      return conditions.logical(
        syntax.operator,
        syntax.operands.map((one) => conditions.truth(one, syntax.operator.toUpperCase(), scope, context)),
      );
    case "is":
      return conditions.is(syntax, scope, context);
    case "between":
      return conditions.between(syntax, scope, context);
    case "in_list":
      return conditions.inList(syntax, scope, context);
    case "in_query":
      return conditions.inQuery(syntax, scope, context);
    case "like":
      return conditions.like(syntax, scope, context);
    case "quantified":
      return conditions.quantified(syntax, scope, context);
    case "exists":
      return conditions.exists(syntax, scope, context);
    case "subquery":
      return subquery(syntax, scope, context);
    case "array_query":
      return arrayOfQuery(syntax, scope, context);
    case "case":
      return caseOf(syntax, scope, context);
    case "cast":
      return castTo(syntax, scope, context);
    case "at_time_zone":
    case "extract":
    case "trim":
    case "position":
      return expression(spelledCall(syntax), scope, context);
    case "call":
      return call(syntax, scope, context);
    case "variable":
      throw literals.unknownVariable(context, syntax.name, syntax.span);
    case "parameter":
      return literals.parameter(syntax, context);
    case "collate": {
      const name = syntax.collation.parts.at(-1)?.value;
      if (name === "default" || name === "c") return bind(syntax.operand);
      throw fault(context, `collation "${String(name)}" does not exist`, syntax.span, { sqlState: "42704" });
    }
    case "star":
      throw fault(context, "* is allowed only in a select list and in count(*)", syntax.span, {
        sqlState: "42601",
      });
    case "row":
      throw fault(context, "a row is allowed only in a comparison or in IN", syntax.span, {
        sqlState: "0A000",
        next: "compare its columns",
      });
    case "outer_join_mark":
      if (scope.marked) return column(syntax.column, scope, context);
      throw fault(context, "(+) is allowed only in comparisons in the WHERE of a SELECT", syntax.span, {
        sqlState: "0A000",
        next: "write LEFT JOIN … ON",
      });
    case "prior":
      throw fault(context, "PRIOR is allowed only in CONNECT BY", syntax.span, { sqlState: "42601" });
  }
}

function keywordValue({ name, span }: KeywordValue, context: Context): BoundExpression {
  const known = KEYWORD_VALUES[name];
  if (known !== undefined && "sql" in known)
    return { kind: "apply", type: known.gives, sql: known.sql, args: [] };
  if (known !== undefined && "user" in known)
    return { kind: "constant", type: NAME, value: context.session.user };
  throw fault(context, `${name.toUpperCase()} is not supported on the local warehouse`, span, {
    sqlState: "0A000",
    next: known?.refused,
  });
}

function unary(syntax: Unary, scope: Scope, context: Context): BoundExpression {
  const { operator, operand, span } = syntax;
  if (operator === "not") return conditions.negated(conditions.truth(operand, "NOT", scope, context));
  if (operator === "-" && operand.kind === "number") return literals.number(operand, true, context);
  const value = expression(operand, scope, context);
  const matched = matchForm(UNARY_OPERATORS[operator] ?? [], [value.type]);
  if (matched === undefined) throw noSuchOperator(context, operator, [value], span);
  return applyForm(context, matched, [value], span);
}

function binary(syntax: Binary, scope: Scope, context: Context): BoundExpression {
  const { operator, left, right, span } = syntax;
  switch (operator) {
    case "=":
    case "<>":
    case "<":
    case ">":
    case "<=":
    case ">=":
      if (left.kind === "row" && (operator === "=" || operator === "<>"))
        return conditions.pairs(operator, left, right, scope, context);
      return compare(
        context,
        operator,
        [expression(left, scope, context), expression(right, scope, context)],
        span,
      );
    case "~~":
    case "~~*":
    case "!~~":
    case "!~~*": {
      const like = operator.endsWith("*") ? "ilike" : "like";
      const not = operator.startsWith("!");
      return conditions.like(
        { kind: "like", operator: like, operand: left, not, pattern: right, escape: undefined, span },
        scope,
        context,
      );
    }
    default: {
      const operands = [expression(left, scope, context), expression(right, scope, context)] as const;
      const arrays = operator === "||" ? joinedArrays(operands, span, context) : undefined;
      return arrays ?? arithmetic(context, operator, operands, span);
    }
  }
}

function subquery(
  { query, span }: Extract<Expression, { readonly kind: "subquery" }>,
  scope: Scope,
  context: Context,
): BoundExpression {
  const bound = context.query(query, scope, context);
  const [only, second] = bound.columns;
  if (only === undefined || second !== undefined)
    throw fault(context, "subquery must return only one column", span, { sqlState: "42601" });
  refuseSubquery(bound, "other", query.span, context);
  return { kind: "nested", type: only.type, sql: "($q)", args: [], query: bound };
}

function caseOf(syntax: Case, scope: Scope, context: Context): BoundExpression {
  const operand = syntax.operand && expression(syntax.operand, scope, context);
  const whens = syntax.branches.map(({ when }) =>
    operand === undefined
      ? conditions.truth(when, "CASE/WHEN", scope, context)
      : compare(context, "=", [operand, expression(when, scope, context)], when.span),
  );
  const results = syntax.branches.map(({ result }) => expression(result, scope, context));
  const otherwise = syntax.otherwise && expression(syntax.otherwise, scope, context);
  const values = toolsOf(context).together(
    otherwise === undefined ? results : [...results, otherwise],
    "CASE",
    syntax.span,
  );
  const count = whens.length;
  const branches = whens.map((_, at) => `WHEN $${at + 1} THEN $${count + at + 1}`);
  const rest = otherwise === undefined ? "" : ` ELSE $${2 * count + 1}`;
  return {
    kind: "apply",
    type: (values[0] as BoundExpression).type,
    sql: `CASE ${branches.join(" ")}${rest} END`,
    args: [...whens, ...values],
  };
}

function castTo(syntax: Cast, scope: Scope, context: Context): BoundExpression {
  const { form, operand, type, span } = syntax;
  const target = typeOf(type, context.position(type.span[0]));
  return cast(
    context,
    expression(operand, scope, context),
    target,
    form === "try_cast" ? "try" : "explicit",
    span,
  );
}
