/** Makes and drops tables, and keeps the catalogue of what was declared. */
import type { ColumnDefinition, TableDefinition } from "../../dialect/table-definition.ts";
import { lex } from "../../dialect/lexer.ts";
import type { QualifiedName } from "../../dialect/token-reader.ts";
import { parseDataType, type DataType } from "../../dialect/types.ts";
import { WarehouseError } from "../../errors.ts";
import type { Result } from "../warehouse.ts";
import { dropDefinition, readDefinition, storeDefinition } from "./catalogue.ts";
import type { Compiled } from "./compile.ts";
import { createTable, sequenceName } from "./ddl.ts";
import { duckLiteral, duckName, duckTable } from "./rewrite/quote.ts";
import type { LocalSession } from "./session.ts";
import { describeColumns } from "./values.ts";

/** The schema that names without one mean. */
export const DEFAULT_SCHEMA = "public";

type Of<Kind extends Compiled["kind"]> = Extract<Compiled, { readonly kind: Kind }>;

/** CREATE TABLE with columns. */
export async function makeTable(session: LocalSession, table: TableDefinition): Promise<Result> {
  const known = table.ifNotExists && (await findDefinition(session, table)) !== undefined;
  if (known) return done("CREATE TABLE", [`Relation "${table.name}" already exists and will be skipped`]);
  const schema = table.schema ?? DEFAULT_SCHEMA;
  for (const statement of createTable(table, schema, {})) await session.connection.run(statement);
  await remember(session, schema, table);
  return done("CREATE TABLE");
}

/** CREATE TABLE LIKE: columns, NOT NULL, distribution and sorting, no keys, and defaults when they are asked for. */
export async function makeLike(session: LocalSession, like: Of<"like">): Promise<Result> {
  const source = await definitionOf(session, like.source);
  const { schema, name } = like.table;
  const columns = source.columns.map(({ defaultSql, ...column }) =>
    like.defaults && defaultSql !== undefined ? { ...column, defaultSql } : column,
  );
  const { temporary, ifNotExists } = like;
  const keys = { primaryKey: [], uniqueKeys: [], foreignKeys: [] };
  return makeTable(session, { ...source, ...keys, columns, schema, name, temporary, ifNotExists });
}

/** CREATE TABLE AS and SELECT INTO: a table of the columns that the query gives, with its rows. */
export async function makeFromQuery(session: LocalSession, as: Of<"create as">): Promise<Result> {
  const columns = await columnsOf(session, as);
  await makeTable(session, {
    schema: as.table.schema,
    name: as.table.name,
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
  await session.connection.run(`INSERT INTO ${duckTable(as.table)} ${as.query}`);
  return done("SELECT");
}

async function columnsOf(session: LocalSession, as: Of<"create as">): Promise<readonly ColumnDefinition[]> {
  const prepared = await session.connection.prepare(as.query);
  const indexes = Array.from({ length: prepared.columnCount }, (_, index) => index);
  const found = describeColumns(
    indexes.map((index) => prepared.columnName(index)),
    indexes.map((index) => prepared.columnType(index)),
  );
  prepared.destroySync();
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

/** What was declared of a table. @throws WarehouseError 42P01 when there is none of that name. */
export async function definitionOf(session: LocalSession, name: QualifiedName): Promise<TableDefinition> {
  const definition = await findDefinition(session, name);
  if (definition !== undefined) return definition;
  throw new WarehouseError(`relation "${name.name}" does not exist`, {
    sqlState: "42P01",
    next: "check its name and its schema: select * from svv_tables",
  });
}

async function findDefinition(
  { connection, temporary }: LocalSession,
  { schema, name }: QualifiedName,
): Promise<TableDefinition | undefined> {
  const own = schema === undefined ? temporary.get(name) : undefined;
  if (own !== undefined) {
    // A rollback may have taken the table away.
    const there = await connection.runAndReadAll(
      `SELECT 1 FROM duckdb_tables() WHERE temporary AND table_name = ${duckLiteral(name)}`,
    );
    if (there.currentRowCount > 0) return own;
  }
  return readDefinition(connection, schema ?? DEFAULT_SCHEMA, name);
}

/** Keeps a definition: of a temporary table in the session, of any other in the warehouse. */
export async function remember(session: LocalSession, schema: string, table: TableDefinition): Promise<void> {
  if (table.temporary) session.temporary.set(table.name, table);
  else for (const statement of storeDefinition(schema, table)) await session.connection.run(statement);
}

/** Forgets a definition. */
export async function forget(session: LocalSession, schema: string, table: TableDefinition): Promise<void> {
  if (table.temporary) session.temporary.delete(table.name);
  else for (const statement of dropDefinition(schema, table.name)) await session.connection.run(statement);
}

/** DROP TABLE, VIEW or SCHEMA. */
export async function dropRelations(
  session: LocalSession,
  { what, names, ifExists, cascade }: Of<"drop">,
): Promise<Result> {
  for (const relation of names) {
    const schema = relation.schema ?? DEFAULT_SCHEMA;
    const definition = what === "table" ? await findDefinition(session, relation) : undefined;
    const name = what === "schema" ? duckName(relation.name) : duckTable(relation);
    await session.connection.run(
      `DROP ${what.toUpperCase()} ${ifExists ? "IF EXISTS " : ""}${name}${cascade ? " CASCADE" : ""}`,
    );
    if (definition === undefined) continue;
    await forget(session, schema, definition);
    if (definition.temporary) continue;
    for (const column of definition.columns.filter(({ identity }) => identity !== undefined)) {
      const sequence = sequenceName(schema, definition.name, column.name);
      await session.connection.run(`DROP SEQUENCE IF EXISTS ${sequence}`);
    }
  }
  return done(`DROP ${what.toUpperCase()}`);
}

function done(command: string, notices: readonly string[] = []): Result {
  return { command, rowCount: 0, columns: [], rows: [], notices };
}
