/** Functions in FROM: the columns of late-binding views, and for clients of the catalogue a series of numbers. */
import type { FunctionTable } from "../../../dialect/syntax/query.ts";
import { typeOf } from "../../../dialect/type-of.ts";
import { NAME, type DataType } from "../../../dialect/types.ts";
import { LATE_BINDING_COLUMNS } from "../reads-late-columns.ts";
import { systemSql } from "../system-queries.ts";
import { queryOf, selectOf } from "../bound/make-query.ts";
import type { FunctionForm } from "../functions/entry.ts";
import { applyForm } from "./apply-form.ts";
import { cast } from "./convert.ts";
import { fault, type Context } from "./context.ts";
import { matchForm } from "./form.ts";
import { emptyScope, type Scope } from "./scope.ts";
import { named, reference, type BoundFrom } from "./table-alias.ts";
import { toolsOf } from "./tools.ts";

const RETURNS: readonly (readonly [name: string, type: DataType])[] = [
  ["view_schema", NAME],
  ["view_name", NAME],
  ["col_name", NAME],
  ["col_type", { name: "varchar", length: 65_535 }],
  ["col_num", { name: "integer" }],
];

/**
 * Returns the columns of every view WITH NO SCHEMA BINDING, under the names and the types that stand behind the function.
 * @throws SqlError 0A000 for another function, 42601 without the names and types of the columns, 42804 for more or fewer than there are.
 */
export function functionTable(syntax: FunctionTable, left: Scope, context: Context): BoundFrom {
  const { call, alias, columns, span } = syntax;
  if (call.name.parts.at(-1)?.value === SERIES && columns.length === 0) return series(syntax, left, context);
  if (call.name.parts.at(-1)?.value !== LATE_BINDING_COLUMNS || call.args.length > 0) {
    throw fault(context, "functions in FROM are not supported on the local warehouse", span, {
      sqlState: "0A000",
      next: "Redshift's own run on its leader node only; write a recursive query for a series of numbers",
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

const SERIES = "generate_series";

/** Whole numbers from one to another ("Leader node-only functions"; PostgreSQL 8.0, "Set Returning Functions"). */
function series({ call, alias, span }: FunctionTable, left: Scope, context: Context): BoundFrom {
  const args = call.args.map((arg) => context.expression(arg, emptyScope(left.parent), context));
  const matched = matchForm(
    SERIES_FORMS,
    args.map(({ type }) => type),
  );
  if (matched === undefined) throw toolsOf(context).noSuchFunction(SERIES, args, span);
  const items = [applyForm(context, matched, args, span)];
  const output = { name: SERIES, id: SERIES, type: matched.gives };
  const own = context.unique(alias?.name.value ?? SERIES);
  const query = queryOf(selectOf(items, [output], undefined));
  const called = alias?.columns.length === 0 ? alias.name.value : SERIES;
  const columns = [{ name: called, value: reference(own, SERIES, matched.gives) }];
  return named(
    { bound: { kind: "derived", query, alias: own }, columns, own: SERIES, schema: undefined },
    alias,
    context,
  );
}

const SERIES_FORMS: readonly FunctionForm[] = ["integer", "bigint"].map((type) => ({
  takes: [type, type, `${type} = 1`],
  gives: type,
  sql: `CAST(unnest(generate_series(CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT))) AS ${type.toUpperCase()})`,
}));
