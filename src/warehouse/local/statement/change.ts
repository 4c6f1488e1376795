/** UPDATE and DELETE ("UPDATE", "DELETE" of the Database Developer Guide). */
import type { Assignment, Delete, Update } from "../../../dialect/syntax/change.ts";
import type { Expression } from "../../../dialect/syntax/expression.ts";
import type { TableReference, With } from "../../../dialect/syntax/query.ts";
import { commonTables, type CommonTables } from "../bind/common-tables.ts";
import { truth } from "../bind/condition.ts";
import type { Context } from "../bind/context.ts";
import { from } from "../bind/from.ts";
import { emptyScope, type Scope } from "../bind/scope.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundTable } from "../bound/query.ts";
import { duckName } from "../quote.ts";
import { writeExpression } from "../write/expression.ts";
import { writeCommonTables, writeQuery, writeTable } from "../write/query.ts";
import { assignedExpression } from "./assign.ts";
import { joined } from "./equijoin.ts";
import type { Plan } from "./plan.ts";
import { columnOf, refuseIdentity, scopeOf, targetOf, type Target } from "./target.ts";

/** Returns what an UPDATE comes to. */
export function planUpdate(syntax: Update, context: Context): Plan {
  const { target, alias, common, scope, tables } = surroundings(syntax, syntax.from, context);
  const own = syntax.where && condition(syntax.where, scope, context);
  const where =
    tables === undefined
      ? own
      : joined(own, { relation: target.relation, alias }, tables, syntax.table.span, context);
  const set = syntax.set.map((one) => assignment(one, target, scope, context)).join(", ");
  const sql = [
    writeCommonTables(common.tables),
    `UPDATE ${target.relation.sql} AS ${duckName(alias)} SET ${set}`,
    tables === undefined ? "" : `FROM ${writeTable(tables)}`,
    where === undefined ? "" : `WHERE ${writeExpression(where, writeQuery)}`,
  ];
  return { kind: "change", command: "UPDATE", sql: sql.filter((part) => part !== "").join(" ") };
}

/** Returns what a DELETE comes to. */
export function planDelete(syntax: Delete, context: Context): Plan {
  const { target, alias, common, scope, tables } = surroundings(syntax, syntax.using, context);
  const where = syntax.where && condition(syntax.where, scope, context);
  const sql = [
    writeCommonTables(common.tables),
    `DELETE FROM ${target.relation.sql} AS ${duckName(alias)}`,
    tables === undefined ? "" : `USING ${writeTable(tables)}`,
    where === undefined ? "" : `WHERE ${writeExpression(where, writeQuery)}`,
  ];
  return { kind: "change", command: "DELETE", sql: sql.filter((part) => part !== "").join(" ") };
}

/** Returns `column = value` in DuckDB's words. */
export function assignment(syntax: Assignment, target: Target, scope: Scope, context: Context): string {
  const column = columnOf(target, syntax.column, context);
  refuseIdentity(column, syntax.column, context);
  const inner = { ...scope, withoutAggregates: "UPDATE", withoutWindows: "UPDATE" };
  return `${duckName(column.name)} = ${writeExpression(assignedExpression(syntax.value, column, inner, context), writeQuery)}`;
}

interface Surroundings {
  readonly target: Target;
  readonly alias: string;
  readonly common: CommonTables;
  readonly scope: Scope;
  /** Undefined where the target stands alone. */
  readonly tables: BoundTable | undefined;
}

function surroundings(
  syntax: Pick<Update, "table" | "alias"> & { readonly with: With | undefined },
  others: readonly TableReference[],
  context: Context,
): Surroundings {
  const target = targetOf(syntax.table, context);
  const common = commonTables(syntax.with, emptyScope(), context);
  const own = scopeOf(target, syntax.alias, context);
  const outer = { ...own.scope, common: common.scope };
  const { table, scope } = from(others, { ...emptyScope(), common: common.scope }, context);
  if (table === undefined) return { target, alias: own.alias, common, scope: outer, tables: undefined };
  const both = {
    ...scope,
    relations: [...own.scope.relations, ...scope.relations],
    columns: [...own.scope.columns, ...scope.columns],
  };
  return { target, alias: own.alias, common, scope: both, tables: table };
}

function condition(syntax: Expression, scope: Scope, context: Context): BoundExpression {
  return truth(
    syntax,
    "WHERE",
    { ...scope, withoutAggregates: "WHERE clause", withoutWindows: "WHERE clause" },
    context,
  );
}
