/** The warehouse that the configuration names. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config/config.ts";
import { ConfigError, DwhError, LockedError } from "../errors.ts";
import { untilAborted } from "../interruption.ts";
import { explainMissingPackage } from "../missing-package.ts";
import type { JobContext } from "./job-context.ts";
import type { SqlFile } from "../plan/sql-file.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";
import type { Store } from "../store/store.ts";
import { limitLockWaits, type LockWait } from "../warehouse/lock-wait.ts";
import type { LocalWarehouse } from "../warehouse/local/open.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { readEntrance, type Entrance } from "./entrance.ts";
import { retype } from "./retype.ts";

/** Whether Redshift is meant: each of these settings alone is enough to find it. */
export function isRedshift(config: Config): boolean {
  const { redshiftHost, redshiftSecretId, redshiftClusterId, redshiftWorkgroup } = config;
  return [redshiftHost, redshiftSecretId, redshiftClusterId, redshiftWorkgroup].some(
    (value) => value !== undefined,
  );
}

/** What it is opened for. */
interface Purpose {
  /** Names the run in Redshift's query history. */
  readonly runId?: string;
  /** The SQL whose statements are going to be sent. */
  readonly sql?: SqlFolder;
}

/**
 * Opens the warehouse, lends it, and closes it whatever happens; a file that `dwh serve` has open is reached through that. DuckDB and the AWS clients are loaded here and not before.
 * @throws ConfigError and UnreachableError as the warehouses do; LockedError from a statement that waits for another session too long.
 */
export async function withWarehouse<T>(
  context: Pick<JobContext, "config" | "log" | "now" | "signal">,
  store: Store,
  use: (warehouse: Warehouse) => Promise<T>,
  purpose: Purpose = {},
): Promise<T> {
  const { config, now, signal } = context;
  const lend = (warehouse: Warehouse): Promise<T> => use(limitLockWaits(warehouse, lockWaitOf(config)));
  if (!isRedshift(config)) return withOwnFile(context, store, lend, purpose);
  const { resolveConnection } = await import("../aws/connection.ts");
  const { openRedshift } = await import("../warehouse/redshift/open.ts");
  const connection = await untilAborted(signal, resolveConnection(config));
  return lend(
    openRedshift({
      ...connection,
      caFile: config.redshiftCaFile,
      applicationName: "dwh",
      queryGroup: queryGroupOf(purpose.runId),
      // What outlives the run's time is of no use, and a server that lost its client would go on with it.
      statementTimeoutMs: config.deadline,
      now,
      sleep: resting(signal),
      signal,
    }),
  );
}

/** Opens the file, or goes through the server of this user that has it open. */
async function withOwnFile<T>(
  context: Pick<JobContext, "config" | "log" | "now" | "signal">,
  store: Store,
  use: (warehouse: Warehouse) => Promise<T>,
  { runId, sql }: Purpose,
): Promise<T> {
  const { config, log, now, signal } = context;
  const { openLocalWarehouse } = await import("../warehouse/local/open.ts").catch(withoutDuckdb);
  let own: LocalWarehouse;
  try {
    own = await openLocalWarehouse({ path: config.warehouse, store, now, statements: statementsOf(sql) });
  } catch (error) {
    const entrance = error instanceof LockedError ? readEntrance(config.warehouse) : undefined;
    const served = entrance && (await enter(entrance, { now, signal }, runId));
    if (entrance === undefined || served === undefined) throw error;
    log.info("the warehouse is open in `dwh serve`: this command goes through the server", {
      warehouse: config.warehouse,
    });
    // COPY is the server's, and the files are found by the run.
    if (runId !== undefined) requireSameS3(config, entrance);
    return use({ ...served, name: config.warehouse });
  }
  try {
    return await use(own);
  } finally {
    own.close();
  }
}

function statementsOf(sql: SqlFolder | undefined): SqlFile["statements"] {
  const files = sql === undefined ? [] : [...sql.steps, ...sql.analyses, ...sql.sums];
  return files.flatMap(({ statements }) => statements);
}

