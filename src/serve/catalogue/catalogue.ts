/** Answers about the catalogue: a DuckDB in memory, which holds what the warehouse says about itself while a question lasts. */
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { duckdb } from "../../warehouse/local/duckdb.ts";
import { WarehouseError } from "../../errors.ts";
import { describeColumns, renderRows } from "../../warehouse/local/values.ts";
import type { Column, Result, Session } from "../../warehouse/warehouse.ts";
import type { Accounts } from "../accounts.ts";
import { PG_CATALOGUE_DDL } from "./relations.ts";
import { messageOf } from "../../text/message-of.ts";

/** Whose catalogue it is. */
export interface CatalogueAsker {
  readonly session: Session;
  readonly processId: number;
  readonly user: string;
  readonly database: string;
  /** Everybody who may log in, and the groups. */
  readonly accounts: Pick<Accounts, "userInfos" | "groupNames" | "sessionUser">;
}

/** Answers questions about the system catalogue; `openCatalogue` makes one. */
export interface Catalogue {
  /** Answers a question in DuckDB's words. @throws WarehouseError for one that DuckDB cannot answer. */
  answer(question: string, asker: CatalogueAsker): Promise<Result>;
  /** The columns of its answer. @throws as `answer` does. */
  describe(question: string): Promise<readonly Column[]>;
  close(): void;
}

/** Opens a catalogue that holds nothing between two questions; whoever opens it closes it. */
export async function openCatalogue(): Promise<Catalogue> {
  const instance = await duckdb.DuckDBInstance.create(":memory:", { threads: "1" });
  const first = await instance.connect();
  for (const statement of PG_CATALOGUE_DDL) await first.run(statement);
  return {
    answer: (question, asker) =>
      withConnection(instance, async (connection) => {
        const listed = await listRelations(asker.session);
        const facts = [asker.user, asker.database, await versionOf(asker.session), asker.processId];
        // Never committed: each question sees its own.
        await connection.run("BEGIN");
        await connection.run("INSERT INTO facts VALUES ($1, $2, $3, $4)", facts);
        await connection.run(FILL, [JSON.stringify(listed)]);
        const { userInfos, groupNames } = asker.accounts;
        const { seesOthers } = asker.accounts.sessionUser(asker.user);
        const users = userInfos.map(({ name, superuser, syslogAccess }) => ({
          name,
          superuser,
          syslog_access: syslogAccess,
          visible: seesOthers() || name === asker.user,
        }));
        await connection.run(FILL_USERS, [JSON.stringify(users)]);
        await connection.run(FILL_GROUPS, [JSON.stringify(groupNames)]);
        const reader = await connection.runAndReadAll(question);
        const types = reader.columnTypes();
        const rows = renderRows(reader.getColumns(), types).map((row) => row.map(arrayText));
        const columns = describeColumns(reader.columnNames().map(columnName), types);
        return { command: "SELECT", rowCount: rows.length, columns, rows, notices: [] };
      }),
    describe: (question) =>
      withConnection(instance, async (connection) => {
        const prepared = await connection.prepare(question);
        const indexes = Array.from({ length: prepared.columnCount }, (_, index) => index);
        return describeColumns(
          indexes.map((index) => columnName(prepared.columnName(index))),
          indexes.map((index) => prepared.columnType(index)),
        );
      }),
    close: () => {
      first.closeSync();
      instance.closeSync();
    },
  };
}

/** Postgres calls the column of a function after it; DuckDB writes the whole call. */
function columnName(name: string): string {
  return /^"?(\w+)"?\(.*\)$/s.exec(name)?.[1] ?? name;
}

/** DuckDB's lists as Postgres' arrays, whose texts have no quotes of DuckDB's; no other value of the catalogue looks like one. */
function arrayText(value: string | null): string | null {
  if (value?.startsWith("[") !== true || !value.endsWith("]")) return value;
  const items = value.slice(1, -1).replaceAll(", ", ",");
  return `{${items.replace(/'([^']*)'/g, (_, text: string) => (/^\w+$/.test(text) ? text : JSON.stringify(text)))}}`;
}

/** What the warehouse tells of its schemas, tables, views and their columns, as the session's transaction sees them. */
const RELATIONS = `select n.nspname as schema_name, c.relname as table_name, c.relkind as kind, v.definition, a.attnum as ordinal,
  a.attname as column_name, a.attnotnull as not_null, a.atttypid as type_oid, a.attlen as type_size, a.atttypmod as type_modifier
  from pg_namespace as n left join pg_class as c on c.relnamespace = n.oid left join pg_attribute as a on a.attrelid = c.oid
  left join pg_views as v on v.schemaname = n.nspname and v.viewname = c.relname`;

/** Columns of the table `listed`, as that query names them. */
const LISTED = {
  schema_name: "VARCHAR",
  table_name: "VARCHAR",
  kind: "VARCHAR",
  definition: "VARCHAR",
  ordinal: "INTEGER",
  column_name: "VARCHAR",
  not_null: "BOOLEAN",
  type_oid: "INTEGER",
  type_size: "INTEGER",
  type_modifier: "INTEGER",
};

const FILL = `INSERT INTO listed SELECT unnest(from_json($1, '${JSON.stringify([LISTED])}'), recursive := true)`;

const FILL_USERS = `INSERT INTO known_users SELECT unnest(from_json($1, '[{"name": "VARCHAR", "superuser": "BOOLEAN", "syslog_access":
  "VARCHAR", "visible": "BOOLEAN"}]'), recursive := true)`;
const FILL_GROUPS = `INSERT INTO known_groups SELECT unnest(from_json($1, '["VARCHAR"]'))`;

async function listRelations(session: Session): Promise<readonly Readonly<Record<string, string | null>>[]> {
  const { rows } = await session.execute(RELATIONS);
  const names = Object.keys(LISTED);
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])));
}

async function versionOf(session: Session): Promise<string | null> {
  const { rows } = await session.execute("select version()");
  return rows[0]?.[0] ?? null;
}

async function withConnection<T>(
  instance: DuckDBInstance,
  use: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const connection = await instance.connect();
  try {
    await connection.run("SET search_path = 'client'");
    await connection.run("SET integer_division = true");
    return await use(connection);
  } catch (cause) {
    if (cause instanceof WarehouseError) throw cause;
    throw new WarehouseError(`the catalogue of dwh serve cannot answer this${lackOf(messageOf(cause))}`, {
      sqlState: "0A000",
      hint: "it has a part of Postgres' pg_catalog; pg_table_def and svv_tables are the warehouse's own",
      cause,
    });
  } finally {
    connection.closeSync();
  }
}

/** What DuckDB's error says is not there, in words of our own: of its text nothing else reaches a person. */
function lackOf(message: string): string {
  for (const [what, pattern] of LACKS) {
    const name = pattern.exec(message)?.[1];
    if (name !== undefined) return `: it has no ${what} ${name}`;
  }
  return "";
}

const LACKS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["function", /Function with name "?(\w+)"? does not exist/],
  ["column", /(?:Referenced column|does not have a column named) "(\w+)"/],
  ["table", /(?:Table with name|Referenced table) "?(\w+)"?/],
  ["type", /Type with name "?(\w+)"? does not exist/],
];
