/** SUPER values in FROM: an array gives a row for every element, an object one for every pair ("Unnesting queries", "Object unpivoting"). */
import type { Name } from "../../../dialect/syntax/node.ts";
import type { ObjectUnpivot, TableName, Unnest } from "../../../dialect/syntax/query.ts";
import type { Expression } from "../../../dialect/syntax/expression.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { fault, type Context } from "./context.ts";
import { typeName } from "./convert.ts";
import type { BoundFrom } from "./from.ts";
import type { Scope, ScopeColumn } from "./scope.ts";

const SUPER = { name: "super" } as const;

/** Returns the elements of a path that is surely one. */
export function unnest(syntax: Unnest, left: Scope, context: Context): BoundFrom {
  const { path, alias, at } = syntax;
  const last = path.kind === "column" ? path.parts.at(-1) : path.kind === "field" ? path.name : undefined;
  return elements("array", path, alias?.name ?? last, at, left, context);
}

/** Returns the pairs of `unpivot object as value at attribute`. */
export function unnestObject(syntax: ObjectUnpivot, left: Scope, context: Context): BoundFrom {
  return elements("object", syntax.path, syntax.value, syntax.attribute, left, context);
}

/** Returns the elements of a name that begins with a table on its left, `t.items`; undefined where it is a table's name. */
export function unnestNamed({ name, alias, span }: TableName, left: Scope, context: Context): BoundFrom | undefined {
  const [first, second] = name.parts;
  if (first === undefined || second === undefined) return undefined;
  const isTable = left.relations.some((relation) => relation.name === first.value);
  const isElement = left.columns.some((column) => column.name === first.value && column.value.type.name === "super");
  if (!isTable && !isElement) return undefined;
  return elements("array", { kind: "column", parts: name.parts, span }, alias?.name ?? name.parts.at(-1), undefined, left, context);
}

function elements(
  form: "array" | "object",
  path: Expression,
  name: Name | undefined,
  at: Name | undefined,
  left: Scope,
  context: Context,
): BoundFrom {
  const of = context.expression(path, left, context);
  if (of.type.name !== "super") {
    throw fault(context, `a value of type ${typeName(of.type)} cannot be unnested`, path.span, {
      sqlState: "42809",
      next: "only SUPER columns and their parts stand in FROM",
    });
  }
  const alias = context.unique(name?.value ?? "element");
  const value: BoundExpression = { kind: "column", type: SUPER, relation: alias, name: "value", span: path.span };
  const position: BoundExpression =
    form === "array"
      ? { kind: "column", type: { name: "bigint" }, relation: alias, name: "at", span: path.span }
      : { kind: "column", type: { name: "varchar", length: 65_535 }, relation: alias, name: "at", span: path.span };
  const columns: ScopeColumn[] = [{ name: name?.value ?? "element", value }];
  if (at !== undefined) columns.push({ name: at.value, value: position });
  return { table: { kind: "unnest", form, of, alias }, relations: [], columns };
}
