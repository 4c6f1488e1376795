/** `where a.x = b.x (+)` as an outer join ("Oracle-style outer joins in the WHERE clause" of the Developer Guide). */
import type { Expression } from "../../../dialect/syntax/expression.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundTable } from "../bound/query.ts";
import { logical } from "./condition.ts";
import { fault, type Context } from "./context.ts";
import type { BoundTables, FromPart } from "./from.ts";
import { conditionOf, conditionsOf, refused, type Condition } from "./marked-condition.ts";

/** A table whose rows may be missing, and the one that it is joined to. */
interface OuterTable {
  readonly name: string;
  readonly table: BoundTable;
  readonly to: string;
  readonly on: readonly Condition[];
}

/**
 * Returns the tables with their outer joins, and what is left of WHERE.
 * @param tables whose scope is that of the WHERE
 * @throws SqlError for a use that the page refuses, and for one whose meaning it leaves open.
 */
export function outerJoins(
  where: Expression,
  { scope, parts }: BoundTables,
  context: Context,
): { readonly table: BoundTable; readonly where: BoundExpression | undefined } {
  const conditions = conditionsOf(where).map((one) => conditionOf(one, scope, context));
  refuseBeside(parts, conditions, context);
  const named = new Map(parts.map((part) => [nameOf(part.table), part] as const));
  const all = [...new Set(conditions.flatMap(({ marked }) => marked ?? []))].map((name) =>
    outerTable(name, conditions, named, context),
  );
  const outer = all.filter((one) => !isInner(one, conditions, context));
  const inner = parts.filter(({ table }) => !outer.some(({ name }) => name === nameOf(table)));
  const left = conditions.filter(({ marked }) => !outer.some(({ name }) => name === marked));
  return {
    table: joined(
      inner.map(({ table }) => table),
      outer,
      context,
    ),
    where:
      left.length === 0
        ? undefined
        : logical(
            "and",
            left.map(({ value }) => value),
          ),
  };
}

function refuseBeside(parts: readonly FromPart[], conditions: readonly Condition[], context: Context): void {
  const span = conditions.find(({ marked }) => marked !== undefined)?.span ?? [0, 0];
  for (const { table } of parts) {
    if (table.kind === "join") throw refused(context, "cannot be used together with a JOIN in FROM", span);
    // Which of the tables comes first, the SUPER value says and not the condition.
    if (table.kind === "unnest")
      throw refused(context, "cannot be used together with a SUPER value in FROM", span);
  }
}

/** The name in the written text; of a join, which has none, nothing that a column has. */
function nameOf(table: BoundTable): string {
  return table.kind === "join" ? "" : table.alias;
}

function outerTable(
  name: string,
  conditions: readonly Condition[],
  named: ReadonlyMap<string, FromPart>,
  context: Context,
): OuterTable {
  const on = conditions.filter(({ marked }) => marked === name);
  const others = on.flatMap(({ relations, span }) => relations.map((relation) => ({ relation, span })));
  const [first] = others;
  const span = on[0]?.span ?? [0, 0];
  // Whether it then is a filter or nothing, the page does not say.
  if (first === undefined)
    throw refused(context, "joins nothing: no condition has a column of another table", span);
  const second = others.find(({ relation }) => relation !== first.relation);
  if (second !== undefined) {
    throw fault(context, "A table may be outer joined to at most one other table.", second.span, {
      sqlState: "42601",
      next: "write LEFT JOIN … ON",
    });
  }
  const [table, to] = [named.get(name), named.get(first.relation)];
  // "Only in reference to columns from tables or views", and no outer join "with a table that results from an inner query".
  if (table?.isTable !== true || to?.isTable !== true)
    throw refused(context, "joins only tables and views of its own FROM, not subqueries", first.span);
  return { name, table: table.table, to: first.relation, on };
}

/** "You must use the (+) operator in all or none of these conditions. A join with mixed syntax styles executes as an inner join." */
function isInner({ name, to, on }: OuterTable, conditions: readonly Condition[], context: Context): boolean {
  const mixed = conditions.filter(
    ({ marked, relations }) => marked !== name && relations.includes(name) && relations.includes(to),
  );
  const other = mixed.find(({ isComparison }) => !isComparison);
  if (other === undefined) return mixed.length > 0;
  // Whether it filters the rows or makes the join an inner one, the page does not say.
  const says = "cannot be combined with a condition on the same two tables that is not a comparison";
  throw refused(context, says, on[0]?.span ?? other.span);
}

/** Each outer table after the one that it is joined to. */
function joined(inner: readonly BoundTable[], outer: readonly OuterTable[], context: Context): BoundTable {
  const [first, ...more] = inner;
  let table = first;
  for (const right of more)
    table = table && { kind: "join", type: "cross", left: table, right, on: undefined };
  const known = new Set(inner.map(nameOf));
  let waiting = outer;
  while (waiting.length > 0) {
    const next = waiting.find(({ to }) => known.has(to));
    if (next === undefined || table === undefined)
      throw refused(context, "cannot join two tables to each other", waiting[0]?.on[0]?.span ?? [0, 0]);
    const on = logical(
      "and",
      next.on.map(({ value }) => value),
    );
    table = { kind: "join", type: "left", left: table, right: next.table, on };
    known.add(next.name);
    waiting = waiting.filter((one) => one !== next);
  }
  if (table === undefined) throw new RangeError("a query with (+) has tables");
  return table;
}
