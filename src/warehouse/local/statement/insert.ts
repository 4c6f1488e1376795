/** INSERT ("INSERT" of the Database Developer Guide). */
import type { Insert } from "../../../dialect/syntax/change.ts";
import type { Expression } from "../../../dialect/syntax/expression.ts";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import { fault, type Context } from "../bind/context.ts";
import { emptyScope } from "../bind/scope.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { queryOf, selectOf } from "../bound/make-query.ts";
import type { BoundQuery } from "../bound/query.ts";
import { duckName } from "../quote.ts";
import { writeExpression } from "../write/expression.ts";
import { writeQuery } from "../write/query.ts";
import { assigned, assignedExpression } from "./assign.ts";
import { holdRows } from "./hold-rows.ts";
import type { Plan } from "./plan.ts";
import { columnOf, refuseIdentity, targetOf, type Target } from "./target.ts";

/** Returns what it comes to. @throws SqlError where values and columns do not fit. */
export function planInsert(syntax: Insert, context: Context): Plan {
  const target = targetOf(syntax.table, context);
  const { source } = syntax;
  const into = `INSERT INTO ${target.relation.sql}`;
  const change = (sql: string): Plan => ({
    kind: "change",
    command: "INSERT",
    sql,
    into: target.relation.sql,
  });
  if (source.kind === "default_values") return change(`${into} DEFAULT VALUES`);
  if (source.kind === "query") {
    const query = context.openQuery(source, emptyScope(), context);
    const columns = columnsOf(syntax, target, query.columns.length, context);
    for (const [at, column] of columns.entries())
      refuseIdentity(column, syntax.columns[at] ?? source, context);
    return change(
      insertRows(target.relation.sql, columns, filling(query, columns, source, context), context),
    );
  }
  const widths = new Set(source.rows.map(({ length }) => length));
  if (widths.size > 1)
    throw fault(context, "VALUES lists must all be the same length", source.span, { sqlState: "42601" });
  const columns = columnsOf(syntax, target, Math.max(...widths), context);
  const rows = source.rows.map((row) => {
    const values = row.map((value, at) => valueOf(value, columns[at] as ColumnDefinition, context));
    return `(${values.map((value) => writeExpression(value, writeQuery)).join(", ")})`;
  });
  return change(`${into} (${names(columns)}) VALUES ${rows.join(", ")}`);
}

function valueOf(syntax: Expression, column: ColumnDefinition, context: Context): BoundExpression {
  if (syntax.kind !== "constant" || syntax.value !== "default") refuseIdentity(column, syntax, context);
  return assignedExpression(syntax, column, emptyScope(), context);
}

function names(columns: readonly Pick<ColumnDefinition, "name">[]): string {
  return columns.map(({ name }) => duckName(name)).join(", ");
}

/** The columns of the list, or as many of the first ones as there are values. */
function columnsOf(
  { columns: listed, span }: Insert,
  target: Target,
  count: number,
  context: Context,
): readonly ColumnDefinition[] {
  const columns =
    listed.length === 0
      ? target.table.columns.slice(0, count)
      : listed.map((name) => columnOf(target, name, context));
  const twice = listed.find(({ value }, at) => listed.findIndex((other) => other.value === value) < at);
  if (twice !== undefined)
    throw fault(context, `column "${twice.value}" specified more than once`, twice.span, {
      sqlState: "42701",
    });
  if (columns.length === count) return columns;
  const more = columns.length > count ? "target columns than expressions" : "expressions than target columns";
  throw fault(context, `INSERT has more ${more}`, listed[0]?.span ?? span, { sqlState: "42601" });
}

/** Returns the INSERT of a query's rows; those that are read in pieces are held for a moment (hold-rows.ts). */
export function insertRows(
  target: string,
  columns: readonly Pick<ColumnDefinition, "name">[],
  query: BoundQuery,
  context: Context,
): string {
  const into = `INSERT INTO ${target} (${names(columns)})`;
  return `${into} ${writeQuery(context.relations.inPieces ? holdRows(query, context.unique) : query)}`;
}

/** Returns the query with columns as the table takes them. */
export function filling(
  query: BoundQuery,
  columns: readonly Pick<ColumnDefinition, "name" | "type">[],
  { span }: { readonly span: readonly [number, number] },
  context: Context,
): BoundQuery {
  const fit = (value: BoundExpression, at: number): BoundExpression =>
    assigned(value, columns[at] as ColumnDefinition, span, context);
  const outputs = query.columns.map((column, at) => ({ ...column, type: columns[at]?.type ?? column.type }));
  const { body } = query;
  const plain =
    body.kind === "select" && !body.distinct && query.orderBy.every(({ output }) => output === undefined);
  if (plain)
    return { ...query, columns: outputs, body: { ...body, columns: outputs, items: body.items.map(fit) } };
  const alias = context.unique("source");
  const items = query.columns.map(({ id, type }, at) =>
    fit({ kind: "column", type, relation: alias, name: id, span }, at),
  );
  return queryOf(selectOf(items, outputs, { kind: "derived", query, alias }));
}
