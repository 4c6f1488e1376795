/** Tables that are made: of columns, as another one, of a query ("CREATE TABLE", "CREATE TABLE AS", "SELECT INTO" of the Developer Guide). */
import type { Query } from "../../../dialect/syntax/query.ts";
import type { CreateTable, CreateTableAs, TableAttribute } from "../../../dialect/syntax/table.ts";
import type { Name, QualifiedName as NameSyntax } from "../../../dialect/syntax/node.ts";
import type { ColumnDefinition, TableDefinition } from "../../../dialect/table-definition.ts";
import { parseTableName, spellQualifiedName, type QualifiedName } from "../../../dialect/table-name.ts";
import { isCatalogueType, renderDataType, type DataType } from "../../../dialect/types.ts";
import { fault, type Context } from "../bind/context.ts";
import type { RelationColumn } from "../bind/relation.ts";
import { emptyScope } from "../bind/scope.ts";
import type { BoundQuery } from "../bound/query.ts";
import { DEFAULT_SCHEMA } from "../default-schema.ts";
import { duckName, duckTable } from "../quote.ts";
import { defaultSql } from "./assign.ts";
import { withReferenced } from "./foreign-key.ts";
import { inheritedKeys } from "./inherited-keys.ts";
import { filling, insertRows } from "./insert.ts";
import type { Defaults, Plan } from "./plan.ts";
import { newName, targetOf } from "./target.ts";

/** Returns a CREATE TABLE with columns. @param declared what its text declares, with the name that the text gives */
export function planCreateTable(syntax: CreateTable, declared: TableDefinition, context: Context): Plan {
  const name = newName(syntax.name, syntax.temporary, context);
  const table = withReferenced(syntax, { ...declared, name: spellQualifiedName(name) }, context);
  return { kind: "create table", table, defaults: defaultsOf(table.columns, context) };
}

/** Returns a CREATE TABLE (LIKE other): columns, NOT NULL, distribution and sorting, no keys, and defaults when they are asked for. */
export function planLike(syntax: CreateTable, context: Context): Plan | undefined {
  const like = syntax.elements.find((element) => element.kind === "like_table");
  if (like === undefined || syntax.elements.length > 1) return undefined;
  const source = targetOf(like.table, context).table;
  const columns = source.columns.map(({ defaultSql: given, ...column }) =>
    like.defaults === "including" && given !== undefined ? { ...column, defaultSql: given } : column,
  );
  const name = newName(syntax.name, syntax.temporary, context);
  const table: TableDefinition = {
    ...source,
    name: spellQualifiedName(name),
    temporary: isTemporary(syntax.temporary, syntax.name),
    ifNotExists: syntax.ifNotExists,
    columns,
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
  };
  return { kind: "create table", table, defaults: defaultsOf(columns, context) };
}

/** Returns a CREATE TABLE AS. */
export function planCreateAs(syntax: CreateTableAs, context: Context): Plan {
  const { ifNotExists, name, span } = syntax;
  if (ifNotExists) throw fault(context, "CREATE TABLE AS has no IF NOT EXISTS", span, { sqlState: "42601" });
  const query = context.query(syntax.query, emptyScope(), context);
  const columns = tableColumnsOf(query, syntax.columns, span, context);
  const made = madeOf(newName(name, syntax.temporary, context), isTemporary(syntax.temporary, name), columns);
  const keys = { ...declaredKeys(syntax.attributes), ...placedKeys(syntax.attributes, columns, context) };
  refuseKeys(keys, columns, span, context);
  const inherited = inheritedKeys(syntax.query, query, columns, context);
  const kept = keys.distStyle === undefined ? inherited : { ...inherited, distKey: undefined };
  return created({ ...made, ...kept, ...keys }, query, context);
}

/** Returns a SELECT INTO; undefined for a query that has none. */
export function planSelectInto(syntax: Query, context: Context): Plan | undefined {
  const into = syntax.body.kind === "select" ? syntax.body.into : undefined;
  if (into === undefined) return undefined;
  const query = context.query(syntax, emptyScope(), context);
  const columns = tableColumnsOf(query, [], into.span, context);
  const temporary = isTemporary(into.temporary, into.table);
  const made = madeOf(newName(into.table, into.temporary, context), temporary, columns);
  return created({ ...made, ...inheritedKeys(syntax, query, columns, context) }, query, context);
}

/** Whether it is temporary: a name with a leading # is. */
function isTemporary(said: boolean, { parts }: NameSyntax): boolean {
  return said || parts.at(-1)?.value.startsWith("#") === true;
}

function created(table: TableDefinition, query: BoundQuery, context: Context): Plan {
  const name = parseTableName(table.name);
  const target = table.temporary
    ? `"temp"."main".${duckName(name.name)}`
    : duckTable({ schema: name.schema ?? DEFAULT_SCHEMA, name: name.name });
  const rows = filling(query, table.columns, { span: [0, 0] }, context);
  const sql = insertRows(target, table.columns, rows, context);
  return { kind: "create as", table, into: target, sql, command: "SELECT" };
}

