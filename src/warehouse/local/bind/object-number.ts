/**
 * Numbers of objects of the catalogue, which are written and shown as names (PostgreSQL 8.0, "Object Identifier Types"): `'songs'::regclass`,
 * `c.oid::regclass`.
 */
import { parseTableName } from "../../../dialect/table-name.ts";
import { renderDataType, type ObjectType } from "../../../dialect/types.ts";
import { typeOf } from "../../../dialect/type-of.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { TEXT } from "../bound/type.ts";
import { PG_TYPES } from "../pg-types.ts";
import { duckLiteral } from "../quote.ts";
import { NAME_OF_PROC, NAME_OF_RELATION, NAME_OF_TYPE, numberOfRelation, PROCS } from "../object-names.ts";
import { fault, type Context } from "./context.ts";

/** Returns the number of what a text names. @throws WarehouseError 42704 and 42883 for a type and a function that there is not. */
export function numberNamed(context: Context, text: string, type: ObjectType, span: Span): BoundExpression {
  const known = /^\s*(?:\d+|-)\s*$/.test(text) ? text.trim().replace("-", "0") : undefined;
  if (known !== undefined || type.name === "oid") return { kind: "constant", type, value: known ?? text };
  if (type.name === "regclass") {
    const { schema, name } = parseTableName(text.trim());
    const sql = numberOfRelation(duckLiteral(name), schema === undefined ? undefined : duckLiteral(schema), text);
    return { kind: "apply", type, sql, args: [] };
  }
  const name = text.trim().toLowerCase().replace(/^pg_catalog\./, "");
  if (type.name === "regproc") {
    const number = PROCS.get(name);
    if (number !== undefined) return { kind: "constant", type, value: String(number) };
    throw fault(context, `function "${text}" does not exist`, span, { sqlState: "42883" });
  }
  return { kind: "constant", type, value: String(typeNumber(context, name, span)) };
}

function typeNumber(context: Context, name: string, span: Span): number {
  const found = PG_TYPES.find(([, short, long]) => short === name || long === name);
  if (found !== undefined) return found[0];
  const long = renderDataType(
    typeOf({ kind: "type_name", name, args: [], span }, context.position(span[0])),
  ).replace(/\(.*\)/, "");
  return PG_TYPES.find((type) => type[2] === long)?.[0] ?? 0;
}

const NAMES: Readonly<Record<ObjectType["name"], string>> = {
  oid: "CAST($1 AS VARCHAR)",
  regclass: NAME_OF_RELATION,
  regproc: NAME_OF_PROC,
  regtype: NAME_OF_TYPE,
};

/** Returns the text of a number of an object. */
export function nameOf(value: BoundExpression, type: ObjectType): BoundExpression {
  return { kind: "apply", type: TEXT, sql: NAMES[type.name], args: [value] };
}
