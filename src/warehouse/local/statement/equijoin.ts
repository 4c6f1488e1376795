/**
 * How the rows of FROM belong to those of the target of an UPDATE ("UPDATE", "Examples of UPDATE statements" of the Database Developer
 * Guide): by an equality, or because the target stands in FROM itself.
 */
import { NO_EQUIJOIN } from "../../../dialect/refuse/update.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import { logical } from "../bind/condition.ts";
import { fault, type Context } from "../bind/context.ts";
import { someWithin } from "../bind/walk.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundRelation, BoundTable } from "../bound/query.ts";
import type { Relation } from "../bind/relation.ts";

/** The target under the name that it has in the written text. */
export interface Updated {
  readonly relation: Pick<Relation, "sql" | "name">;
  readonly alias: string;
}

/**
 * Returns the condition under which a row of the target goes with one of FROM: that of WHERE where it compares them with `=`. Where it does
 * not, and FROM names the target under an alias, the two are one row.
 * @throws SqlError 0A000 where the target is not joined.
 */
export function joined(
  where: BoundExpression | undefined,
  target: Updated,
  tables: BoundTable,
  span: Span,
  context: Context,
): BoundExpression | undefined {
  const parts = where === undefined ? [] : conjuncts(where);
  if (parts.some((part) => isEquijoin(part, target.alias))) return where;
  const own = relationsOf(tables).filter(({ sql }) => sql === target.relation.sql);
  const [self] = own;
  if (self !== undefined && own.length === 1)
    return logical("and", [sameRow(target.alias, self.alias), ...parts]);
  throw fault(context, NO_EQUIJOIN, span, {
    sqlState: "0A000",
    next: `compare a column of ${target.relation.name} with one of FROM by = in WHERE`,
  });
}

/** The places of two rows in one table, which DuckDB knows by this name. */
function sameRow(one: string, other: string): BoundExpression {
  const place = (relation: string): BoundExpression => ({
    kind: "column",
    type: { name: "bigint" },
    relation,
    name: "rowid",
    span: [0, 0],
  });
  return { kind: "apply", type: { name: "boolean" }, sql: "($1 = $2)", args: [place(one), place(other)] };
}

const AND = /^\(\$1(?: AND \$\d+)+\)$/;

function conjuncts(value: BoundExpression): readonly BoundExpression[] {
  return value.kind === "apply" && AND.test(value.sql) ? value.args.flatMap(conjuncts) : [value];
}

function isEquijoin(value: BoundExpression, alias: string): boolean {
  if (value.kind !== "apply" || value.sql !== "($1 = $2)") return false;
  const [left, right] = value.args as readonly [BoundExpression, BoundExpression];
  const own = (side: BoundExpression): boolean => reads(side, (relation) => relation === alias);
  const other = (side: BoundExpression): boolean => reads(side, (relation) => relation !== alias);
  return (
    (own(left) && !other(left) && other(right) && !own(right)) ||
    (own(right) && !other(right) && other(left) && !own(left))
  );
}

function reads(value: BoundExpression, test: (relation: string) => boolean): boolean {
  return someWithin(value, (one) => one.kind === "column" && test(one.relation));
}

function relationsOf(table: BoundTable): readonly BoundRelation[] {
  if (table.kind === "join") return [...relationsOf(table.left), ...relationsOf(table.right)];
  return table.kind === "relation" ? [table] : [];
}
