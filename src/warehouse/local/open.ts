/** Opens the local warehouse: a DuckDB database in one file, behind Redshift's dialect. */
import { dirname, resolve } from "node:path";
import { makeFolder } from "../../make-folder.ts";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { ConfigError, LockedError, WarehouseError } from "../../errors.ts";
import type { Store } from "../../store/store.ts";
import type { Warehouse } from "../warehouse.ts";
import { CATALOGUE_DDL } from "./catalogue-ddl.ts";
import type { ParsedStatement } from "../../dialect/parsed.ts";
import { AT_ONCE, type Compiler } from "./compile/compiler.ts";
import { DEFAULT_DATABASE } from "./default-schema.ts";
import { reuseRead } from "./compile/reuse-read.ts";
import { LOAD_LOG_DDL } from "./copy/load-log.ts";
import { duckdb } from "./duckdb.ts";
import { fromDuckError } from "./duck-errors.ts";
import { addFunctions } from "./duck-functions.ts";
import { duckName } from "./quote.ts";
import { LocalSession } from "./session.ts";
import { COUNTING_SETTINGS } from "./session-settings.ts";
import type { SharedState } from "./session-state.ts";
import { OWNER, type SessionUser } from "./session-user.ts";
import { TableLocks } from "./table-locks.ts";

/** Where the warehouse is, and what it reads and asks for. */
export interface LocalOptions {
  /** The file, or `:memory:`. */
  readonly path: string;
  /** Where COPY reads and UNLOAD writes. */
  readonly store: Store;
  /** The region in which the warehouse stands, as a cluster does: COPY and UNLOAD refuse buckets of another. Without it every bucket will do. */
  readonly region?: string;
  /** The name that it goes by as a database, which may stand before a schema; `local` when it is not given. */
  readonly database?: string;
  readonly now: () => Date;
  /**
   * The most load errors of one COPY that its log keeps; all of them when it is not given. Redshift keeps 20 a slice in one of its
   * tables, and does not say what the others keep (Developer Guide, "STL_LOADERROR_DETAIL").
   */
  readonly mostLogged?: number;
  /** System tables that nobody may read, none if not given: an administrator may have taken the right away. */
  readonly refusedViews?: ReadonlySet<string>;
  /** What reads and plans statements: this thread, at once, when it is not given. */
  readonly compiler?: Compiler;
  /** Statements that were read before they are sent. */
  readonly statements?: readonly ParsedStatement[];
  /** How many threads DuckDB has; as many as there are cores when it is not given. Of several warehouses on one machine each wants few. */
  readonly threads?: number;
}

/** The local warehouse, whose sessions can describe statements. It is open until `close`. */
export interface LocalWarehouse extends Warehouse {
  readonly kind: "local";
  /** As `Warehouse.withSession`, for a user whom the server in front of it has let in. */
  withSession<T>(use: (session: LocalSession) => Promise<T>, user?: SessionUser): Promise<T>;
  close(): void;
}

const INSTANCE_SETTINGS = {
  ...COUNTING_SETTINGS,
  // Of a laptop's memory, not most of it: what does not fit goes to a folder beside the database and is removed at the end.
  memory_limit: "500MB",
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  preserve_insertion_order: "false",
};

/**
 * Opens the warehouse, lends it, and closes it whatever happens; returns what `use` does.
 * @throws as {@link openLocalWarehouse}.
 */
export async function withLocalWarehouse<T>(
  options: LocalOptions,
  use: (warehouse: LocalWarehouse) => Promise<T>,
): Promise<T> {
  const warehouse = await openLocalWarehouse(options);
  try {
    return await use(warehouse);
  } finally {
    warehouse.close();
  }
}

/**
 * Opens the database file, or makes it, with its folder.
 * @throws LockedError when another process has it open; ConfigError when it is not a database, or cannot be written.
 */
