/** Makes tables, and lets the catalogue know of them. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { lex } from "../../dialect/lexer.ts";
import type { ColumnDefinition, TableDefinition } from "../../dialect/table-definition.ts";
import { parseTableName, spellQualifiedName } from "../../dialect/table-name.ts";
import { parseDataType, type DataType } from "../../dialect/types.ts";
import { WarehouseError } from "../../errors.ts";
import type { Result } from "../warehouse.ts";
import { commandResult } from "./command-result.ts";
import type { Compiled } from "./compile.ts";
import { createTable } from "./ddl.ts";
import { describeQuery } from "./describe-query.ts";
import { duckTable } from "./quote.ts";
import type { TableContext } from "./table-context.ts";

type Of<Kind extends Compiled["kind"]> = Extract<Compiled, { readonly kind: Kind }>;

/**
 * Makes a table of columns; with IF NOT EXISTS one that is there stays as it is, with a notice. Returns CREATE TABLE's
 * result.
 */
export async function makeTable(
  { connection, catalogue }: TableContext,
  table: TableDefinition,
): Promise<Result> {
  const parts = parseTableName(table.name);
  if (table.ifNotExists && (await catalogue.find(parts)) !== undefined) {
    const notices = [`Relation "${parts.name}" already exists and will be skipped`];
    return commandResult("CREATE TABLE", { notices });
  }
  for (const statement of createTable(table)) await connection.run(statement);
  await catalogue.remember(table);
  return commandResult("CREATE TABLE");
}

/**
 * Makes a table as another one: columns, NOT NULL, distribution and sorting, no keys, and defaults when they are asked
 * for.
 * @throws WarehouseError 42P01 without the other one.
 */
export async function makeLike(context: TableContext, like: Of<"like">): Promise<Result> {
  const source = await context.catalogue.get(like.source);
  const name = spellQualifiedName(like.table);
  const columns = source.columns.map(({ defaultSql, ...column }) =>
    like.defaults && defaultSql !== undefined ? { ...column, defaultSql } : column,
  );
  const { temporary, ifNotExists } = like;
  const keys = { primaryKey: [], uniqueKeys: [], foreignKeys: [] };
  return makeTable(context, { ...source, ...keys, columns, name, temporary, ifNotExists });
}

/**
 * Makes a table of the columns that a query gives, with its rows (CREATE TABLE AS, SELECT INTO).
 * @throws WarehouseError when names and columns do not fit.
 */
export async function makeFromQuery(context: TableContext, as: Of<"create as">): Promise<Result> {
  const { connection } = context;
  const columns = await columnsOf(connection, as);
  await makeTable(context, {
    name: spellQualifiedName(as.table),
    temporary: as.temporary,
    ifNotExists: false,
    columns,
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
    distStyle: "auto",
    distKey: undefined,
    sortStyle: "auto",
    sortKey: [],
  });
  await connection.run(`INSERT INTO ${duckTable(as.table)} ${as.query}`);
  return commandResult("SELECT");
}

async function columnsOf(
  connection: DuckDBConnection,
  as: Of<"create as">,
): Promise<readonly ColumnDefinition[]> {
  const found = await describeQuery(connection, as.query);
  const names = as.columns ?? found.map(({ name }) => name);
  if (names.length !== found.length) {
    throw new WarehouseError(`CREATE TABLE AS names ${names.length} columns, the query has ${found.length}`, {
      sqlState: "42601",
      next: "name every column, or none",
    });
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new WarehouseError(`column "${twice}" duplicated`, {
      sqlState: "42701",
      next: "give it another name with AS",
    });
  return found.map(({ type }, index) => ({
    name: names[index] as string,
    type: declared(type),
    notNull: false,
  }));
}

/** Texts have the greatest length, since a result does not tell of another one. */
function declared(type: string): DataType {
  if (type === "character varying") return { name: "varchar", length: 65_535 };
  return parseDataType(lex(type).tokens, 0).type;
}
