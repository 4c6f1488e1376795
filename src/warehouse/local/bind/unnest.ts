/** SUPER values in FROM: an array gives a row for every element, an object one for every pair ("Unnesting queries", "Object unpivoting"). */
import type { Expression } from "../../../dialect/syntax/expression.ts";
import type { Name, Span } from "../../../dialect/syntax/node.ts";
import type { Join, ObjectUnpivot, TableName, Unnest } from "../../../dialect/syntax/query.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundTable } from "../bound/query.ts";
import { TEXT, type BoundType } from "../bound/type.ts";
import { fault, type Context } from "./context.ts";
import { typeName } from "./convert.ts";
import type { Scope, ScopeColumn } from "./scope.ts";
import type { BoundFrom } from "./table-alias.ts";

const SUPER = { name: "super" } as const;

/** What a path brings in, with the types of its element and of where that stands. */
interface Elements {
  readonly form: "array" | "object";
  readonly path: Expression;
  readonly name: Name | undefined;
  readonly at: Name | undefined;
}

/** Returns the elements of a path that is surely one. @throws SqlError 42809 for what is not a SUPER value. */
export function unnest(syntax: Unnest, left: Scope, context: Context): BoundFrom {
  const { path, alias, at } = syntax;
  const last = path.kind === "column" ? path.parts.at(-1) : path.kind === "field" ? path.name : undefined;
  const [column, second] = alias?.columns ?? [];
  const found = elements({ form: "array", path, name: column ?? alias?.name ?? last, at }, left, context);
  if (second !== undefined) {
    const what = `table "${String(alias?.name.value)}" has 1 columns available but ${alias?.columns.length ?? 0} columns specified`;
    throw fault(context, what, second.span, {
      sqlState: "42P10",
      next: "write FROM t, t.items AS item AT place for the place of an element",
    });
  }
  if (column === undefined || alias === undefined) return found;
  return { ...found, relations: [{ name: alias.name.value, schema: undefined, columns: found.columns }] };
}

/** Returns the pairs of `unpivot object as value at attribute`. @throws SqlError as above. */
export function unnestObject(syntax: ObjectUnpivot, left: Scope, context: Context): BoundFrom {
  return elements(
    { form: "object", path: syntax.path, name: syntax.value, at: syntax.attribute },
    left,
    context,
  );
}

/**
 * Returns the elements of a name that begins with a table or an element on its left, or of the query around it: `t.items`, and `item`
 * alone. Undefined where it is a table's name.
 */
export function unnestNamed(
  { name, alias, span }: TableName,
  left: Scope,
  context: Context,
): BoundFrom | undefined {
  const [first, second] = name.parts;
  if (first === undefined || alias?.columns.length) return undefined;
  if (!isPath(first.value, second !== undefined, left)) return undefined;
  const path = { kind: "column", parts: name.parts, span } as const;
  return elements(
    { form: "array", path, name: alias?.name ?? name.parts.at(-1), at: undefined },
    left,
    context,
  );
}

/** Whether a path may begin with the name: a table's only with a column after it, an element's also alone. */
function isPath(name: string, hasMore: boolean, left: Scope): boolean {
  if (left.common.has(name) && !hasMore) return false;
  for (let here: Scope | undefined = left; here !== undefined; here = here.parent) {
    const { relations, columns } = here;
    if (hasMore && relations.some((relation) => relation.name === name)) return true;
    const own = columns.filter((column) => column.name === name && column.value.type.name === "super");
    if (own.some((column) => !relations.some((relation) => relation.columns.includes(column)))) return true;
  }
  return false;
}

function elements({ form, path, name, at }: Elements, left: Scope, context: Context): BoundFrom {
  const of = context.expression(path, left, context);
  if (of.type.name !== "super") {
    throw fault(context, `a value of type ${typeName(of.type)} cannot be unnested`, path.span, {
      sqlState: "42809",
      next: "only SUPER columns and their parts can be unnested",
    });
  }
  const alias = context.unique(name?.value ?? "element");
  const column = (own: string, type: BoundType): BoundExpression => ({
    kind: "column",
    type,
    relation: alias,
    name: own,
    span: path.span,
  });
  const columns: ScopeColumn[] = [{ name: name?.value ?? "element", value: column("value", SUPER) }];
  if (at !== undefined)
    columns.push({ name: at.value, value: column("at", form === "array" ? { name: "bigint" } : TEXT) });
  return { table: { kind: "unnest", form, of, alias }, relations: [], columns };
}

/**
 * Refuses a join that keeps the rows of its right side: "You can't use the SUPER data type and its alias in right joins or full outer joins"
 * ("Limitations"). @throws SqlError 0A000
 */
export function refuseOuterUnnest(type: Join["type"], right: BoundTable, span: Span, context: Context): void {
  if (right.kind !== "unnest" || (type !== "right" && type !== "full")) return;
  throw fault(context, `a SUPER value cannot be unnested in a ${type.toUpperCase()} JOIN`, span, {
    sqlState: "0A000",
    next: "use a LEFT JOIN, or name it after a comma",
  });
}
