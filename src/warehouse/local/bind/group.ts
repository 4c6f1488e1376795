/** GROUP BY: its keys, its sets, and what may stand beside aggregates ("GROUP BY clause" of the Developer Guide). */
import type { GroupBy, GroupItem, SelectItem } from "../../../dialect/syntax/query.ts";
import type { Expression } from "../../../dialect/syntax/expression.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import type { BoundExpression, ColumnValue } from "../bound/expression.ts";
import type { BoundGroups } from "../bound/query.ts";
import { comparable } from "./compare.ts";
import { settled } from "./convert.ts";
import { fault, type Context } from "./context.ts";
import { hasCorrelated, unsupportedCorrelation } from "./correlation.ts";
import type { Scope } from "./scope.ts";
import { hasAggregate, hasQuery, mapOperands, sameExpression } from "./walk.ts";

/** A column of the select list, as GROUP BY and ORDER BY may name it. */
export interface ListItem {
  readonly syntax: SelectItem | undefined;
  readonly name: string;
  readonly value: BoundExpression;
}

/** What rows are grouped by, as it is written and as it is compared. */
export interface Groups {
  readonly values: readonly BoundExpression[];
  readonly bound: BoundGroups;
}

/** Returns the groups of a query. */
export function groupBy(syntax: GroupBy, items: readonly ListItem[], scope: Scope, context: Context): Groups {
  const keys = new Keys();
  const inner = { ...scope, withoutAggregates: "GROUP BY", withoutWindows: "GROUP BY" };
  const key = (item: Expression): number => {
    const value = keyOf(item, items, inner, context);
    if (hasCorrelated(value))
      throw unsupportedCorrelation(context, "GROUP BY names the result of a correlated subquery", item.span);
    refuseQueryOfTime(value, item.span, context);
    return keys.add(value);
  };
  if (syntax.items === "all") {
    for (const { value } of items.filter((item) => !hasAggregate(item.value))) {
      refuseQueryOfTime(value, syntax.span, context);
      keys.add(value);
    }
    return keys.groups(undefined);
  }
  const plain = syntax.items.every(({ kind }) => kind !== "grouping");
  const refuse = (what: string, sqlState: string): never => {
    throw fault(context, what, syntax.span, { sqlState });
  };
  const parts = syntax.items.map((item) => setsOf(item, key, refuse));
  if (parts.reduce((count, sets) => count * sets.length, 1) > MAX_SETS)
    refuse(`too many grouping sets present (maximum ${String(MAX_SETS)})`, "54001");
  return keys.groups(plain ? undefined : crossed(parts));
}

/** DuckDB shows the number by which it compares such a time, and not the time. @throws SqlError 0A000 */
function refuseQueryOfTime(value: BoundExpression, span: Span, context: Context): void {
  if (value.type.name !== "timetz" || !hasQuery(value)) return;
  throw fault(context, "GROUP BY a TIMETZ of a subquery is not supported on the local warehouse", span, {
    sqlState: "0A000",
    next: "compute it in a subquery in FROM, and group by its column",
  });
}

class Keys {
  private readonly values: BoundExpression[] = [];

  add(value: BoundExpression): number {
    const known = this.values.findIndex((one) => sameExpression(one, value));
    return known === -1 ? this.values.push(value) - 1 : known;
  }

  groups(sets: BoundGroups["sets"]): Groups {
    return { values: this.values, bound: { keys: this.values.map(comparable), sets } };
  }
}

/** A column of FROM of that name comes before one of the select list; a number is the place of one of those. */
function keyOf(
  syntax: Expression,
  items: readonly ListItem[],
  scope: Scope,
  context: Context,
): BoundExpression {
  if (syntax.kind === "number" && /^\d+$/.test(syntax.text)) {
    const item = items[Number(syntax.text) - 1];
    if (item === undefined)
      throw fault(context, `GROUP BY position ${syntax.text} is not in select list`, syntax.span, {
        sqlState: "42P10",
      });
    if (hasAggregate(item.value))
      throw fault(context, "aggregates not allowed in GROUP BY clause", syntax.span, { sqlState: "42803" });
    return settled(item.value);
  }
  if (syntax.kind === "column" && syntax.parts.length === 1) {
    const name = syntax.parts[0]?.value;
    const item = items.find((one) => one.syntax?.alias !== undefined && one.name === name);
    const isColumn = scope.columns.some((column) => column.name === name);
    if (item !== undefined && !isColumn) return settled(item.value);
  }
  return settled(context.expression(syntax, scope, context));
}

