/** The warehouse that the configuration names. */
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config/config.ts";
import { untilAborted } from "../interruption.ts";
import { explainMissingPackage } from "../missing-package.ts";
import type { JobContext } from "./job-context.ts";
import type { Store } from "../store/store.ts";
import { limitLockWaits, type LockWait } from "../warehouse/lock-wait.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** Whether Redshift is meant: each of these settings alone is enough to find it. */
export function isRedshift(config: Config): boolean {
  const { redshiftHost, redshiftSecretId, redshiftClusterId, redshiftWorkgroup } = config;
  return [redshiftHost, redshiftSecretId, redshiftClusterId, redshiftWorkgroup].some(
    (value) => value !== undefined,
  );
}

/**
 * Opens the warehouse, lends it, and closes it whatever happens. DuckDB and the AWS clients are loaded here and not before.
 * @param runId names the run in Redshift's query history
 * @throws ConfigError and UnreachableError as the warehouses do; LockedError from a statement that waits for another session too long.
 */
export async function withWarehouse<T>(
  context: Pick<JobContext, "config" | "now" | "signal">,
  store: Store,
  use: (warehouse: Warehouse) => Promise<T>,
  runId?: string,
): Promise<T> {
  const { config, now, signal } = context;
  const lend = (warehouse: Warehouse): Promise<T> => use(limitLockWaits(warehouse, lockWaitOf(config)));
  if (!isRedshift(config)) {
    const { withLocalWarehouse } = await import("../warehouse/local/open.ts").catch(withoutDuckdb);
    return withLocalWarehouse({ path: config.warehouse, store, now }, lend);
  }
  const { resolveConnection } = await import("../aws/connection.ts");
  const { openRedshift } = await import("../warehouse/redshift/open.ts");
  const connection = await untilAborted(signal, resolveConnection(config));
  return lend(
    openRedshift({
      ...connection,
      caFile: config.redshiftCaFile,
      applicationName: "dwh",
      queryGroup: runId === undefined ? "dwh" : `dwh ${runId}`,
      // What outlives the run's time is of no use, and a server that lost its client would go on with it.
      statementTimeoutMs: config.deadline,
      now,
      sleep: (milliseconds) => sleep(milliseconds, undefined, { signal }),
      signal,
    }),
  );
}

/**
 * Does the same for a command that only looks: a local warehouse whose file is not there is an empty one in memory, since opening the file
 * would make it.
 * @throws as `withWarehouse` does
 */
export async function lookAtWarehouse<T>(
  context: Pick<JobContext, "config" | "now" | "signal" | "log">,
  store: Store,
  use: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const { config, log } = context;
  const { warehouse } = config;
  if (isRedshift(config) || warehouse === ":memory:" || existsSync(warehouse))
    return withWarehouse(context, store, use);
  log.warn("there is no warehouse yet; nothing is kept", { warehouse });
  return withWarehouse({ ...context, config: { ...config, warehouse: ":memory:" } }, store, use);
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