/** The warehouse behind an entrance; undefined where nobody lets anybody in any more. */
async function enter(
  { port, database, user, password, certificate: ca }: Entrance,
  { now, signal }: Pick<JobContext, "now" | "signal">,
  runId: string | undefined,
): Promise<Warehouse | undefined> {
  const { openRedshift } = await import("../warehouse/redshift/open.ts");
  const login = { read: () => Promise.resolve({ user, password }) };
  const server = { host: "127.0.0.1", port, database, login, ca, applicationName: "dwh" };
  const rest = { now, sleep: resting(signal), signal };
  const served = openRedshift({ ...server, ...rest, queryGroup: queryGroupOf(runId) });
  try {
    await served.withSession(() => Promise.resolve());
    return served;
  } catch (error) {
    // A signal is why the command ends, and not the lock.
    if (signal.aborted || !(error instanceof DwhError)) throw error;
    return undefined;
  }
}

function resting(signal: AbortSignal) {
  return (milliseconds: number): Promise<void> => sleep(milliseconds, undefined, { signal });
}

function queryGroupOf(runId: string | undefined): string {
  return runId === undefined ? "dwh" : `dwh ${runId}`;
}

function requireSameS3({ s3Root }: Config, entrance: Entrance): void {
  const own = s3Root === undefined ? null : resolve(s3Root);
  if (own === entrance.s3Root) return;
  const [server, here] = [entrance.s3Root, own].map((root) => root ?? "S3");
  throw new ConfigError(`the server reads s3:// from ${server}, and this command from ${here}`, {
    where: "--s3-root (DWH_S3_ROOT)",
    next: "give both the same folder, or end the server",
  });
}

/**
 * Does the same for a command that only looks: a local warehouse whose file is not there is an empty one in memory, since opening the file
 * would make it. It goes by the name of that file, and `use` hears that it is not there.
 * @throws as `withWarehouse` does
 */
export async function lookAtWarehouse<T>(
  context: Pick<JobContext, "config" | "now" | "signal" | "log">,
  store: Store,
  use: (warehouse: Warehouse, isThere: boolean) => Promise<T>,
  purpose: Purpose = {},
): Promise<T> {
  const { config, log } = context;
  const { warehouse } = config;
  if (hasWarehouse(config)) return withWarehouse(context, store, (opened) => use(opened, true), purpose);
  log.warn("the warehouse does not exist yet: this command sees an empty one", {
    warehouse,
    next: `\`${retype(config, "run")}\` creates it`,
  });
  const inMemory = { ...context, config: { ...config, warehouse: ":memory:" } };
  return withWarehouse(inMemory, store, (opened) => use({ ...opened, name: warehouse }, false), purpose);
}

/**
 * Refuses a local warehouse whose file is not there, for a command that changes only what is there: opening the file would make it.
 * @throws ConfigError
 */
export function requireWarehouse({ config }: Pick<JobContext, "config">): void {
  if (hasWarehouse(config)) return;
  throw new ConfigError("there is no warehouse yet", {
    where: config.warehouse,
    next: `\`${retype(config, "run")}\` creates one; --warehouse (DWH_WAREHOUSE) names another file`,
  });
}

/** Returns whether there is something to open: a cluster, or the file of a local warehouse. */
export function hasWarehouse(config: Config): boolean {
  return isRedshift(config) || config.warehouse === ":memory:" || existsSync(config.warehouse);
}

/** Returns how long a statement of a command may wait for a lock. */
export function lockWaitOf({ lockWait }: Config): LockWait {
  return {
    limitMs: lockWait,
    sleep: (milliseconds, ended) => sleep(milliseconds, undefined, { signal: ended }),
  };
}

/** In the job's image nothing configured means that something was forgotten. */
const withoutDuckdb = explainMissingPackage(
  "there is no local warehouse in this image, and Redshift is not configured",
  {
    where: "DWH_REDSHIFT_HOST, DWH_REDSHIFT_SECRET_ID, DWH_REDSHIFT_CLUSTER_ID, DWH_REDSHIFT_WORKGROUP",
    next: "set one of them; docs/configuration.md lists the others",
  },
);
