/** MERGE ("MERGE" of the Database Developer Guide). */
import type { Merge, MergeClauses } from "../../../dialect/syntax/change.ts";
import type { Expression } from "../../../dialect/syntax/expression.ts";
import { nodesWithin, type Node } from "../../../dialect/syntax/walk.ts";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import { truth } from "../bind/condition.ts";
import { fault, type Context } from "../bind/context.ts";
import type { Scope } from "../bind/scope.ts";
import { comparable } from "../bind/compare.ts";
import { castKind } from "../types/casts.ts";
import { duckName } from "../quote.ts";
import { writeExpression } from "../write/expression.ts";
import { writeQuery } from "../write/query.ts";
import { assigned, assignedExpression } from "./assign.ts";
import { assignment } from "./change.ts";
import type { Plan } from "./plan.ts";
import { columnOf, refuseIdentity, scopeOf, targetOf, type Target } from "./target.ts";

/** Returns what it comes to; what its text alone makes wrong is refused before (dialect/refuse/merge.ts). */
export function planMerge(syntax: Merge, context: Context): Plan {
  const target = targetOf(syntax.target, context);
  const source = targetOf(syntax.source, context);
  const own = scopeOf(target, undefined, context);
  const other = scopeOf(source, syntax.alias, context);
  const both: Scope = {
    ...own.scope,
    relations: [...own.scope.relations, ...other.scope.relations],
    columns: [...own.scope.columns, ...other.scope.columns],
  };
  const condition = { ...both, withoutAggregates: "MERGE", withoutWindows: "MERGE" };
  for (const value of valuesOf(syntax)) refusePart(value, both, context);
  const on = writeExpression(truth(syntax.on, "MERGE/ON", condition, context), writeQuery);
  const into = `${target.relation.sql} AS ${duckName(own.alias)}`;
  const from = `${source.relation.sql} AS ${duckName(other.alias)}`;
  const meetings = `SELECT max("meetings") FROM (SELECT count(*) AS "meetings" FROM ${into} JOIN ${from} ON ${on} GROUP BY ${duckName(own.alias)}.rowid)`;
  if (syntax.action.kind === "remove_duplicates") {
    const { names, values } = copied(target, source, other.alias, syntax, context);
    const keys = source.relation.columns.map(({ name, type }) =>
      writeExpression(
        comparable({ kind: "column", type, relation: other.alias, name, span: [0, 0] }),
        writeQuery,
      ),
    );
    return {
      kind: "replace",
      meetings,
      twins: `SELECT (SELECT count(*) FROM ${from}) - (SELECT count(*) FROM (SELECT DISTINCT ${keys.join(", ")} FROM ${from}))`,
      remove: `DELETE FROM ${into} USING ${from} WHERE ${on}`,
      insert: `INSERT INTO ${target.relation.sql} (${names}) SELECT ${values} FROM ${from}`,
    };
  }
  const { matched } = syntax.action;
  const update =
    matched === "delete"
      ? "DELETE"
      : `UPDATE SET ${matched.map((one) => assignment(one, target, both, context)).join(", ")}`;
  const { names, values } = inserted(syntax.action, target, other.scope, context);
  return {
    kind: "merge",
    meetings,
    sql: `MERGE INTO ${into} USING ${from} ON ${on} WHEN MATCHED THEN ${update} WHEN NOT MATCHED THEN INSERT (${names}) VALUES (${values})`,
    insert: `INSERT INTO ${target.relation.sql} (${names}) SELECT ${values} FROM ${from}`,
  };
}

/** The condition and the values of a MERGE, and what they are made of. */
function valuesOf({ on, action }: Merge): readonly Node[] {
  if (action.kind === "remove_duplicates") return nodesWithin(on);
  const set = action.matched === "delete" ? [] : action.matched.map(({ value }) => value);
  return [on, ...set, ...action.values].flatMap((value) => nodesWithin(value));
}

/** @throws SqlError for a way into a SUPER column: "match_condition and expr can't partially reference SUPER type columns". */
function refusePart(node: Node, scope: Scope, context: Context): void {
  const inside =
    node.kind === "subscript" ||
    node.kind === "field" ||
    (node.kind === "column" &&
      node.parts.length > 1 &&
      context.expression(node, scope, context).kind !== "column");
  if (!inside) return;
  throw fault(context, "Partial reference of SUPER column is not supported in MERGE statement.", node.span, {
    sqlState: "0A000",
    next: "put the part into a column of the source table first",
  });
}

interface Row {
  readonly names: string;
  readonly values: string;
}

function inserted(
  { columns: listed, values, span }: MergeClauses,
  target: Target,
  scope: Scope,
  context: Context,
): Row {
  const columns =
    listed.length === 0
      ? target.table.columns.slice(0, values.length)
      : listed.map((name) => columnOf(target, name, context));
  if (columns.length !== values.length) {
    const more =
      columns.length > values.length ? "target columns than expressions" : "expressions than target columns";
    throw fault(context, `INSERT has more ${more}`, span, { sqlState: "42601" });
  }
  const written = values.map((value: Expression, at) => {
    const column = columns[at] as ColumnDefinition;
    if (value.kind !== "constant" || value.value !== "default") refuseIdentity(column, value, context);
    return writeExpression(assignedExpression(value, column, scope, context), writeQuery);
  });
  return { names: columns.map(({ name }) => duckName(name)).join(", "), values: written.join(", ") };
}

/** All columns of the source as those of the target, which REMOVE DUPLICATES wants alike. */
function copied(target: Target, source: Target, alias: string, { source: at }: Merge, context: Context): Row {
  const columns = target.table.columns;
  const others = source.table.columns;
  const alike = columns.every(({ type }, index) => {
    const other = others[index]?.type;
    return other !== undefined && castKind(other, type) !== undefined && castKind(other, type) !== "explicit";
  });
  if (columns.length !== others.length || !alike) {
    throw fault(context, "MERGE … REMOVE DUPLICATES needs a source with the columns of the target", at.span, {
      sqlState: "42804",
      next: "make the source with the target's columns, in their order",
    });
  }
  const values = columns.map((column, index) => {
    const { name, type } = others[index] as ColumnDefinition;
    const value = { kind: "column", type, relation: alias, name, span: at.span } as const;
    return writeExpression(assigned(value, column, at.span, context), writeQuery);
  });
  return { names: columns.map(({ name }) => duckName(name)).join(", "), values: values.join(", ") };
}
