/** PIVOT: a column for every value of IN, with an aggregate of its rows ("PIVOT and UNPIVOT examples" of the Developer Guide). */
import type { Call, Expression } from "../../../dialect/syntax/expression.ts";
import type { Pivot, SelectItem } from "../../../dialect/syntax/query.ts";
import { nodesWithin } from "../../../dialect/syntax/walk.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { comparable, compare } from "./compare.ts";
import { logical } from "./condition.ts";
import { fault, type Context } from "./context.ts";
import { grouped, type Groups } from "./group.ts";
import { outputName } from "./output-name.ts";
import { implicitColumns, rotated, sourceColumn, sourceOf, type Source } from "./rotated.ts";
import { emptyScope, type Scope } from "./scope.ts";
import type { BoundFrom } from "./table-alias.ts";
import { columnsWithin, mapOperands } from "./walk.ts";

const AGGREGATES: readonly string[] = ["count", "sum", "min", "max", "avg"];
const BOOLEAN = { name: "boolean" } as const;
const ONE: BoundExpression = { kind: "constant", type: { name: "integer" }, value: "1" };

/**
 * Returns the pivoted table: the columns that PIVOT does not name, by which the rows are grouped, and one for each value. A group without
 * rows of any value stays, with NULLs, and 0 for COUNT: the guide shows that of some values, and is silent about all.
 * @throws SqlError in the user's words, with its place.
 */
export function pivot(syntax: Pivot, from: BoundFrom, left: Scope, context: Context): BoundFrom {
  const source = sourceOf(syntax, from, left, context);
  const by = sourceColumn(syntax.by, source, context);
  const aggregate = aggregateOf(syntax.aggregate.expression, source, context);
  const kept = implicitColumns(source, [by, ...columnsWithin(aggregate)]);
  const values = kept.map(({ value }) => value);
  const groups: Groups = { values, bound: { keys: values.map(comparable), sets: undefined } };
  const inGroups = grouped(groups, source.scope, context);
  const suffix = syntax.aggregate.alias === undefined ? "" : `_${syntax.aggregate.alias.value}`;
  const items = [
    ...kept.map(({ name, value }) => ({ name, value: inGroups(value) })),
    ...syntax.values.map((item) => ({
      name: `${nameOf(item, context)}${suffix}`,
      value: ofRows(aggregate, isValue(by, item, context)),
    })),
  ];
  return rotated(items, { from: from.table, groupBy: groups.bound }, syntax, context);
}

/** "The PIVOT aggregate expression has to be a call of a supported aggregate function"; it sees the table and nothing around it. */
function aggregateOf(syntax: Expression, { scope }: Source, context: Context): BoundExpression {
  if (syntax.kind === "call" && isAggregate(syntax)) return context.expression(syntax, scope, context);
  throw fault(context, "PIVOT takes one call of COUNT, SUM, MIN, MAX or AVG, and nothing more", syntax.span, {
    sqlState: "0A000",
    next: "compute with its columns in the select list, or beforehand in a subquery in FROM",
  });
}

function isAggregate({ name, approximate, over }: Call): boolean {
  const last = name.parts.at(-1)?.value ?? "";
  return AGGREGATES.includes(last) && !approximate && over === undefined;
}

/** The aggregate of the rows for which a condition holds. */
function ofRows(value: BoundExpression, when: BoundExpression): BoundExpression {
  if (value.kind !== "aggregate") return mapOperands(value, (operand) => ofRows(operand, when));
  const [of = ONE, ...rest] = value.args;
  const own = { kind: "apply", type: of.type, sql: "CASE WHEN $1 THEN $2 END", args: [when, of] } as const;
  return { ...value, args: [own, ...rest] };
}

/** Whether the column has the value; "NULL is a valid value for the IN operator". */
function isValue(by: BoundExpression, { expression }: SelectItem, context: Context): BoundExpression {
  refuseReferences(expression, context);
  const alone = {
    ...emptyScope(),
    withoutAggregates: "the IN list of PIVOT",
    withoutWindows: "the IN list of PIVOT",
  };
  const value = context.expression(expression, alone, context);
  const equal = compare(context, "=", [by, value], expression.span);
  const condition = (sql: string, ...args: readonly BoundExpression[]): BoundExpression => ({
    kind: "apply",
    type: BOOLEAN,
    sql,
    args,
  });
  if (value.kind !== "constant")
    return logical("or", [equal, condition("($1 IS NULL AND $2 IS NULL)", by, value)]);
  return value.value === null ? condition("($1 IS NULL)", by) : equal;
}

/** "The PIVOT IN list values cannot be column references or sub-queries"; what stands deeper may be the part of a date. */
function refuseReferences(value: Expression, context: Context): void {
  const isColumn = value.kind === "column" || value.kind === "star";
  const query = nodesWithin(value).find(({ kind }) => kind === "query");
  if (!isColumn && query === undefined) return;
  const what = isColumn ? "a column reference" : "a subquery";
  throw fault(context, `a value in the IN list of PIVOT cannot be ${what}`, value.span, {
    sqlState: "0A000",
    next: "write the values themselves, a text in quotes",
  });
}

/** The name of the column of a value. Names are folded ("Names and identifiers"), so that the column can be named. */
function nameOf({ expression, alias }: SelectItem, context: Context): string {
  if (alias !== undefined) return alias.value;
  switch (expression.kind) {
    case "string":
      return expression.value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    case "number":
      return expression.text;
    case "constant":
      if (expression.value === "null") return "null";
      break;
    case "unary":
      if (expression.operand.kind === "number") break;
      return outputName(expression);
    default:
      return outputName(expression);
  }
  throw fault(
    context,
    "the Developer Guide does not say how PIVOT names the column of this value",
    expression.span,
    {
      sqlState: "0A000",
      next: "give it a name with AS",
    },
  );
}
