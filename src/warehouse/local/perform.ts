/** Carries out a planned statement inside the transaction that is open. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { parseTableName } from "../../dialect/table-name.ts";
import { WarehouseError } from "../../errors.ts";
import { messageOf } from "../../text/message-of.ts";
import { interruptibleStore } from "../../store/interruptible-store.ts";
import type { Result } from "../warehouse.ts";
import { missingTables } from "./stored-relations.ts";
import { alterTable, appendTable } from "./alter-table.ts";
import { commandResult } from "./command-result.ts";
import { executeCopy } from "./copy/copy.ts";
import { columnsOf } from "./columns-of.ts";
import { explain } from "./explain.ts";
import { dropRelations } from "./drop-relations.ts";
import { askLive } from "./live-views.ts";
import { makeFromQuery, makeTable } from "./make-table.ts";
import { makeView } from "./make-view.ts";
import { SESSION_SETTINGS } from "./session-settings.ts";
import type { SessionState } from "./session-state.ts";
import type { Plan } from "./statement/plan.ts";
import { settingsOf } from "./statement/setting.ts";
import { executeUnload } from "./unload/unload.ts";
import { StreamedRows } from "./stream-rows.ts";
import { renderRows } from "./values.ts";

/** A query that may give its rows piece by piece, in the transaction that is open. */
type QueryPlan = Extract<Plan, { readonly kind: "query" }>;

/** What runs inside of a transaction; what opens and ends one is the session's. */
export type Performable = Exclude<Plan, { readonly kind: "begin" | "commit" | "rollback" | "nothing" }>;

/**
 * Runs it on the session's connection, and returns what it did.
 * @param signal ends a COPY that reads files, and an UNLOAD that writes them
 * @throws WarehouseError in Redshift's words; DuckDB's errors pass through as they are.
 */
export async function perform(
  session: SessionState,
  plan: Performable,
  signal: AbortSignal,
): Promise<Result> {
  const { connection, catalogue, transaction, shared, settings } = session;
  const tables = { connection, catalogue };
  switch (plan.kind) {
    case "query": {
      const reader =
        plan.from === "moment"
          ? await askLive(session, plan.sql)
          : await (plan.from === "load log" ? shared.log : connection).runAndReadAll(plan.sql);
      const rows = renderRows(reader.getColumns(), reader.columnTypes());
      return {
        ...commandResult(plan.command, { rowCount: rows.length }),
        columns: plan.columns,
        rows,
      };
    }
    case "change": {
      const changed = await change(connection, plan.sql);
      if (plan.into !== undefined) transaction.ownRows.wrote(plan.into, changed.rowCount);
      return commandResult(plan.command, changed);
    }
    case "truncate":
      await connection.run(plan.sql);
      return commandResult("TRUNCATE");
    case "merge": {
      const most = await meet(connection, plan.meetings);
      // DuckDB's MERGE is slow for rows that are all new, as in a first run.
      return commandResult("MERGE", await change(connection, most === 0 ? plan.insert : plan.sql));
    }
    case "replace": {
      await meet(connection, plan.meetings);
      if ((await askNumber(connection, plan.twins)) > 0) {
        throw new WarehouseError("the source of MERGE … REMOVE DUPLICATES holds a row twice", {
          sqlState: "0A000",
          next: "create the source with select distinct: what Redshift does with such rows is not documented",
        });
      }
      await connection.run(plan.remove);
      return commandResult("MERGE", await change(connection, plan.insert));
    }
    case "create table":
      return makeTable(tables, plan.table, plan.defaults);
    case "create as":
      transaction.ownRows.wrote(plan.into, await makeFromQuery(tables, plan));
      return commandResult(plan.command);
    case "create view":
      return makeView(tables, plan);
    case "refresh view":
      for (const statement of plan.sql) await connection.run(statement);
      return commandResult("REFRESH");
    case "plain":
      for (const statement of plan.statements) await connection.run(statement);
      return commandResult(plan.command);
    case "drop":
      return dropRelations(tables, plan);
    case "rename table":
    case "rename column":
    case "add column":
    case "drop column":
    case "retype column":
    case "redeclare":
    case "add constraint":
    case "drop constraint":
      return alterTable(tables, plan);
    case "append":
      return appendTable(tables, plan);
    case "lock":
      await mustExist(session, plan.tables);
      return commandResult("LOCK TABLE");
    case "set":
      settings.set(plan.name, plan.value);
      return commandResult("SET");
    case "reset":
      settings.set(plan.name, session.defaults.get(plan.name) ?? "");
      return commandResult(plan.command);
    case "reset all":
      for (const [name, value] of session.defaults) settings.set(name, value);
      return commandResult("RESET");
    case "show":
    case "show all": {
      const all = settingsOf(settings);
      const rows =
        plan.kind === "show"
          ? [[all.get(plan.name) ?? ""]]
          : [...all].toSorted(([one], [other]) => (one < other ? -1 : 1));
      return { ...commandResult("SHOW", { rowCount: rows.length }), columns: columnsOf(plan), rows };
    }
    case "explain":
      return explain(connection, plan);
    case "copy":
      return copy(session, plan, signal);
    case "unload":
      return unload(session, plan, signal);
  }
}

/** The head of a result, or a whole one. */
export interface StreamedResult extends Result {
  readonly rest?: StreamedRows;
}