function madeOf(
  name: QualifiedName,
  temporary: boolean,
  columns: readonly ColumnDefinition[],
): TableDefinition {
  return {
    name: spellQualifiedName(name),
    temporary,
    ifNotExists: false,
    columns,
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
    distStyle: "auto",
    distKey: undefined,
    sortStyle: "auto",
    sortKey: [],
  };
}

/** The columns of a query as those of a table. @throws SqlError 0A000 for a type that no table has, and as `columnsOf`. */
function tableColumnsOf(
  query: BoundQuery,
  names: readonly Name[],
  span: readonly [number, number],
  context: Context,
): readonly ColumnDefinition[] {
  return columnsOf(query, names, span, context).map(({ name, type }) => {
    if (!isCatalogueType(type)) return { name, type, notNull: false };
    const what = `column "${name}" has unsupported type "${renderDataType(type)}"`;
    throw fault(context, what, span, {
      sqlState: "0A000",
      next: "it exists only in the catalogue: cast a number to bigint, anything else to varchar",
    });
  });
}

/** The columns of a query as those of a view. @throws SqlError where names and columns do not fit, or a name is there twice. */
export function columnsOf(
  query: BoundQuery,
  names: readonly Name[],
  span: readonly [number, number],
  context: Context,
): readonly RelationColumn[] {
  if (names.length > 0 && names.length !== query.columns.length) {
    const what = `${names.length} columns are named, and the query has ${query.columns.length}`;
    throw fault(context, what, names[0]?.span ?? span, {
      sqlState: "42601",
      next: "name every column, or none",
    });
  }
  const columns = query.columns.map(({ name, type }, at) => ({
    name: names[at]?.value ?? name,
    type: type as DataType,
  }));
  const twice = columns.find(({ name }, at) => columns.findIndex((other) => other.name === name) < at);
  if (twice === undefined) return columns;
  throw fault(context, `column "${twice.name}" duplicated`, span, {
    sqlState: "42701",
    next: "give it another name with AS",
  });
}

/** Distribution and sorting of the attributes of a table. */
export function declaredKeys(attributes: readonly TableAttribute[]): Partial<TableDefinition> {
  const keys: { -readonly [K in keyof TableDefinition]?: TableDefinition[K] } = {};
  for (const attribute of attributes) {
    if (attribute.kind === "diststyle") keys.distStyle = attribute.style;
    if (attribute.kind === "table_distkey") {
      keys.distStyle = "key";
      keys.distKey = attribute.column.value;
    }
    if (attribute.kind === "table_sortkey") {
      const { columns, form } = attribute;
      keys.sortStyle = typeof columns === "string" ? columns : (form ?? "compound");
      keys.sortKey = typeof columns === "string" ? [] : columns.map(({ value }) => value);
    }
  }
  return keys;
}

/** The same where they are the places of columns in the query of a CREATE TABLE AS. @throws SqlError 42P10 for one that is not there. */
function placedKeys(
  attributes: readonly TableAttribute[],
  columns: readonly ColumnDefinition[],
  context: Context,
): Partial<TableDefinition> {
  const keys: { -readonly [K in keyof TableDefinition]?: TableDefinition[K] } = {};
  for (const attribute of attributes) {
    const at = (place: number): string => {
      const column = columns[place - 1];
      if (column !== undefined) return column.name;
      const what = `there is no column at position ${place}: the query has ${columns.length}`;
      throw fault(context, what, attribute.span, { sqlState: "42P10" });
    };
    if (attribute.kind === "distkey_place") {
      keys.distStyle = "key";
      keys.distKey = at(attribute.place);
    }
    if (attribute.kind === "sortkey_places") {
      keys.sortStyle = attribute.form ?? "compound";
      keys.sortKey = attribute.places.map(at);
    }
  }
  return keys;
}

/** @throws SqlError 42703 for keys that are not columns. */
function refuseKeys(
  { distKey, sortKey = [] }: Partial<TableDefinition>,
  columns: readonly ColumnDefinition[],
  span: readonly [number, number],
  context: Context,
): void {
  const missing = [distKey, ...sortKey].find(
    (key) => key !== undefined && !columns.some(({ name }) => name === key),
  );
  if (missing === undefined) return;
  throw fault(context, `column "${missing}" named in key does not exist`, span, {
    sqlState: "42703",
    next: `the columns of the query: ${columns.map(({ name }) => name).join(", ")}`,
  });
}

function defaultsOf(columns: readonly ColumnDefinition[], context: Context): Defaults {
  return new Map(
    columns.flatMap((column) => {
      const sql = defaultSql(column, context);
      return sql === undefined ? [] : [[column.name, sql] as const];
    }),
  );
}