/** As PostgreSQL bounds them (its parse_agg.c, expand_grouping_sets, and its manual, "GROUPING SETS, CUBE, and ROLLUP"). */
const MAX_SETS = 4096;
const MAX_CUBE = 12;

type Sets = readonly (readonly number[])[];

function setsOf(
  item: GroupItem,
  key: (item: Expression) => number,
  refuse: (what: string, sqlState: string) => never,
): Sets {
  if (item.kind === "row") return [item.items.map(key)];
  if (item.kind !== "grouping") return [[key(item)]];
  const inner = item.items.map((one): Sets => (one.kind === "empty_set" ? [[]] : setsOf(one, key, refuse)));
  if (item.form === "grouping sets") return inner.flat();
  const units = inner.map((sets) => sets.flat());
  if (item.form === "rollup")
    return units.map((_, at) => units.slice(0, units.length - at).flat()).concat([[]]);
  if (units.length > MAX_CUBE) refuse(`CUBE is limited to ${String(MAX_CUBE)} elements`, "54011");
  return units.reduce<readonly (readonly number[])[]>(
    (sets, unit) => [...sets.map((set) => [...set, ...unit]), ...sets],
    [[]],
  );
}

/** Every set of one with every set of the other. */
function crossed(parts: readonly Sets[]): Sets {
  return parts.reduce<Sets>(
    (all, sets) => all.flatMap((left) => sets.map((right) => [...new Set([...left, ...right])])),
    [[]],
  );
}

/**
 * Returns what makes of an expression of a grouped query the same in terms of its keys and aggregates.
 * That throws SqlError 42803 for a column of the query that is neither.
 */
export function grouped(
  groups: Groups,
  scope: Scope,
  context: Context,
): (value: BoundExpression) => BoundExpression {
  const own = new Map(
    scope.columns.flatMap(({ name, value: column }) =>
      column.kind === "column" ? [[`${column.relation}.${column.name}`, name] as const] : [],
    ),
  );
  for (const relation of scope.relations)
    for (const { name, value: column } of relation.columns)
      if (column.kind === "column") own.set(`${column.relation}.${column.name}`, `${relation.name}.${name}`);
  return (value) => inGroups(value, groups, own, context);
}

function inGroups(
  value: BoundExpression,
  groups: Groups,
  own: ReadonlyMap<string, string>,
  context: Context,
): BoundExpression {
  const { keys, sets } = groups.bound;
  const compared = keys.find((key) => sameExpression(key, value));
  if (compared !== undefined) return compared;
  const at = groups.values.findIndex((key) => sameExpression(key, value));
  // Of values that are equal but for their blanks, one is shown: the shortest. Where sets make NULL of a key, it is the key.
  if (at !== -1) return sets === undefined ? shown(value) : (keys[at] as BoundExpression);
  if (value.kind === "aggregate" && value.over === undefined && value.name !== "grouping") return value;
  if (value.kind === "column" && own.has(`${value.relation}.${value.name}`))
    throw notGrouped(value, own, context);
  return mapOperands(value, (operand) => inGroups(operand, groups, own, context));
}

function shown(value: BoundExpression): BoundExpression {
  return {
    kind: "aggregate",
    type: value.type,
    name: value.type.name === "super" ? "any_value" : "min",
    args: [value],
    distinct: false,
    orderBy: [],
    ignoreNulls: false,
    over: undefined,
  };
}

function notGrouped(value: ColumnValue, own: ReadonlyMap<string, string>, context: Context): Error {
  const name = own.get(`${value.relation}.${value.name}`) ?? value.name;
  const what = `column "${name}" must appear in the GROUP BY clause or be used in an aggregate function`;
  return fault(context, what, value.span, {
    sqlState: "42803",
    next: "group by it too, or put it into an aggregate such as max(…)",
  });
}
