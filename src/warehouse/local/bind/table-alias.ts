/** What a table is called in its query, and its columns with it ("FROM clause" of the Developer Guide). */
import type { Alias } from "../../../dialect/syntax/query.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundTable } from "../bound/query.ts";
import { fault, type Context } from "./context.ts";
import type { ScopeColumn, ScopeRelation } from "./scope.ts";

/** What a part of FROM brings in. */
export interface BoundFrom {
  readonly table: BoundTable;
  readonly relations: readonly ScopeRelation[];
  /** In the order in which `*` tells them. */
  readonly columns: readonly ScopeColumn[];
}

/** A table, its columns, and what it is called where nothing else is said. */
export interface Named {
  readonly bound: BoundTable;
  readonly columns: readonly ScopeColumn[];
  readonly own: string;
  readonly schema: string | undefined;
}

/**
 * Returns a table under its name in the query: the alias, whose columns may have other names too.
 * @throws SqlError 42P10 for more names than columns.
 */
export function named(
  { bound, columns, own, schema }: Named,
  alias: Alias | undefined,
  context: Context,
): BoundFrom {
  if (alias !== undefined && alias.columns.length > columns.length) {
    const what = `table "${alias.name.value}" has ${columns.length} columns available but ${alias.columns.length} columns specified`;
    throw fault(context, what, alias.span, { sqlState: "42P10" });
  }
  const called = columns.map((column, at) => ({ ...column, name: alias?.columns[at]?.value ?? column.name }));
  const name = alias?.name.value ?? own;
  return {
    table: bound,
    relations: [{ name, schema: alias === undefined ? schema : undefined, columns: called }],
    columns: called,
  };
}

/** Returns a column of a relation in the written text. */
export function reference(relation: string, name: string, type: BoundExpression["type"]): BoundExpression {
  return { kind: "column", type, relation, name, span: [0, 0] };
}
