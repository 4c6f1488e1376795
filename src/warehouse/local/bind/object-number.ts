/**
 * Numbers of objects of the catalogue, which are written and shown as names (PostgreSQL 8.0, "Object Identifier Types"): `'t'::regclass`,
 * `c.oid::regclass`.
 */
import { ownValue } from "../../../dialect/own-value.ts";
import { parseTableName, type QualifiedName } from "../../../dialect/table-name.ts";
import { shortTypeName, type ObjectType } from "../../../dialect/types.ts";
import { typeOf } from "../../../dialect/type-of.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import { SqlError } from "../../../errors.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { TEXT } from "../bound/type.ts";
import { SYSTEM_OIDS } from "../catalogue-views.ts";
import { PG_TYPES } from "../pg-types.ts";
import { duckLiteral } from "../quote.ts";
import { NAME_OF_PROC, NAME_OF_RELATION, NAME_OF_TYPE, numberOfRelation, PROCS } from "../object-names.ts";
import { fault, type Context } from "./context.ts";

/** Returns the number of what a text names. @throws WarehouseError 42704, 42883 for what does not exist, 42602 for no name. */
export function numberNamed(context: Context, text: string, type: ObjectType, span: Span): BoundExpression {
  const known = /^\s*(?:\d+|-)\s*$/.test(text) ? text.trim().replace("-", "0") : undefined;
  if (known !== undefined || type.name === "oid") return { kind: "constant", type, value: known ?? text };
  if (type.name === "regclass") {
    const { schema, name } = relationIn(context, text, span);
    const number = schema === undefined || schema === "pg_catalog" ? ownValue(SYSTEM_OIDS, name) : undefined;
    if (number !== undefined) return { kind: "constant", type, value: String(number) };
    const sql = numberOfRelation(
      duckLiteral(name),
      schema === undefined ? undefined : duckLiteral(schema),
      text,
    );
    return { kind: "apply", type, sql, args: [] };
  }
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^pg_catalog\./, "");
  if (type.name === "regproc") {
    const number = PROCS.get(name);
    if (number !== undefined) return { kind: "constant", type, value: String(number) };
    throw fault(context, `function "${text}" does not exist`, span, {
      sqlState: "42883",
      next: "functions are not listed in the catalogue here: docs/dialect.md lists what is supported",
    });
  }
  return { kind: "constant", type, value: String(typeNumber(context, name, span)) };
}

function relationIn(context: Context, text: string, span: Span): QualifiedName {
  try {
    return parseTableName(text.trim());
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof SqlError)) throw error;
    throw fault(context, `invalid name syntax: "${text}"`, span, { sqlState: "42602" });
  }
}

function typeNumber(context: Context, name: string, span: Span): number {
  const found = PG_TYPES.find(([, short, long]) => short === name || long === name);
  if (found !== undefined) return found[0];
  const long = shortTypeName(typeOf({ kind: "type_name", name, args: [], span }, context.position(span[0])));
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
