/** UNPIVOT: a row for every column of IN ("PIVOT and UNPIVOT examples" of the Developer Guide). */
import type { Unpivot } from "../../../dialect/syntax/query.ts";
import type { DataType } from "../../../dialect/types.ts";
import type { Apply, BoundExpression } from "../bound/expression.ts";
import { queryOf, selectOf } from "../bound/make-query.ts";
import type { BoundTable } from "../bound/query.ts";
import type { BoundType } from "../bound/type.ts";
import { commonTypeOf } from "../types/common-type.ts";
import { cast, typeName } from "./convert.ts";
import { fault, type Context } from "./context.ts";
import { implicitColumns, rotated, sourceColumn, sourceOf } from "./rotated.ts";
import type { Scope } from "./scope.ts";
import { reference, type BoundFrom } from "./table-alias.ts";

const INTEGER: DataType = { name: "integer" };
/** "The UNPIVOT name column is of type VARCHAR", which has 256 bytes where nothing is said ("Character types"). */
const NAME: DataType = { name: "varchar", length: 256 };

/**
 * Returns the unpivoted table: the columns that UNPIVOT does not name, the one with the names, the one with the values.
 * @throws SqlError in the user's words, with its place: 42804 for columns without a common type.
 */
export function unpivot(syntax: Unpivot, from: BoundFrom, left: Scope, context: Context): BoundFrom {
  const source = sourceOf(syntax, from, left, context);
  const values = syntax.columns.map(({ column }) => sourceColumn(column, source, context));
  const type = typeOfAll(values, syntax, context);
  const place = context.unique("place");
  const at = reference(place, "place", INTEGER);
  const name = chosen(
    at,
    syntax.columns.map(({ column, alias }) => ({
      kind: "constant",
      type: NAME,
      value: (alias ?? column).value,
    })),
    NAME,
  );
  const value = chosen(
    at,
    values.map((one, index) =>
      cast(context, one, type, "implicit", syntax.columns[index]?.span ?? syntax.span),
    ),
    type,
  );
  const items = [
    ...implicitColumns(source, values),
    { name: syntax.name.value, value: name },
    { name: syntax.value.value, value },
  ];
  const table: BoundTable = {
    kind: "join",
    type: "cross",
    left: from.table,
    right: places(values.length, place),
    on: undefined,
  };
  const given: Apply = { kind: "apply", type: { name: "boolean" }, sql: "($1 IS NOT NULL)", args: [value] };
  return rotated(
    items,
    { from: table, where: syntax.nulls === "include" ? undefined : given },
    syntax,
    context,
  );
}

/** "The IN list columns must have a common type that they are all compatible with." */
function typeOfAll(
  values: readonly BoundExpression[],
  { columns, span }: Unpivot,
  context: Context,
): BoundType {
  const types = values.map(({ type }) => type);
  const common = commonTypeOf(types);
  if (common !== undefined) return common;
  const other = types.findIndex((type) => commonTypeOf([types[0] as BoundType, type]) === undefined);
  const what = `UNPIVOT types ${typeName(types[0] as BoundType)} and ${typeName(types[other] as BoundType)} cannot be matched`;
  throw fault(context, what, columns[other]?.span ?? span, {
    sqlState: "42804",
    next: "cast them to one type in a query: (SELECT a::varchar … FROM …) UNPIVOT (…)",
  });
}

/** The numbers from 1 of the columns, as the rows of a table, so that what is unpivoted is read once. */
function places(count: number, alias: string): BoundTable {
  const numbers = Array.from({ length: count }, (_, index) => index + 1).join(", ");
  const value: Apply = { kind: "apply", type: INTEGER, sql: `unnest([${numbers}])`, args: [] };
  const column = { name: "place", id: "place", type: INTEGER };
  return { kind: "derived", query: queryOf(selectOf([value], [column], undefined)), alias };
}

/** The one of the values whose number stands in `at`. */
function chosen(at: BoundExpression, values: readonly BoundExpression[], type: BoundType): Apply {
  const branches = values.map((_, index) => `WHEN $1 = ${index + 1} THEN $${index + 2}`);
  return { kind: "apply", type, sql: `CASE ${branches.join(" ")} END`, args: [at, ...values] };
}
