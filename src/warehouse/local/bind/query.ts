/** Queries: WITH, SELECT, UNION and the like, ORDER BY, LIMIT ("SELECT" of the Database Developer Guide). */
import type { Expression } from "../../../dialect/syntax/expression.ts";
import type { Query, QueryBody, SetOperation } from "../../../dialect/syntax/query.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { columnsUnder, queryOf, selectOf } from "../bound/make-query.ts";
import type { BoundBody, BoundOrder, BoundQuery } from "../bound/query.ts";
import { TEXT } from "../bound/type.ts";
import { commonTypeOf } from "../types/common-type.ts";
import { castColumns } from "./cast-columns.ts";
import { commonTables } from "./common-tables.ts";
import { cast, typeName } from "./convert.ts";
import { fault, type Context } from "./context.ts";
import { distinctRows, isPlainlyDistinct } from "./distinct.ts";
import { boundOrder, orderedBy } from "./order.ts";
import type { Scope } from "./scope.ts";
import { select } from "./select.ts";

/** Returns the query, whose columns all have types: what is a bare text or NULL is a text. */
export function query(syntax: Query, scope: Scope, context: Context): BoundQuery {
  const open = openQuery(syntax, scope, context);
  return castColumns(
    open,
    open.columns.map(({ type }) => (type.name === "unknown" ? TEXT : type)),
    context,
    false,
  );
}

/** Returns the query; its bare texts and NULLs take the types that their place wants. */
export function openQuery(syntax: Query, scope: Scope, context: Context): BoundQuery {
  const { limit, offset } = limits(syntax, context);
  const common = commonTables(syntax.with, scope, context);
  const inner = { ...scope, common: common.scope };
  const { body, orderBy } = ordered(syntax, inner, context);
  return { kind: "query", with: common.tables, body, orderBy, limit, offset, columns: body.columns };
}

interface Ordered {
  readonly body: BoundBody;
  readonly orderBy: readonly BoundOrder[];
}

function ordered(syntax: Query, scope: Scope, context: Context): Ordered {
  const { body, orderBy } = syntax;
  if (body.kind === "select") {
    const bound = select(body, orderBy, scope, context);
    if (!bound.select.distinct || isPlainlyDistinct(bound.select))
      return { body: bound.select, orderBy: bound.orderBy };
    return ofResult(distinctRows({ ...bound.select, distinct: false }, context), syntax, context);
  }
  return ofResult(bodyOf(body, scope, context), syntax, context);
}

/** ORDER BY of columns of a result; where one is compared otherwise than DuckDB does, of a query around it. */
function ofResult(body: BoundBody, { orderBy }: Query, context: Context): Ordered {
  if (orderBy.length === 0) return { body, orderBy: [] };
  const alias = context.unique("ordered");
  const values = columnsUnder(alias, body);
  const items = body.columns.map(({ name }, at) => ({
    syntax: undefined,
    name,
    value: values[at] as BoundExpression,
  }));
  const orders = orderBy.map((item) => boundOrder(orderedBy(item, items, undefined, context)));
  if (orders.every(({ output }) => output !== undefined)) return { body, orderBy: orders };
  return {
    body: selectOf(values, body.columns, { kind: "derived", query: queryOf(body), alias }),
    orderBy: orders,
  };
}

function bodyOf(syntax: QueryBody, scope: Scope, context: Context): BoundBody {
  if (syntax.kind === "query") return openQuery(syntax, scope, context);
  if (syntax.kind === "set_operation") return setOperation(syntax, scope, context);
  const bound = select(syntax, [], scope, context).select;
  if (!bound.distinct || isPlainlyDistinct(bound)) return bound;
  return distinctRows({ ...bound, distinct: false }, context);
}

function setOperation(syntax: SetOperation, scope: Scope, context: Context): BoundBody {
  const parts = [syntax.first, ...syntax.rest.map((one) => one.query)];
  for (const part of parts)
    if (part.kind === "select" && part.top !== undefined) throw topWithin(part.top, context);
  const bodies = parts.map((part) => bodyOf(part, scope, context));
  const first = bodies[0] as BoundBody;
  for (const [at, body] of bodies.entries()) {
    if (body.columns.length === first.columns.length) continue;
    const word = (syntax.rest[at - 1]?.operator ?? "union").toUpperCase().replace(" ALL", "");
    const what = `each ${word} query must have the same number of columns`;
    throw fault(context, what, (parts[at] as QueryBody).span, { sqlState: "42601" });
  }
  const types = first.columns.map((_, at) => {
    const own = bodies.map((body) => body.columns[at]?.type ?? TEXT);
    const open = own.every(({ name }) => name === "unknown");
    const type = open ? own[0] : commonTypeOf(own);
    if (type !== undefined) return type;
    const [one, other] = [...new Set(own.map(typeName))].filter((name) => name !== "unknown");
    throw fault(context, `UNION types ${String(one)} and ${String(other)} cannot be matched`, syntax.span, {
      sqlState: "42804",
      next: "cast the columns to one type",
    });
  });
  const fit = (body: BoundBody, compared: boolean): BoundBody =>
    castColumns(queryOf(body), types, context, compared);
  const columns = first.columns.map((column, at) => ({ ...column, type: types[at] ?? column.type }));
  let left = fit(first, false);
  for (const [at, { operator }] of syntax.rest.entries()) {
    const compared = operator === "intersect" || operator === "except";
    const right = fit(bodies[at + 1] as BoundBody, compared);
    const all = { kind: "set_operation", left: compared ? fit(left, true) : left, right, columns } as const;
    const plain = columns.every(({ type }) => type.name !== "varchar" && type.name !== "super");
    left =
      operator === "union" && !plain
        ? distinctRows({ ...all, operator: "union all" }, context)
        : { ...all, operator };
  }
  return left;
}

/** Which of the queries it ends is not documented. */
function topWithin({ span }: { readonly span: readonly [number, number] }, context: Context): Error {
  return fault(context, "TOP in a set operation is not supported on the local warehouse", span, {
    sqlState: "0A000",
    next: "put the query into brackets: (select top n …) union all …",
  });
}

/** LIMIT, OFFSET and TOP, each a whole number. */
function limits(syntax: Query, context: Context): Pick<BoundQuery, "limit" | "offset"> {
  const top = syntax.body.kind === "select" ? syntax.body.top : undefined;
  if (top !== undefined && syntax.limit !== undefined) {
    throw fault(context, "TOP and LIMIT cannot be used together", top.span, {
      sqlState: "42601",
      next: "leave one of them out",
    });
  }
  return {
    limit: count(top ?? syntax.limit, context),
    offset: count(syntax.offset, context),
  };
}

function count(syntax: Expression | undefined, context: Context): BoundExpression | undefined {
  if (syntax === undefined) return undefined;
  return cast(
    context,
    context.expression(syntax, NOTHING, context),
    { name: "bigint" },
    "implicit",
    syntax.span,
  );
}

const NOTHING: Scope = {
  parent: undefined,
  relations: [],
  columns: [],
  aliases: new Map(),
  common: new Map(),
  withoutAggregates: "LIMIT",
  withoutWindows: "LIMIT",
  marked: false,
};
