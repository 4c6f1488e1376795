/**
 * A small warehouse of real transactions and a real query engine, which knows nothing of Redshift: what the server does
 * is seen apart from what the local warehouse does.
 */
import { DuckDBInstance, type DuckDBConnection, type DuckDBType } from "@duckdb/node-api";
import { AT_ONCE } from "../../src/warehouse/local/compile/compiler.ts";
import { WarehouseError } from "../../src/errors.ts";
import type { DescribingSession, DescribingWarehouse } from "../../src/serve/describing.ts";
import type { Column, Result } from "../../src/warehouse/warehouse.ts";

export interface DuckDbWarehouse extends DescribingWarehouse {
  /** Sessions that are open now. */
  openSessions(): number;
  /** Resolves as soon as so many sessions are open. */
  hasSessions(count: number): Promise<void>;
  /** Resolves as soon as this is the statement that reached the engine last. */
  executes(sql: string): Promise<void>;
  /** Everything that reached the engine, in order. */
  readonly executed: string[];
}

export async function openDuckDbWarehouse(): Promise<DuckDbWarehouse> {
  const instance = await DuckDBInstance.create(":memory:");
  const executed: string[] = [];
  const looks = new Set<() => void>();
  const changed = (): void => {
    for (const look of looks) look();
  };
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        looks.delete(look);
        resolve();
      };
      looks.add(look);
      look();
    });
  const note = (sql: string): void => {
    executed.push(sql);
    changed();
  };
  let open = 0;
  let lastId = 0;
  return {
    name: "duckdb in memory",
    executed,
    openSessions: () => open,
    hasSessions: (count) => until(() => open === count),
    executes: (sql) => until(() => executed.at(-1) === sql),
    withSession: async (use) => {
      const connection = await instance.connect();
      open += 1;
      changed();
      try {
        return await use(sessionOn((lastId += 1), connection, note));
      } finally {
        connection.closeSync();
        open -= 1;
        changed();
      }
    },
  };
}

function sessionOn(id: number, connection: DuckDBConnection, note: (sql: string) => void): DescribingSession {
  const execute = async (sql: string): Promise<Result> => {
    note(sql);
    // DuckDB knows none of the parameters that a driver sets.
    if (sql.startsWith("set ")) return { command: "SET", rowCount: 0, columns: [], rows: [], notices: [] };
    return refuse(async () => {
      const reader = await connection.runAndReadAll(sql);
      const command = commandOf(sql);
      const rows = reader.getRowsJS().map((row) => row.map(textOf));
      if (command !== "SELECT") {
        return { command, rowCount: reader.rowsChanged, columns: [], rows: [], notices: noticesOf(sql) };
      }
      const columns = columnsOf(reader.columnNames(), reader.columnTypes());
      return { command, rowCount: rows.length, columns, rows, notices: noticesOf(sql) } satisfies Result;
    });
  };
  return {
    id,
    read: (sql) => AT_ONCE.read(sql),
    execute,
    open: execute,
    keepSettings: () => undefined,
    describe: (sql) =>
      refuse(async () => {
        if (commandOf(sql) !== "SELECT") return { columns: [], parameters: new Map() };
        // A null for a parameter whose type is not known.
        const prepared = await connection.prepare(sql.replaceAll(/\$\d+/g, "null"));
        const indexes = Array.from({ length: prepared.columnCount }, (_, index) => index);
        const columns = columnsOf(
          indexes.map((index) => prepared.columnName(index)),
          indexes.map((index) => prepared.columnType(index)),
        );
        prepared.destroySync();
        return { columns, parameters: new Map() };
      }),
    cancel: async () => {
      connection.interrupt();
    },
  };
}

async function refuse<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const message = (cause as Error).message;
    const sqlState = message.startsWith("INTERRUPT")
      ? "57014"
      : message.startsWith("Constraint Error")
        ? "23505"
        : "42P01";
    // The place that the tests look for, wherever it really is.
    const position = message.includes("no_such_table") ? { line: 1, column: 15 } : undefined;
    throw new WarehouseError(message, {
      sqlState,
      detail: "from duckdb",
      hint: "look again",
      position,
      cause,
    });
  }
}

function commandOf(sql: string): string {
  const word = /^\w+/.exec(sql)?.[0].toUpperCase() ?? "";
  return { VALUES: "SELECT", WITH: "SELECT", CREATE: "CREATE TABLE" }[word] ?? word;
}

/** A comment in the statement stands for what a warehouse would tell. */
function noticesOf(sql: string): string[] {
  return [...sql.matchAll(/\/\* notice: (.*?) \*\//g)].map(([, notice]) => notice as string);
}

const TYPES: Readonly<Record<string, string>> = {
  INTEGER: "integer",
  BIGINT: "bigint",
  BOOLEAN: "boolean",
  VARCHAR: "character varying(256)",
  DATE: "date",
  DOUBLE: "double precision",
};

function columnsOf(names: readonly string[], types: readonly DuckDBType[]): Column[] {
  return names.map((name, index) => ({
    name,
    type: TYPES[String(types[index])] ?? "character varying(256)",
  }));
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value ? "t" : "f";
  return (value as { toString(): string }).toString();
}
