/** Views ("CREATE VIEW", "CREATE MATERIALIZED VIEW", "REFRESH MATERIALIZED VIEW" of the Database Developer Guide). */
import type {
  CreateMaterializedView,
  CreateView,
  RefreshMaterializedView,
} from "../../../dialect/syntax/definition.ts";
import { fault, type Context } from "../bind/context.ts";
import { relationNamed } from "../bind/named-relation.ts";
import { emptyScope } from "../bind/scope.ts";
import type { BoundQuery } from "../bound/query.ts";
import { DEFAULT_SCHEMA } from "../default-schema.ts";
import { duckName, duckTable } from "../quote.ts";
import { writeQuery } from "../write/query.ts";
import { columnsOf, declaredKeys } from "./create.ts";
import { namedTables } from "./named-tables.ts";
import type { MaterializedKeys, Plan } from "./plan.ts";
import { catalogueName, newName } from "./target.ts";

/** Returns a CREATE VIEW. @param source the statement's text, of which the query is a part */
export function planCreateView(syntax: CreateView, source: string, context: Context): Plan {
  const view = newName(syntax.name, false, context);
  const own = {
    kind: "create view",
    view,
    replaces: syntax.orReplace,
    source: source.slice(...syntax.query.span),
    keys: {},
  } as const;
  if (syntax.lateBinding) {
    const columns = syntax.columns.map(({ value }) => ({
      name: value,
      type: { name: "varchar", length: 65_535 } as const,
    }));
    const named = namedTables(syntax.query).flatMap(({ schema }) => schema ?? []);
    return { ...own, form: "late", columns, statements: [], reads: [], schemas: [...new Set(named)] };
  }
  const { query, columns } = readQuery(syntax, context);
  const statement = `CREATE VIEW ${sqlOf(view)} (${columns.map(({ name }) => duckName(name)).join(", ")}) AS ${writeQuery(query)}`;
  return {
    ...own,
    form: "view",
    columns,
    statements: [statement],
    reads: readsOf(syntax, context),
    schemas: [],
  };
}

/** Returns a CREATE MATERIALIZED VIEW: a table that REFRESH fills again. */
export function planMaterializedView(syntax: CreateMaterializedView, source: string, context: Context): Plan {
  const view = newName(syntax.name, false, context);
  const { query, columns } = readQuery(syntax, context);
  const named = {
    ...query,
    columns: query.columns.map((column, at) => ({ ...column, id: columns[at]?.name ?? column.id })),
  };
  const statement = `CREATE TABLE ${sqlOf(view)} AS SELECT * FROM (${writeQuery(query)}) AS "made" (${named.columns.map(({ id }) => duckName(id)).join(", ")})`;
  return {
    kind: "create view",
    form: "materialized view",
    replaces: false,
    view,
    source: source.slice(...syntax.query.span),
    columns,
    statements: [statement],
    reads: readsOf(syntax, context),
    schemas: [],
    keys: keysOf(syntax),
  };
}

/** The style is EVEN where none is declared, and there is no sort key: "CREATE MATERIALIZED VIEW", table_attributes. */
function keysOf({ attributes, autoRefresh }: CreateMaterializedView): MaterializedKeys {
  const { distStyle = "even", distKey, sortStyle = "none", sortKey = [] } = declaredKeys(attributes);
  return { distStyle, distKey, sortStyle, sortKey, autoRefresh: autoRefresh === true };
}

function readQuery(
  syntax: CreateView | CreateMaterializedView,
  context: Context,
): { readonly query: BoundQuery; readonly columns: ReturnType<typeof columnsOf> } {
  const query = context.query(syntax.query, emptyScope(), context);
  return { query, columns: columnsOf(query, syntax.columns, syntax.name.span, context) };
}

function sqlOf({
  schema = DEFAULT_SCHEMA,
  name,
}: {
  readonly schema: string | undefined;
  readonly name: string;
}): string {
  return duckTable({ schema, name });
}

/** What the query reads: a view of a temporary table is not possible. */
function readsOf(
  syntax: CreateView | CreateMaterializedView,
  context: Context,
): readonly ReturnType<typeof catalogueName>[] {
  const found = namedTables(syntax.query).flatMap((name) => context.relations.find(name) ?? []);
  const temporary = found.find(({ schema }) => schema === undefined);
  if (temporary !== undefined) {
    throw fault(context, `a view cannot read the temporary table "${temporary.name}"`, syntax.name.span, {
      sqlState: "0A000",
      next: "make the table permanent",
    });
  }
  return found.filter(({ kind }) => kind !== "system").map(catalogueName);
}

/** Returns a REFRESH MATERIALIZED VIEW. @throws SqlError 42809 for anything else. */
export function planRefresh(syntax: RefreshMaterializedView, context: Context): Plan {
  const relation = relationNamed(syntax.name, context);
  if (relation.kind !== "materialized view" || relation.refresh === undefined)
    throw fault(context, `"${relation.name}" is not a materialized view`, syntax.name.span, {
      sqlState: "42809",
    });
  const query = context.bound(relation.refresh, context);
  return {
    kind: "refresh view",
    view: catalogueName(relation),
    sql: [`DELETE FROM ${relation.sql}`, `INSERT INTO ${relation.sql} ${writeQuery(query)}`],
  };
}