/** Starts a query, and returns its head; the rows come as they are taken, and the connection does nothing else until the last one. */
export async function openQuery(
  { connection, shared }: Pick<SessionState, "connection" | "shared">,
  plan: QueryPlan,
  signal: AbortSignal,
): Promise<StreamedResult> {
  const why = (): Promise<unknown> => failureOf(plan.sql, shared);
  const result = await connection.stream(plan.sql);
  const rest = new StreamedRows(connection, result, signal, why);
  return { ...commandResult(plan.command), columns: plan.columns, rest };
}

/**
 * The error of a query that has failed on the way, which DuckDB's client does not tell: it is asked again on a connection of its own. That one knows neither
 * the session's temporary tables nor what its transaction has changed.
 */
async function failureOf(
  sql: string,
  { instance }: Pick<SessionState["shared"], "instance">,
): Promise<unknown> {
  const own = await instance.connect();
  try {
    for (const setting of SESSION_SETTINGS) await own.run(setting);
    // A table takes all values, so that none is left out as nobody asks for it.
    await own.run(`CREATE TEMP TABLE failing AS ${sql}`);
  } catch (error) {
    if (!/^(?:Catalog|Binder|Parser) Error/.test(messageOf(error))) return error;
  } finally {
    own.closeSync();
  }
  return new WarehouseError("a row of the result cannot be computed", {
    sqlState: "22000",
    next: "the rows before it were sent; write the result to a table with create temp table … as to see what is wrong with it",
  });
}

/** The most rows of the source that a row of the target meets: 0 or 1. @throws WarehouseError for more, in Redshift's words. */
async function meet(connection: DuckDBConnection, meetings: string): Promise<number> {
  const most = await askNumber(connection, meetings);
  if (most <= 1) return most;
  throw new WarehouseError("Found multiple matches to update the same tuple.", {
    sqlState: "XX000",
    next: "give the source one row for each key",
  });
}

/**
 * The lock is held; what is locked has to be a table. It is asked past the transaction, whose snapshot comes with its first query
 * and not with LOCK (Developer Guide, "Isolation levels in Amazon Redshift"). @throws WarehouseError 42P01
 */
async function mustExist({ catalogue, shared }: SessionState, spellings: readonly string[]): Promise<void> {
  const tables = spellings.filter((one) => !catalogue.isTemporary(one)).map(parseTableName);
  // One that this transaction has made is seen by itself alone.
  for (const table of await missingTables(shared.log, tables)) await catalogue.get(table);
}

/** One number; 0 for null. */
async function askNumber(connection: DuckDBConnection, sql: string): Promise<number> {
  return Number((await connection.runAndReadAll(sql)).getColumns()[0]?.[0] ?? 0);
}

async function change(connection: DuckDBConnection, sql: string): Promise<{ readonly rowCount: number }> {
  const reader = await connection.runAndReadAll(sql);
  return { rowCount: reader.rowsChanged };
}

async function copy(
  session: SessionState,
  { command, table, sql }: Extract<Plan, { readonly kind: "copy" }>,
  signal: AbortSignal,
): Promise<Result> {
  const { connection, transaction, shared } = session;
  const queryId = shared.nextId();
  const { loaded, rejected, replaced, notices } = await executeCopy(command, {
    connection,
    instance: shared.instance,
    store: interruptibleStore(shared.store, signal),
    region: shared.region,
    signal,
    table,
    duckTable: sql,
    queryId,
    transactionId: transaction.id,
    sessionId: session.id,
    database: shared.database,
    now: shared.now,
    mostLogged: shared.mostLogged,
    // A load that fails on its data has an id and loaded nothing (Developer Guide, "PG_LAST_COPY_ID", "PG_LAST_COPY_COUNT").
    onFailure: () => void (session.lastCopy = { id: queryId, count: 0 }),
  });
  session.lastCopy = { id: queryId, count: loaded };
  transaction.ownRows.wrote(sql, loaded);
  return {
    ...commandResult("COPY", { rowCount: loaded, notices }),
    rejected,
    replaced,
  };
}

async function unload(
  session: SessionState,
  plan: Extract<Plan, { readonly kind: "unload" }>,
  signal: AbortSignal,
): Promise<Result> {
  const { shared } = session;
  const id = shared.nextId();
  // "If the last UNLOAD failed during the unload operation, PG_LAST_UNLOAD_COUNT returns 0."
  session.lastUnload = { id, count: 0 };
  const count = await withSource(session, plan.from, (connection) =>
    executeUnload(plan, {
      connection,
      store: interruptibleStore(shared.store, signal),
      region: shared.region,
      database: shared.file,
      signal,
      id,
    }),
  );
  session.lastUnload = { id, count };
  const notices = [`UNLOAD completed, ${count} record(s) unloaded successfully.`];
  return commandResult("UNLOAD", { rowCount: count, notices });
}

/** The session's connection; for the load log, which is not seen as of a transaction's start, one of its own. */
async function withSource<T>(
  { connection, shared }: SessionState,
  from: "transaction" | "load log",
  use: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  if (from === "transaction") return use(connection);
  const own = await shared.instance.connect();
  try {
    for (const setting of SESSION_SETTINGS) await own.run(setting);
    return await use(own);
  } finally {
    own.closeSync();
  }
}
