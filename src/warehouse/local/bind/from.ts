/** Tables of FROM: which relations a query sees, and which columns ("FROM clause" of the Developer Guide). */
import type { Name } from "../../../dialect/syntax/node.ts";
import type { Join, TableName, TableReference } from "../../../dialect/syntax/query.ts";
import type { BoundRelation, BoundTable } from "../bound/query.ts";
import { truth } from "./condition.ts";
import { fault, type Context } from "./context.ts";
import { hasCorrelated, unsupportedCorrelation } from "./correlation.ts";
import { functionTable } from "./function-table.ts";
import { using } from "./join-using.ts";
import { relationNamed } from "./named-relation.ts";
import { pivot } from "./pivot.ts";
import { emptyScope, type Scope, type ScopeRelation } from "./scope.ts";
import { named, reference, type BoundFrom } from "./table-alias.ts";
import { refuseOuterUnnest, unnest, unnestNamed, unnestObject } from "./unnest.ts";
import { unpivot } from "./unpivot.ts";

/** One of the tables that stand with commas between. */
export interface FromPart {
  readonly table: BoundTable;
  /** Whether it is a table or a view of the catalogue. */
  readonly isTable: boolean;
}

/** A FROM: one cross join of all that stands in it, and what can be named of it. */
export interface BoundTables {
  readonly table: BoundTable | undefined;
  readonly scope: Scope;
  readonly parts: readonly FromPart[];
}

/** Returns the tables of a FROM, and what can be named of them within `outer`. */
export function from(tables: readonly TableReference[], outer: Scope, context: Context): BoundTables {
  const parts: FromPart[] = [];
  let all: BoundFrom | undefined;
  for (const syntax of tables) {
    const before = all;
    const next = one(syntax, before === undefined ? outer : within(before, outer), context);
    all = before === undefined ? next : crossed(before, next);
    parts.push({ table: next.table, isTable: isTable(syntax, next, outer) });
    refuseTwins(all.relations, syntax, context);
  }
  if (all === undefined) return { table: undefined, scope: outer, parts };
  return { table: all.table, scope: within(all, outer), parts };
}

/** Whether it is a table or a view by its name, and no table of a WITH and no path. */
function isTable(syntax: TableReference, { table: { kind } }: BoundFrom, { common }: Scope): boolean {
  if (syntax.kind !== "table" || kind === "unnest") return false;
  const [name, ...more] = syntax.name.parts;
  return more.length > 0 || !common.has(name?.value ?? "");
}

/** A scope in which the tables on the left can be named. */
function within({ relations, columns }: BoundFrom, outer: Scope): Scope {
  return { ...emptyScope(outer.parent), common: outer.common, relations, columns };
}

function crossed(left: BoundFrom, right: BoundFrom): BoundFrom {
  return {
    table: { kind: "join", type: "cross", left: left.table, right: right.table, on: undefined },
    relations: [...left.relations, ...right.relations],
    columns: [...left.columns, ...right.columns],
  };
}

function refuseTwins(relations: readonly ScopeRelation[], { span }: TableReference, context: Context): void {
  const twin = relations.find(({ name, schema }, at) =>
    relations.some((other, index) => index < at && other.name === name && other.schema === schema),
  );
  if (twin === undefined) return;
  throw fault(context, `table name "${twin.name}" specified more than once`, span, {
    sqlState: "42712",
    next: "give one of them another name with AS",
  });
}

function one(syntax: TableReference, left: Scope, context: Context): BoundFrom {
  switch (syntax.kind) {
    case "table":
      return table(syntax, left, context);
    case "derived_table": {
      const alias = context.unique(syntax.alias?.name.value ?? "derived");
      const outer = { ...emptyScope(left.parent), common: left.common };
      const query = context.query(syntax.query, outer, context);
      const columns = query.columns.map(({ name, id, type }) => ({
        name,
        value: reference(alias, id, type),
      }));
      const bound: BoundTable = { kind: "derived", query, alias };
      // Without a name its columns are named alone.
      if (syntax.alias === undefined) return { table: bound, relations: [], columns };
      return named({ bound, columns, own: alias, schema: undefined }, syntax.alias, context);
    }
    case "join":
      return join(syntax, left, context);
    case "unnest":
      return unnest(syntax, left, context);
    case "object_unpivot":
      return unnestObject(syntax, left, context);
    case "pivot":
      return pivot(syntax, one(syntax.source, left, context), left, context);
    case "unpivot":
      return unpivot(syntax, one(syntax.source, left, context), left, context);
    case "function_table":
      return functionTable(syntax, left, context);
  }
}

function table(syntax: TableName, left: Scope, context: Context): BoundFrom {
  const { name, alias } = syntax;
  const path = unnestNamed(syntax, left, context);
  if (path !== undefined) return path;
  const own = (name.parts.at(-1) as Name).value;
  const common = name.parts.length === 1 ? left.common.get(own) : undefined;
  const unique = context.unique(alias?.name.value ?? own);
  if (common !== undefined) {
    const columns = common.columns.map(({ name: column, id, type }) => ({
      name: column,
      value: reference(unique, id, type),
    }));
    const sql = `"${common.alias.replaceAll('"', '""')}"`;
    return named(
      { bound: { kind: "relation", sql, alias: unique }, columns, own, schema: undefined },
      alias,
      context,
    );
  }
  const relation = relationNamed(name, context);
  if (relation.late !== undefined) {
    const query = context.bound(relation.late, context);
    const names = relation.late.columns;
    const columns = query.columns.map((column, at) => ({
      name: names[at] ?? column.name,
      value: reference(unique, column.id, column.type),
    }));
    return named(
      { bound: { kind: "derived", query, alias: unique }, columns, own, schema: relation.schema },
      alias,
      context,
    );
  }
  const columns = relation.columns.map(({ name: column, type }) => ({
    name: column,
    value: reference(unique, column, type),
  }));
  const { pieces } = relation;
  const bound: BoundRelation = {
    kind: "relation",
    sql: pieces ?? relation.sql,
    alias: unique,
    inPieces: pieces !== undefined,
  };
  return named({ bound, columns, own, schema: relation.schema }, alias, context);
}

function join(syntax: Join, left: Scope, context: Context): BoundFrom {
  const first = one(syntax.left, left, context);
  const other = one(syntax.right, within(first, left), context);
  const both = crossed(first, other);
  refuseTwins(both.relations, syntax, context);
  const { type } = syntax;
  refuseOuterUnnest(type, other.table, syntax.right.span, context);
  if (syntax.on !== undefined) {
    const scope = {
      ...within(both, left),
      withoutAggregates: "JOIN conditions",
      withoutWindows: "JOIN conditions",
    };
    const on = truth(syntax.on, "JOIN/ON", scope, context);
    if (type !== "inner" && hasCorrelated(on)) {
      const why = "a subquery in the ON clause of an outer join names a column of the joined tables";
      throw unsupportedCorrelation(context, why, syntax.on.span);
    }
    return { ...both, table: { kind: "join", type, left: first.table, right: other.table, on } };
  }
  const names = syntax.natural ? commonNames(first, other) : syntax.using.map(({ value }) => value);
  if (names.length === 0) return both;
  const merged = using(names, [first, other], syntax, context);
  return {
    ...both,
    columns: merged.columns,
    table: { kind: "join", type, left: first.table, right: other.table, on: merged.on },
  };
}

function commonNames(left: BoundFrom, right: BoundFrom): readonly string[] {
  return left.columns
    .map(({ name }) => name)
    .filter((name) => right.columns.some((other) => other.name === name));
}
