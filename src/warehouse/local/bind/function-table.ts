/** Functions in FROM: the columns of late-binding views, and those that give a set of values. */
import type { FunctionTable } from "../../../dialect/syntax/query.ts";
import { typeOf } from "../../../dialect/type-of.ts";
import { NAME, type DataType } from "../../../dialect/types.ts";
import { LATE_BINDING_COLUMNS } from "../reads-late-columns.ts";
import { systemSql } from "../system-queries.ts";
import { cast } from "./convert.ts";
import { fault, type Context } from "./context.ts";
import type { Scope } from "./scope.ts";
import { setOf } from "./set-function.ts";
import type { BoundFrom } from "./table-alias.ts";

const RETURNS: readonly (readonly [name: string, type: DataType])[] = [
  ["view_schema", NAME],
  ["view_name", NAME],
  ["col_name", NAME],
  ["col_type", { name: "varchar", length: 65_535 }],
  ["col_num", { name: "integer" }],
];

/**
 * Returns the columns of every view WITH NO SCHEMA BINDING, under the names and the types that stand after the function.
 * @throws SqlError 0A000 for another function, 42601 without the names and types of the columns, 42804 for more or fewer than there are.
 */
export function functionTable(syntax: FunctionTable, left: Scope, context: Context): BoundFrom {
  const { call, alias, columns, span } = syntax;
  const set = columns.length === 0 ? setOf(syntax, left, context) : undefined;
  if (set !== undefined) return set;
  if (call.name.parts.at(-1)?.value !== LATE_BINDING_COLUMNS || call.args.length > 0) {
    throw fault(context, "functions in FROM are not supported on the local warehouse", span, {
      sqlState: "0A000",
      next: "Redshift runs its own only on the leader node; for a series of numbers, write a recursive query",
    });
  }
  if (columns.length === 0) {
    throw fault(context, 'a column definition list is required for functions returning "record"', span, {
      sqlState: "42601",
      next: `write ${LATE_BINDING_COLUMNS}() cols(view_schema name, view_name name, col_name name, col_type varchar, col_num int)`,
    });
  }
  if (columns.length !== RETURNS.length) {
    throw fault(context, "function return row and query-specified return row do not match", span, {
      sqlState: "42804",
      next: `it returns ${RETURNS.length} columns: ${RETURNS.map(([name]) => name).join(", ")}`,
    });
  }
  const name = alias?.name.value ?? LATE_BINDING_COLUMNS;
  const relation = context.unique(name);
  const told = columns.map((column, at) => {
    const [own, type] = RETURNS[at] as (typeof RETURNS)[number];
    const value = { kind: "column", type, relation, name: own, span: column.span } as const;
    const target = typeOf(column.type, context.position(column.span[0]));
    return { name: column.name.value, value: cast(context, value, target, "explicit", column.span) };
  });
  return {
    table: {
      kind: "relation",
      sql: systemSql(LATE_BINDING_COLUMNS),
      alias: relation,
    },
    relations: [{ name, schema: undefined, columns: told }],
    columns: told,
  };
}
