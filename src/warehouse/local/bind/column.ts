/** Names of columns, with the schemas and tables before them and the way into a SUPER value after them. */
import type { Column } from "../../../dialect/syntax/expression.ts";
import type { Name, Span } from "../../../dialect/syntax/node.ts";
import { nearest } from "../../../text/nearest.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { fault, type Context } from "./context.ts";
import { unsupportedCorrelation } from "./correlation.ts";
import type { Scope, ScopeRelation } from "./scope.ts";
import { field } from "./super-path.ts";

/**
 * Returns what a name means: a column of this query, a column that the select list has named, a column of a query around this one.
 * @throws SqlError 42703 for none, 42702 for several, 42P01 for a table that is not in FROM; XX000 for one beyond the next query around.
 */
export function column(syntax: Column, scope: Scope, context: Context): BoundExpression {
  const { parts } = syntax;
  let outwards = 0;
  for (let here: Scope | undefined = scope; here !== undefined; here = here.parent, outwards += 1) {
    const found = inScope(parts, here, context);
    if (found === undefined) continue;
    if (outwards > 1)
      throw unsupportedCorrelation(
        context,
        "the column belongs to a query further out than the next one",
        syntax.span,
      );
    return placed(found, syntax.span);
  }
  throw missing(parts, scope, context);
}

function placed(value: BoundExpression, span: Span): BoundExpression {
  return value.kind === "column" ? { ...value, span } : value;
}

function inScope(parts: readonly Name[], scope: Scope, context: Context): BoundExpression | undefined {
  const [first, second] = parts as readonly [Name, Name | undefined];
  if (second !== undefined) {
    const relation = relationOf(parts, scope, context);
    if (relation !== undefined) {
      const [table, behind] = relation;
      const own = table.columns.filter(({ name }) => name === (parts[behind] as Name).value);
      const one = only(own, parts[behind] as Name, context);
      if (one !== undefined) return path(one, parts.slice(behind + 1), context);
    }
  }
  const own = only(
    scope.columns.filter(({ name }) => name === first.value),
    first,
    context,
  );
  const value = own ?? scope.aliases.get(first.value);
  // What is not a SUPER value has no way into it: the name is that of a table, perhaps of a query around this one.
  if (value === undefined || (second !== undefined && value.type.name !== "super")) return undefined;
  return path(value, parts.slice(1), context);
}

/** The relation that the first names tell, and how many names that are. */
function relationOf(
  parts: readonly Name[],
  scope: Scope,
  context: Context,
): readonly [ScopeRelation, number] | undefined {
  const values = parts.map(({ value }) => value);
  const own = values[0] === context.session.database && values.length > 3 ? 1 : 0;
  const [schema, table] = [values[own], values[own + 1]];
  if (values.length > own + 2) {
    const qualified = scope.relations.filter((one) => one.schema === schema && one.name === table);
    if (qualified[0] !== undefined) return [qualified[0], own + 2];
  }
  const named = scope.relations.filter(({ name }) => name === values[0]);
  if (named.length > 1) {
    const what = `table reference "${String(values[0])}" is ambiguous`;
    throw fault(context, what, (parts[0] as Name).span, {
      sqlState: "42P09",
      next: "give the tables different names with AS",
    });
  }
  return named[0] && [named[0], 1];
}

function only(
  found: readonly { readonly value: BoundExpression }[],
  name: Name,
  context: Context,
): BoundExpression | undefined {
  if (found.length < 2) return found[0]?.value;
  throw fault(context, `column reference "${name.value}" is ambiguous`, name.span, {
    sqlState: "42702",
    next: "put the name of a table before it",
  });
}

function path(base: BoundExpression, steps: readonly Name[], context: Context): BoundExpression {
  let value = base;
  for (const step of steps) value = field(value, step, context);
  return value;
}

function missing(parts: readonly Name[], scope: Scope, context: Context): Error {
  const last = parts.at(-1) as Name;
  const span: Span = [(parts[0] as Name).span[0], last.span[1]];
  const table = parts.at(-2);
  const relation = table && scope.relations.find(({ name }) => name === table.value);
  if (table !== undefined && relation === undefined && !isKnown(scope, table.value)) {
    return fault(context, `relation "${table.value}" does not exist`, span, {
      sqlState: "42P01",
      next: `FROM has ${scope.relations.map(({ name }) => name).join(", ") || "no tables"}`,
    });
  }
  const known = (relation?.columns ?? scope.columns).map(({ name }) => name);
  const guess = nearest(last.value, known);
  const shown = table === undefined ? `"${last.value}"` : `${table.value}.${last.value}`;
  return fault(context, `column ${shown} does not exist`, span, {
    sqlState: "42703",
    next:
      guess === undefined
        ? "check the name: select * from pg_table_def lists the columns of every table"
        : `did you mean "${guess}"?`,
  });
}

function isKnown(scope: Scope, table: string): boolean {
  for (let here: Scope | undefined = scope; here !== undefined; here = here.parent)
    if (here.relations.some(({ name }) => name === table)) return true;
  return false;
}
