/** Values that a column takes: INSERT, UPDATE, MERGE, DEFAULT ("Type compatibility and conversion", "INSERT" of the Developer Guide). */
import type { Expression } from "../../../dialect/syntax/expression.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import { parseExpression } from "../../../dialect/parse/parse.ts";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import type { DataType } from "../../../dialect/types.ts";
import { cast, typeName } from "../bind/convert.ts";
import { fault, type Context } from "../bind/context.ts";
import { emptyScope, type Scope } from "../bind/scope.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { castKind } from "../types/casts.ts";
import { isText } from "../types/common-type.ts";
import { duckType } from "../types/duck-type.ts";
import { writeExpression } from "../write/expression.ts";
import { writeQuery } from "../write/query.ts";

/** Returns the value as the column takes it. @throws SqlError 42804 where its type does not become the column's by itself. */
export function assigned(
  value: BoundExpression,
  column: { readonly name: string; readonly type: DataType },
  span: Span,
  context: Context,
): BoundExpression {
  const kind = castKind(value.type, column.type);
  if (kind === undefined || kind === "explicit") {
    const what = `column "${column.name}" is of type ${typeName(column.type)} but expression is of type ${typeName(value.type)}`;
    throw fault(context, what, span, { sqlState: "42804", next: `cast it: x::${typeName(column.type)}` });
  }
  return fitted(cast(context, value, column.type, "implicit", span), value, column.type);
}

/**
 * A text that may be too long: blanks that do not fit are cut, and anything else that does not is an error ("Character types"). Bytes have
 * a "fixed limit" ("VARBYTE type"); that more of them are an error is not said there, and is as for texts.
 */
function fitted(value: BoundExpression, from: BoundExpression, type: DataType): BoundExpression {
  if (type.name === "varbyte")
    return { kind: "apply", type, sql: `redshift_functions.fit_bytes($1, ${type.length})`, args: [value] };
  if (!isText(type)) return value;
  if (value.kind === "constant" && (value.value === null || fits(value.value, type))) return value;
  if (type.name === "varchar" && isText(from.type) && from.type.length <= type.length) return value;
  const sql = `redshift_functions.${type.name === "char" ? "fit_char" : "fit"}($1, ${type.length})`;
  return { kind: "apply", type, sql, args: [value] };
}

function fits(text: string, type: { readonly name: string; readonly length: number }): boolean {
  const bytes = Buffer.byteLength(text);
  return bytes <= type.length && (type.name === "varchar" || bytes === text.length);
}

/** Returns the value of an expression as a column takes it; DEFAULT is DuckDB's own word. */
export function assignedExpression(
  syntax: Expression,
  column: { readonly name: string; readonly type: DataType },
  scope: Scope,
  context: Context,
): BoundExpression {
  if (syntax.kind === "constant" && syntax.value === "default")
    return { kind: "apply", type: column.type, sql: "DEFAULT", args: [] };
  return assigned(context.expression(syntax, scope, context), column, syntax.span, context);
}

/** Returns DuckDB's text of the default of a column; undefined where it has none. */
export function defaultSql(column: ColumnDefinition, context: Context): string | undefined {
  if (column.defaultSql === undefined) return undefined;
  const inner = { ...context, position: () => ({ line: 1, column: 1 }) };
  const value = context.expression(parseExpression(column.defaultSql), emptyScope(), inner);
  const written = writeExpression(assigned(value, column, [0, 0], inner), writeQuery);
  return value.type.name === "unknown" && value.kind === "constant" && value.value === null
    ? `CAST(NULL AS ${duckType(column.type)})`
    : written;
}
