/** What PIVOT and UNPIVOT have in common: what they can be applied to, and how their result is named ("PIVOT and UNPIVOT examples"). */
import type { Name } from "../../../dialect/syntax/node.ts";
import type { Pivot, TableReference, Unpivot } from "../../../dialect/syntax/query.ts";
import type { BoundExpression, ColumnValue } from "../bound/expression.ts";
import { columnsOf, queryOf, selectOf } from "../bound/make-query.ts";
import type { BoundSelect, BoundTable } from "../bound/query.ts";
import { fault, type Context } from "./context.ts";
import { emptyScope, type Scope, type ScopeColumn } from "./scope.ts";
import { named, reference, type BoundFrom } from "./table-alias.ts";

/** What is rotated, and what can be named in the brackets: its columns, and the tables of WITH in queries there. */
export interface Source {
  readonly from: BoundFrom;
  readonly scope: Scope;
}

/** Returns what is rotated. @throws SqlError 0A000 for what is not a table, a view or a query and no table of a WITH. */
export function sourceOf(
  syntax: Pivot | Unpivot,
  from: BoundFrom,
  { common }: Scope,
  context: Context,
): Source {
  const what = unfit(syntax.source, from.table, common);
  if (what === undefined) {
    const { relations, columns } = from;
    return { from, scope: { ...emptyScope(), common, relations, columns } };
  }
  const word = syntax.kind.toUpperCase();
  throw fault(context, `${word} cannot be applied to ${what}`, syntax.source.span, {
    sqlState: "0A000",
    next: `put it into a query: (SELECT … FROM …) ${word} (…)`,
  });
}

function unfit(syntax: TableReference, table: BoundTable, common: Scope["common"]): string | undefined {
  if (table.kind === "unnest") return "an unnested SUPER value";
  switch (syntax.kind) {
    case "join":
      return "a join";
    case "pivot":
    case "unpivot":
      return `the result of ${syntax.kind.toUpperCase()}`;
    case "table": {
      const [name, ...more] = syntax.name.parts;
      const recursive = more.length === 0 && common.get(name?.value ?? "")?.recursive === true;
      return recursive ? "a table of WITH that reads itself" : undefined;
    }
    default:
      return undefined;
  }
}

/** Returns one column of the source by its name. @throws SqlError 42703 for none, 42702 for several. */
export function sourceColumn(name: Name, { scope }: Source, context: Context): BoundExpression {
  return context.expression({ kind: "column", parts: [name], span: name.span }, scope, context);
}

/** Returns the columns of the source that are not among these, which the result has as they are. */
export function implicitColumns({ from }: Source, used: readonly BoundExpression[]): readonly ScopeColumn[] {
  const isUsed = ({ relation, name }: ColumnValue): boolean =>
    used.some((one) => one.kind === "column" && one.relation === relation && one.name === name);
  return from.columns.filter(({ value }) => value.kind !== "column" || !isUsed(value));
}

/** Returns the result as a table of FROM: by its alias, or with columns that are named alone. */
export function rotated(
  items: readonly ScopeColumn[],
  clauses: Pick<BoundSelect, "from"> & Partial<Pick<BoundSelect, "where" | "groupBy">>,
  { alias, kind }: Pivot | Unpivot,
  context: Context,
): BoundFrom {
  const own = context.unique(alias?.name.value ?? kind);
  const made = columnsOf(items);
  const select = {
    ...selectOf(
      items.map(({ value }) => value),
      made,
      clauses.from,
    ),
    ...clauses,
  };
  const bound = { kind: "derived", query: queryOf(select), alias: own } as const;
  const columns = made.map(({ name, id, type }) => ({ name, value: reference(own, id, type) }));
  if (alias === undefined) return { table: bound, relations: [], columns };
  return named({ bound, columns, own, schema: undefined }, alias, context);
}
