/** Carries out a compiled statement inside the transaction that is open. */
import { WarehouseError } from "../../errors.ts";
import { interruptibleStore } from "../../store/interruptible-store.ts";
import type { Result } from "../warehouse.ts";
import { alterTable, appendTable } from "./alter-table.ts";
import type { Compiled } from "./compile.ts";
import { executeCopy } from "./copy/copy.ts";
import { parseCopy } from "./copy/options.ts";
import { definitionOf, dropRelations, makeFromQuery, makeLike, makeTable } from "./make-table.ts";
import { duckTable } from "./rewrite/quote.ts";
import type { LocalSession } from "./session.ts";
import { describeColumns, renderRows } from "./values.ts";

export type Performed = Result;
type Performable = Exclude<Compiled, { readonly kind: "begin" | "commit" | "rollback" | "nothing" }>;

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
      const most = await meet(session, compiled.meetings);
      // DuckDB's MERGE is slow for rows that are all new, as in a first run.
      return done("MERGE", await change(session, most === 0 ? compiled.insert : compiled.sql));
    }
    case "replace": {
      await meet(session, compiled.meetings);
      if ((await askNumber(session, compiled.twins)) > 0) {
        throw new WarehouseError("the source of MERGE … REMOVE DUPLICATES holds a row twice", {
          sqlState: "0A000",
          next: "make the source with select distinct: what Redshift does with such rows is not documented",
        });
      }
      await connection.run(compiled.remove);
      return done("MERGE", await change(session, compiled.insert));
    }
    case "create table":
      return makeTable(session, compiled.table);
    case "like":
      return makeLike(session, compiled);
    case "create as":
      return makeFromQuery(session, compiled);
    case "plain":
      for (const statement of compiled.statements) await connection.run(statement);
      return done(compiled.command);
    case "drop":
      return dropRelations(session, compiled);
    case "rename table":
    case "rename column":
    case "add column":
    case "drop column":
    case "retype column":
    case "redeclare":
      return alterTable(session, compiled);
    case "append":
      return appendTable(session, compiled);
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

/** The most rows of the source that a row of the target meets: 0 or 1. @throws WarehouseError for more, in Redshift's words. */
async function meet(session: LocalSession, meetings: string): Promise<number> {
  const most = await askNumber(session, meetings);
  if (most <= 1) return most;
  throw new WarehouseError("Found multiple matches to update the same tuple.", {
    sqlState: "XX000",
    next: "let the source hold each key once",
  });
}

/** One number; 0 for null. */
async function askNumber({ connection }: LocalSession, sql: string): Promise<number> {
  return Number((await connection.runAndReadAll(sql)).getColumns()[0]?.[0] ?? 0);
}

async function change(session: LocalSession, sql: string): Promise<number> {
  const reader = await session.connection.runAndReadAll(sql);
  return reader.rowsChanged;
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
    instance: shared.instance,
    store: interruptibleStore(shared.store, session.signal),
    signal: session.signal,
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
