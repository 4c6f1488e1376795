/** One SELECT: from its tables to the columns of its result ("SELECT" of the Database Developer Guide). */
import type { Expression, Star } from "../../../dialect/syntax/expression.ts";
import { marksWithin } from "../../../dialect/outer-join-marks.ts";
import type { OrderItem, Select, SelectItem } from "../../../dialect/syntax/query.ts";
import { MAX_COLUMNS } from "../../../dialect/limits.ts";
import { columnsOf, selectOf } from "../bound/make-query.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundOrder, BoundSelect } from "../bound/query.ts";
import { truth } from "./condition.ts";

import { fault, type Context } from "./context.ts";
import { from, type BoundTables } from "./from.ts";
import { groupBy, grouped, type Groups, type ListItem } from "./group.ts";
import { boundOrder, orderedBy } from "./order.ts";
import { outerJoins } from "./outer-join.ts";
import { outputName } from "./output-name.ts";
import { emptyScope, type Scope, type ScopeColumn } from "./scope.ts";
import { hasAggregate } from "./walk.ts";

/** A SELECT with the ORDER BY that stands after it and may name its tables. */
export interface OrderedSelect {
  readonly select: BoundSelect;
  readonly orderBy: readonly BoundOrder[];
}

const NO_GROUPS: Groups = { values: [], bound: { keys: [], sets: undefined } };

/** Returns the SELECT. @throws SqlError in the user's words, with its place. */
export function select(
  syntax: Select,
  order: readonly OrderItem[],
  outer: Scope,
  context: Context,
): OrderedSelect {
  if (syntax.connectBy !== undefined) {
    // By its page a root has LEVEL 1, and the page's own example counts from 0: no answer is right under both.
    throw fault(context, "CONNECT BY is not supported on the local warehouse", syntax.connectBy.span, {
      sqlState: "0A000",
      next: "write WITH RECURSIVE, which counts the levels itself",
    });
  }
  const tables = from(syntax.from, { ...emptyScope(outer), common: outer.common }, context);
  const { scope } = tables;
  const { table, where } = filtered(syntax.where, tables, context);
  const items = list(syntax, scope, context);
  const listed = { ...scope, aliases: aliasesOf(items) };
  // An alias cannot stand in HAVING ("HAVING clause").
  const having =
    syntax.having && truth(syntax.having, "HAVING", { ...scope, withoutWindows: "HAVING clause" }, context);
  const qualify = syntax.qualify && truth(syntax.qualify, "QUALIFY", listed, context);
  const orders = order.map((item) => orderedBy(item, items, listed, context));
  const values = [...items, ...orders].map(({ value }) => value);
  const all = [
    ...values,
    ...(having === undefined ? [] : [having]),
    ...(qualify === undefined ? [] : [qualify]),
  ];
  const isGrouped = syntax.groupBy !== undefined || having !== undefined || all.some(hasAggregate);
  const groups = syntax.groupBy === undefined ? NO_GROUPS : groupBy(syntax.groupBy, items, scope, context);
  const finish = isGrouped ? grouped(groups, scope, context) : (value: BoundExpression) => value;
  refuseOrder(syntax, orders, context);
  const bound: BoundSelect = {
    ...selectOf(
      items.map(({ value }) => finish(value)),
      columnsOf(items),
      table,
    ),
    distinct: syntax.quantifier === "distinct",
    where,
    groupBy: isGrouped ? groups.bound : undefined,
    having: having && finish(having),
    qualify: qualify && finish(qualify),
  };
  const orderBy = orders.map(boundOrder).map((one) => ({ ...one, expression: finish(one.expression) }));
  return { select: bound, orderBy };
}

/** The tables with the condition of WHERE, of which those with `(+)` are conditions of outer joins. */
function filtered(
  syntax: Expression | undefined,
  tables: BoundTables,
  context: Context,
): Pick<BoundTables, "table"> & { readonly where: BoundExpression | undefined } {
  if (syntax === undefined) return { table: tables.table, where: undefined };
  const scope = { ...tables.scope, withoutAggregates: "WHERE clause", withoutWindows: "WHERE clause" };
  if (marksWithin(syntax).length > 0) return outerJoins(syntax, { ...tables, scope }, context);
  return { table: tables.table, where: truth(syntax, "WHERE", scope, context) };
}

function refuseOrder(
  { quantifier }: Select,
  orders: readonly { readonly output: number | undefined; readonly syntax: OrderItem }[],
  context: Context,
): void {
  const other = orders.find(({ output }) => output === undefined);
  if (quantifier !== "distinct" || other === undefined) return;
  const what = "for SELECT DISTINCT, ORDER BY expressions must appear in select list";
  throw fault(context, what, other.syntax.span, { sqlState: "42P10" });
}

/** The columns of the list; each may be named in those after it (a lateral column alias). */
function list(syntax: Select, scope: Scope, context: Context): readonly ListItem[] {
  const items: ListItem[] = [];
  const aliases = new Map<string, BoundExpression>();
  const here = { ...scope, aliases };
  for (const item of syntax.items) {
    const { expression, alias } = item;
    if (expression.kind === "star") {
      items.push(...star(expression, syntax, scope, context));
    } else {
      const value = context.expression(expression, here, context);
      items.push({ syntax: item, name: alias?.value ?? outputName(expression), value });
      if (alias !== undefined) aliases.set(alias.value, value);
    }
    if (items.length > MAX_COLUMNS)
      throw fault(context, `target lists can have at most ${String(MAX_COLUMNS)} entries`, expression.span, {
        sqlState: "54011",
      });
  }
  if (items.length === 0)
    throw fault(context, "no column is left in the select list", syntax.span, { sqlState: "42601" });
  return items;
}

function star(expression: Star, syntax: Select, scope: Scope, context: Context): readonly ListItem[] {
  const columns = columnsOfStar(expression, scope, context);
  const excluded = new Set(syntax.exclude.map(({ value }) => value));
  for (const { value, span } of syntax.exclude) {
    if (!columns.some(({ name }) => name === value))
      throw fault(context, `column "${value}" in EXCLUDE list does not exist`, span, { sqlState: "42703" });
  }
  return columns
    .filter(({ name }) => !excluded.has(name))
    .map(({ name, value }) => ({
      syntax: undefined,
      name,
      value: value.kind === "column" ? { ...value, span: expression.span } : value,
    }));
}

function columnsOfStar({ of, span }: Star, scope: Scope, context: Context): readonly ScopeColumn[] {
  if (of.length === 0) {
    if (scope.relations.length === 0 && scope.columns.length === 0)
      throw fault(context, "SELECT * with no tables specified is not valid", span, { sqlState: "42601" });
    return scope.columns;
  }
  const [name, schema] = of.map(({ value }) => value).reverse();
  const relation = scope.relations.find(
    (one) => one.name === name && (schema === undefined || one.schema === schema),
  );
  if (relation !== undefined) return relation.columns;
  throw fault(context, `relation "${of.map(({ value }) => value).join(".")}" does not exist`, span, {
    sqlState: "42P01",
    next: "name a table of FROM, or its alias",
  });
}

/** Names that the list gives, of which the last one of a name counts. */
function aliasesOf(items: readonly ListItem[]): ReadonlyMap<string, BoundExpression> {
  return new Map(
    items.flatMap(({ syntax, name, value }) => (isNamed(syntax) ? [[name, value] as const] : [])),
  );
}

function isNamed(syntax: SelectItem | undefined): boolean {
  return syntax?.alias !== undefined;
}