export async function openLocalWarehouse({
  path,
  store,
  region,
  database = DEFAULT_DATABASE,
  now,
  mostLogged = Number.POSITIVE_INFINITY,
  refusedViews = new Set(),
  threads,
  compiler = AT_ONCE,
  statements = [],
}: LocalOptions): Promise<LocalWarehouse> {
  const file = path === ":memory:" ? path : resolve(path);
  const instance = await openInstance(file, threads);
  const log = await instance.connect();
  const { highestId, hasOlderViews } = await prepare(log, file);
  let id = highestId;
  const shared: SharedState = {
    instance,
    file,
    log,
    locks: new TableLocks(),
    compiler: reuseRead(statements, compiler),
    sessions: new Map(),
    system: new Map(),
    store,
    region,
    database,
    now,
    mostLogged,
    hasOlderViews,
    refusedViews,
    nextId: () => (id += 1),
  };
  return {
    kind: "local",
    name: path,
    async withSession(use, user = OWNER) {
      const connection = await instance.connect();
      const session = new LocalSession(shared.nextId(), user, connection, shared);
      shared.sessions.set(session.id, { user, since: now() });
      try {
        await session.start();
        return await use(session);
      } finally {
        shared.sessions.delete(session.id);
        await session.close();
      }
    },
    close() {
      log.closeSync();
      instance.closeSync();
    },
  };
}

async function openInstance(file: string, threads: number | undefined): Promise<DuckDBInstance> {
  const settings =
    threads === undefined ? INSTANCE_SETTINGS : { ...INSTANCE_SETTINGS, threads: String(threads) };
  try {
    if (file !== ":memory:") makeFolder(dirname(file));
    return await duckdb.DuckDBInstance.create(file, settings);
  } catch (error) {
    throw openError(error as Error, file);
  }
}

/** What the file holds of earlier times. */
interface Prepared {
  /** The highest number of a query in the load log. */
  readonly highestId: number;
  /** Views that the catalogue does not know. */
  readonly hasOlderViews: boolean;
}

/** Makes catalogue and functions, and looks at what is there. */
async function prepare(connection: DuckDBConnection, file: string): Promise<Prepared> {
  try {
    await addFunctions(connection);
    await prepareCatalogue(connection);
    const found = await connection.runAndReadAll(
      `SELECT (SELECT max(query_id) FROM _redshift.sys_load_history), EXISTS (SELECT 1 FROM duckdb_views() AS v WHERE NOT v.internal
        AND v.schema_name <> '_redshift' AND NOT EXISTS (SELECT 1 FROM _redshift.views AS k WHERE k.schema_name = v.schema_name
        AND k.view_name = v.view_name))`,
    );
    const [highestId, hasOlderViews] = found.getRows()[0] ?? [];
    return { highestId: Number(highestId ?? 0), hasOlderViews: hasOlderViews === true };
  } catch (error) {
    throw openError(fromDuckError(error), file);
  }
}

/** Makes the catalogue where there is none, or one of an earlier version, whose system views were stored. */
async function prepareCatalogue(connection: DuckDBConnection): Promise<void> {
  // What the last two versions added.
  const newest = await connection
    .prepare("SELECT views.keys, live_locks.owner FROM _redshift.views, _redshift.live_locks")
    .catch(() => undefined);
  if (newest !== undefined) return newest.destroySync();
  const views = await connection.runAndReadAll(
    "SELECT view_name FROM duckdb_views() WHERE schema_name = '_redshift'",
  );
  const drops = views.getRows().map(([name]) => `DROP VIEW _redshift.${duckName(String(name))}`);
  await connection.run([...drops, ...CATALOGUE_DDL, ...LOAD_LOG_DDL].join(";\n"));
}

function openError(error: Error, file: string): Error {
  const text = error.message;
  if (/Could not set lock/i.test(text)) {
    const pid = /PID (\d+)/.exec(text)?.[1];
    return new LockedError(
      `another process has the warehouse open${pid === undefined ? "" : ` (process ${pid})`}`,
      {
        where: file,
        next: "wait until it is done, or end it",
        cause: error,
      },
    );
  }
  if (/not a valid DuckDB database|storage version|EISDIR|Is a directory|not a database/i.test(text)) {
    return new ConfigError("the warehouse file is not a DuckDB database that this version reads", {
      where: file,
      next: "name another file with --warehouse (DWH_WAREHOUSE); this one is left as it is",
      cause: error,
    });
  }
  if (error instanceof WarehouseError && error.sqlState === "53100") return error;
  return new ConfigError(`the warehouse cannot be opened for writing: ${text.split("\n")[0] ?? text}`, {
    where: file,
    next: "name a file in a folder that can be written, with --warehouse (DWH_WAREHOUSE)",
    cause: error,
  });
}
