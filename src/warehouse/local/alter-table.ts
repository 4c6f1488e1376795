/** ALTER TABLE. DuckDB alters no CHECK and refuses much beside one, so a table whose columns change is made anew. */
import type { ColumnDefinition, TableDefinition } from "../../dialect/table-definition.ts";
import { WarehouseError } from "../../errors.ts";
import type { Result } from "../warehouse.ts";
import type { Compiled } from "./compile.ts";
import { createTable, type Defaults } from "./ddl.ts";
import { DEFAULT_SCHEMA, definitionOf, forget, remember } from "./make-table.ts";
import { duckLiteral, duckName, duckTable } from "./rewrite/quote.ts";
import type { LocalSession } from "./session.ts";

type Alteration = Extract<
  Compiled,
  {
    readonly kind:
      | "rename table"
      | "rename column"
      | "add column"
      | "drop column"
      | "retype column"
      | "redeclare";
  }
>;

/** Changes a table and what is known of it. */
export async function alterTable(session: LocalSession, change: Alteration): Promise<Result> {
  const schema = change.table.schema ?? DEFAULT_SCHEMA;
  const before = await definitionOf(session, change.table);
  const after = altered(before, change);
  if (change.kind === "rename table") {
    await session.connection.run(`ALTER TABLE ${duckTable(change.table)} RENAME TO ${duckName(change.to)}`);
  } else if (change.kind !== "redeclare") {
    await rebuild(session, schema, before, after, change);
  }
  await forget(session, schema, before);
  await remember(session, schema, after);
  return done("ALTER TABLE");
}

/** The definition after a change. @throws WarehouseError for a change that Redshift does not make. */
function altered(table: TableDefinition, change: Alteration): TableDefinition {
  switch (change.kind) {
    case "rename table":
      return { ...table, name: change.to };
    case "add column":
      if (table.columns.some(({ name }) => name === change.column.name)) {
        const what = `column "${change.column.name}" of relation "${table.name}" already exists`;
        throw new WarehouseError(what, { sqlState: "42701" });
      }
      return { ...table, columns: [...table.columns, change.column] };
    case "rename column":
      return withColumn(table, change.from, (column) => ({ ...column, name: change.to }));
    case "drop column":
      columnOf(table, change.column);
      return { ...table, columns: table.columns.filter(({ name }) => name !== change.column) };
    case "retype column":
      return withColumn(table, change.column, (column) => {
        if (column.type.name === "varchar" && change.type.name === "varchar")
          return { ...column, type: change.type };
        throw new WarehouseError(
          "ALTER COLUMN TYPE changes the length of a varchar column, and nothing else",
          {
            sqlState: "0A000",
            next: "add a column of the type, fill it with UPDATE, drop the old one and rename",
          },
        );
      });
    case "redeclare": {
      const { keys, encode } = change;
      const keyed = { ...table, ...keys };
      return encode === undefined
        ? keyed
        : withColumn(keyed, encode.column, (column) => ({ ...column, encode: encode.encode }));
    }
  }
}

function withColumn(
  table: TableDefinition,
  name: string,
  change: (column: ColumnDefinition) => ColumnDefinition,
): TableDefinition {
  columnOf(table, name);
  return {
    ...table,
    columns: table.columns.map((column) => (column.name === name ? change(column) : column)),
  };
}

function columnOf(table: TableDefinition, name: string): ColumnDefinition {
  const column = table.columns.find((one) => one.name === name);
  if (column !== undefined) return column;
  throw new WarehouseError(`column "${name}" of relation "${table.name}" does not exist`, {
    sqlState: "42703",
    next: `its columns: ${table.columns.map((one) => one.name).join(", ")}`,
  });
}

/** Puts a new table in the place of the old one, with its rows; identity values go on where they were. */
async function rebuild(
  { connection }: LocalSession,
  schema: string,
  before: TableDefinition,
  after: TableDefinition,
  change: Alteration,
): Promise<void> {
  const fresh = { ...after, name: `${after.name} anew`, ifNotExists: false };
  const old = (column: ColumnDefinition): string =>
    change.kind === "rename column" && column.name === change.to ? change.from : column.name;
  const kept = after.columns.filter((column) => before.columns.some(({ name }) => name === old(column)));
  const inSchema = (name: string): string => (after.temporary ? duckName(name) : duckTable({ schema, name }));
  const generators = await identityDefaults(connection, schema, before);
  const defaults = new Map(
    after.columns.flatMap((column) => {
      const generator = generators.get(old(column));
      return generator === undefined ? [] : [[column.name, generator] as const];
    }),
  );
  for (const statement of [
    ...createTable(fresh, schema, {}, defaults),
    `INSERT INTO ${inSchema(fresh.name)} (${kept.map(({ name }) => duckName(name)).join(", ")})
      SELECT ${kept.map((column) => duckName(old(column))).join(", ")} FROM ${inSchema(before.name)}`,
    `DROP TABLE ${inSchema(before.name)}`,
    `ALTER TABLE ${inSchema(fresh.name)} RENAME TO ${duckName(before.name)}`,
  ])
    await connection.run(statement);
}

/** What gives the identity columns of a table their values. */
async function identityDefaults(
  connection: LocalSession["connection"],
  schema: string,
  { name, temporary, columns }: TableDefinition,
): Promise<Defaults> {
  const identities = columns.filter(({ identity }) => identity !== undefined).map((column) => column.name);
  if (identities.length === 0) return new Map();
  const where = temporary ? "database_name = 'temp'" : `schema_name = ${duckLiteral(schema)}`;
  const found = await connection.runAndReadAll(
    `SELECT column_name, column_default FROM duckdb_columns() WHERE ${where} AND table_name = ${duckLiteral(name)}`,
  );
  const rows = found.getRows() as [string, string | null][];
  return new Map(
    rows.flatMap(([column, text]) =>
      text !== null && identities.includes(column) ? [[column, text] as const] : [],
    ),
  );
}

/** ALTER TABLE APPEND: moves all rows. @throws WarehouseError when the columns do not fit. */
export async function appendTable(
  session: LocalSession,
  { table, source, extra }: Extract<Compiled, { readonly kind: "append" }>,
): Promise<Result> {
  const target = await definitionOf(session, table);
  const from = await definitionOf(session, source);
  const names = (one: TableDefinition): readonly string[] => one.columns.map(({ name }) => name);
  const surplus = names(from).filter((name) => !names(target).includes(name));
  const lacking = names(target).filter((name) => !names(from).includes(name));
  if ((surplus.length > 0 && extra !== "ignoreextra") || (lacking.length > 0 && extra !== "filltarget")) {
    throw new WarehouseError(
      `ALTER TABLE APPEND needs the same columns; only one table has ${[...surplus, ...lacking].join(", ")}`,
      {
        sqlState: "0A000",
        next: "IGNOREEXTRA leaves out what only the source has, FILLTARGET fills what only the target has",
      },
    );
  }
  const columns = names(target)
    .filter((name) => names(from).includes(name))
    .map(duckName)
    .join(", ");
  const moved = `INSERT INTO ${duckTable(table)} (${columns}) SELECT ${columns} FROM ${duckTable(source)}`;
  await session.connection.run(moved);
  await session.connection.run(`DELETE FROM ${duckTable(source)}`);
  return done("ALTER TABLE APPEND");
}

function done(command: string): Result {
  return { command, rowCount: 0, columns: [], rows: [], notices: [] };
}
