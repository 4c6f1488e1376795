/** Carries out a compiled statement inside the transaction that is open. */
import type { TableDefinition } from "../../dialect/table-definition.ts";
import type { QualifiedName } from "../../dialect/token-reader.ts";
import { WarehouseError } from "../../errors.ts";
import type { Result } from "../warehouse.ts";
import { dropDefinition, readDefinition, storeDefinition } from "./catalogue.ts";
import { duckTable, type Compiled } from "./compile.ts";
import { executeCopy } from "./copy/copy.ts";
import { parseCopy } from "./copy/options.ts";
import { createTable, sequenceName } from "./ddl.ts";
import { duckType } from "./rewrite/data-type.ts";
import { duckName } from "./rewrite/quote.ts";
import type { LocalSession } from "./session.ts";
import { describeColumns, renderRows } from "./values.ts";

export type Performed = Result;
type Performable = Exclude<Compiled, { readonly kind: "begin" | "commit" | "rollback" | "nothing" }>;

/** The schema that names without one mean. */
const DEFAULT_SCHEMA = "public";

/** Runs it on the session's connection; DuckDB's errors pass through as they are. */
export async function perform(session: LocalSession, compiled: Performable): Promise<Performed> {
  const { connection } = session;
  switch (compiled.kind) {
    case "query": {
      const reader = await (compiled.outside ? session.shared.log : connection).runAndReadAll(compiled.sql);
      const types = reader.columnTypes();
      const rows = renderRows(reader.getColumns(), types);
      return { ...done("SELECT", rows.length), columns: describeColumns(reader.columnNames(), types), rows };
    }
    case "change":
      return done(compiled.command, await change(session, compiled.sql));
    case "truncate":
      await change(session, compiled.sql);
      return done("TRUNCATE");
    case "merge": {
      const asked = await connection.runAndReadAll(compiled.meetings);
      const most = asked.getColumns()[0]?.[0];
      // DuckDB's MERGE is slow for rows that are all new, as in a first run.
      if (most === null) return done("MERGE", await change(session, compiled.insert));
      if (Number(most) > 1) {
        throw new WarehouseError("Found multiple matches to update the same tuple.", {
          sqlState: "XX000",
          next: "let the source hold each key once",
        });
      }
      return done("MERGE", await change(session, compiled.sql));
    }
    case "create table":
      return makeTable(session, compiled.table);
    case "like": {
      const source = await definitionOf(session, compiled.source);
      const { name, schema } = compiled.table;
      return makeTable(session, {
        ...source,
        name,
        schema,
        temporary: compiled.temporary,
        ifNotExists: false,
      });
    }
    case "create as": {
      const name = duckTable(compiled.table);
      await connection.run(`CREATE ${compiled.temporary ? "TEMP " : ""}TABLE ${name} AS ${compiled.query}`);
      return done("SELECT");
    }
    case "plain":
      for (const statement of compiled.statements) await connection.run(statement);
      return done(compiled.command);
    case "drop":
      return drop(session, compiled);
    case "rename table":
    case "rename column":
    case "add column":
    case "drop column":
      return alter(session, compiled);
    case "lock":
      for (const table of compiled.tables) await session.shared.locks.acquire(session, table);
      return done("LOCK TABLE");
    case "set":
      session.settings.set(compiled.name, compiled.value);
      return done("SET");
    case "show":
      return {
        ...done("SHOW", 1),
        columns: [{ name: compiled.name, type: "character varying" }],
        rows: [[session.settings.get(compiled.name) ?? ""]],
      };
    case "copy":
      return copy(session, compiled);
  }
}

async function change(session: LocalSession, sql: string): Promise<number> {
  const reader = await session.connection.runAndReadAll(sql);
  return reader.rowsChanged;
}

async function makeTable(session: LocalSession, table: TableDefinition): Promise<Result> {
  const schema = table.temporary ? "pg_temp" : (table.schema ?? DEFAULT_SCHEMA);
  const known =
    table.ifNotExists && (await readDefinition(session.connection, schema, table.name)) !== undefined;
  if (known && !table.temporary) {
    return done("CREATE TABLE", 0, [`Relation "${table.name}" already exists and will be skipped`]);
  }
  const statements = [
    ...createTable(table, schema, {}),
    ...(table.temporary ? [] : storeDefinition(schema, table)),
  ];
  for (const statement of statements) await session.connection.run(statement);
  return done("CREATE TABLE");
}

