/** WITH: tables of one statement, and those that are made of themselves ("WITH clause" of the Developer Guide). */
import type { CommonTable, With } from "../../../dialect/syntax/query.ts";
import { nodesWithin } from "../../../dialect/syntax/walk.ts";
import type { BoundCommonTable, BoundQuery } from "../bound/query.ts";
import { castColumns } from "./cast-columns.ts";
import { fault, type Context } from "./context.ts";
import type { CommonRelation } from "./relation.ts";
import type { Scope } from "./scope.ts";
import { queryOf } from "../bound/make-query.ts";

/** What a WITH brings in. */
export interface CommonTables {
  readonly tables: readonly BoundCommonTable[];
  readonly scope: ReadonlyMap<string, CommonRelation>;
}

/** Returns the tables, each of which those after it may read. */
export function commonTables(syntax: With | undefined, scope: Scope, context: Context): CommonTables {
  const common = new Map(scope.common);
  const tables: BoundCommonTable[] = [];
  for (const table of syntax?.tables ?? []) {
    const alias = context.unique(table.name.value);
    const own: Scope = { ...scope, common: new Map(common) };
    const recursive = syntax?.recursive === true ? recursiveQuery(table, alias, own, context) : undefined;
    const query = recursive ?? context.query(table.query, own, context);
    const made = recursive !== undefined;
    tables.push({ name: alias, recursive: made, query });
    common.set(table.name.value, { alias, columns: named(table, query, context), recursive: made });
  }
  return { tables, scope: common };
}

/** The columns by the names that the WITH gives them. */
function named({ name, columns }: CommonTable, query: BoundQuery, context: Context): BoundQuery["columns"] {
  if (columns.length > query.columns.length) {
    const what = `WITH query "${name.value}" has ${query.columns.length} columns available but ${columns.length} columns specified`;
    throw fault(context, what, name.span, { sqlState: "42P10" });
  }
  return query.columns.map((column, at) => ({ ...column, name: columns[at]?.value ?? column.name }));
}

/** `select … union all select … from itself`; undefined for a query that does not read itself. */
function recursiveQuery(
  table: CommonTable,
  alias: string,
  scope: Scope,
  context: Context,
): BoundQuery | undefined {
  const { body } = table.query;
  if (body.kind !== "set_operation" || body.rest.some(({ operator }) => operator !== "union all"))
    return undefined;
  if (!readsItself(table)) return undefined;
  const { with: inner, orderBy, limit, offset, span } = table.query;
  if (inner !== undefined || orderBy.length > 0 || limit !== undefined || offset !== undefined)
    return undefined;
  const whole = (part: typeof body.first): BoundQuery =>
    part.kind === "query"
      ? context.query(part, scope, context)
      : context.query(
          {
            kind: "query",
            with: undefined,
            body: part,
            orderBy: [],
            limit: undefined,
            offset: undefined,
            span,
          },
          scope,
          context,
        );
  const first = whole(body.first);
  const columns = named(table, first, context);
  (scope.common as Map<string, CommonRelation>).set(table.name.value, {
    alias,
    columns,
    recursive: true,
  });
  let left = first;
  for (const { query: part } of body.rest) {
    const right = castColumns(
      whole(part),
      first.columns.map(({ type }) => type),
      context,
      false,
    );
    left = queryOf({ kind: "set_operation", operator: "union all", left, right, columns: first.columns });
  }
  return left;
}

function readsItself({ name, query }: CommonTable): boolean {
  for (const node of nodesWithin(query))
    if (node.kind === "table" && node.name.parts.length === 1 && node.name.parts[0]?.value === name.value)
      return true;
  return false;
}
