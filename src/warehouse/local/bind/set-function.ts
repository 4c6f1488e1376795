/**
 * Functions in FROM that give a set of values, which the leader node has for queries of the catalogue ("Leader node-only functions";
 * PostgreSQL 8.0, "Set Returning Functions").
 */
import type { Alias, FunctionTable } from "../../../dialect/syntax/query.ts";
import { ownValue } from "../../../dialect/own-value.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { queryOf, selectOf } from "../bound/make-query.ts";
import { TEXT, type BoundType } from "../bound/type.ts";
import type { FunctionForm } from "../functions/entry.ts";
import { applyForm } from "./apply-form.ts";
import { settled } from "./convert.ts";
import type { Context } from "./context.ts";
import { matchForm } from "./form.ts";
import { emptyScope, type Scope } from "./scope.ts";
import { named, reference, type BoundFrom } from "./table-alias.ts";
import { toolsOf } from "./tools.ts";

const NUMBERS = "generate_series(CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT))";

/** By name; functions/entry.ts says how a form is read. */
const SETS: Readonly<Record<string, readonly FunctionForm[]>> = {
  generate_series: [
    {
      takes: ["integer", "integer", "integer = 1"],
      gives: "integer",
      sql: `CAST(unnest(${NUMBERS}) AS INTEGER)`,
    },
    { takes: ["bigint", "bigint", "bigint = 1"], gives: "bigint", sql: `CAST(unnest(${NUMBERS}) AS BIGINT)` },
  ],
  // Later than PostgreSQL 8.0, as psql asks. Without its schema it is refused as Redshift does.
  unnest: [
    { takes: ["array"], gives: ([type]) => (type?.name === "array" ? type.of : TEXT), sql: "unnest($1)" },
  ],
};

/** Returns the values as a table of one column; undefined for another function. @throws WarehouseError 42883 for other arguments. */
export function setOf(
  { call, alias, span }: FunctionTable,
  left: Scope,
  context: Context,
): BoundFrom | undefined {
  const name = call.name.parts.at(-1)?.value ?? "";
  const forms = ownValue(SETS, name);
  if (forms === undefined) return factOf({ call, alias }, name, context);
  const args = call.args.map((arg) => context.expression(arg, emptyScope(left.parent), context));
  const matched = matchForm(
    forms,
    args.map(({ type }) => type),
  );
  if (matched === undefined) throw toolsOf(context).noSuchFunction(name, args, span);
  return valuesAs(applyForm(context, matched, args, span), matched.gives, { name, alias }, context);
}

/** Those beside `context.session.values`; pgcli asks for the second one. */
const FACTS: ReadonlySet<string> = new Set(["current_setting", "current_schemas"]);

/** What the session tells of itself, as a table of one row. */
function factOf(
  { call, alias }: Pick<FunctionTable, "call" | "alias">,
  name: string,
  context: Context,
): BoundFrom | undefined {
  if (!Object.hasOwn(context.session.values, name) && !FACTS.has(name)) return undefined;
  const value = settled(context.expression(call, emptyScope(), context));
  return valuesAs(value, value.type, { name, alias }, context);
}

function valuesAs(
  value: BoundExpression,
  type: BoundType,
  { name, alias }: { readonly name: string; readonly alias: Alias | undefined },
  context: Context,
): BoundFrom {
  const own = context.unique(alias?.name.value ?? name);
  const query = queryOf(selectOf([value], [{ name, id: name, type }], undefined));
  // A table of one column gives it its own name.
  const called = alias?.columns.length === 0 ? alias.name.value : name;
  const columns = [{ name: called, value: reference(own, name, type) }];
  return named(
    { bound: { kind: "derived", query, alias: own }, columns, own: name, schema: undefined },
    alias,
    context,
  );
}