async function definitionOf(
  session: LocalSession,
  { schema, name }: QualifiedName,
): Promise<TableDefinition> {
  const definition = await readDefinition(session.connection, schema ?? DEFAULT_SCHEMA, name);
  if (definition !== undefined) return definition;
  throw new WarehouseError(`relation "${name}" does not exist`, {
    sqlState: "42P01",
    next: "tables that CREATE TABLE AS made have no declared types on the local warehouse",
  });
}

async function drop(
  session: LocalSession,
  { what, names, ifExists, cascade }: Extract<Compiled, { kind: "drop" }>,
): Promise<Result> {
  for (const table of names) {
    const schema = table.schema ?? DEFAULT_SCHEMA;
    const definition =
      what === "table" ? await readDefinition(session.connection, schema, table.name) : undefined;
    await session.connection.run(
      `DROP ${what.toUpperCase()} ${ifExists ? "IF EXISTS " : ""}${duckTable(table)}${cascade ? " CASCADE" : ""}`,
    );
    if (definition === undefined) continue;
    for (const statement of dropDefinition(schema, table.name)) await session.connection.run(statement);
    for (const column of definition.columns.filter(({ identity }) => identity !== undefined)) {
      await session.connection.run(
        `DROP SEQUENCE IF EXISTS ${sequenceName(schema, table.name, column.name)}`,
      );
    }
  }
  return done(`DROP ${what.toUpperCase()}`);
}

type Alteration = Extract<
  Compiled,
  { kind: "rename table" | "rename column" | "add column" | "drop column" }
>;

async function alter(session: LocalSession, change: Alteration): Promise<Result> {
  const schema = change.table.schema ?? DEFAULT_SCHEMA;
  const definition = await definitionOf(session, change.table);
  const alterTable = `ALTER TABLE ${duckTable(change.table)}`;
  const statements: string[] = [];
  let after: TableDefinition = definition;
  switch (change.kind) {
    case "rename table":
      statements.push(
        `${alterTable} RENAME TO ${duckName(change.to)}`,
        ...dropDefinition(schema, definition.name),
      );
      after = { ...definition, name: change.to };
      break;
    case "rename column":
      statements.push(`${alterTable} RENAME COLUMN ${duckName(change.from)} TO ${duckName(change.to)}`);
      after = {
        ...definition,
        columns: definition.columns.map((column) =>
          column.name === change.from ? { ...column, name: change.to } : column,
        ),
      };
      break;
    case "add column":
      statements.push(`${alterTable} ADD COLUMN ${duckName(change.column)} ${duckType(change.type)}`);
      after = {
        ...definition,
        columns: [...definition.columns, { name: change.column, type: change.type, notNull: false }],
      };
      break;
    case "drop column":
      statements.push(`${alterTable} DROP COLUMN ${duckName(change.column)}`);
      after = { ...definition, columns: definition.columns.filter(({ name }) => name !== change.column) };
  }
  for (const statement of [...statements, ...storeDefinition(schema, after)])
    await session.connection.run(statement);
  return done("ALTER TABLE");
}

async function copy(
  session: LocalSession,
  { statement }: Extract<Compiled, { kind: "copy" }>,
): Promise<Result> {
  const { connection, shared } = session;
  const command = parseCopy(statement);
  const target = { schema: command.schema, name: command.table };
  const table = await definitionOf(session, target);
  const queryId = shared.nextId();
  const { loaded, notices } = await executeCopy(command, {
    connection,
    log: shared.log,
    store: shared.store,
    table,
    duckTable: duckTable(target),
    queryId,
    transactionId: session.transactionId,
    sessionId: session.id,
    database: "local",
    now: shared.now,
  });
  session.lastCopy = { id: queryId, count: loaded };
  return done("COPY", loaded, notices);
}

function done(command: string, rowCount = 0, notices: readonly string[] = []): Result {
  return { command, rowCount, columns: [], rows: [], notices };
}
