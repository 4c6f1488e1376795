/** Resumes a paused cluster around a piece of work, where the configuration wants that. */
import { setTimeout as sleep } from "node:timers/promises";
import { withAwakeCluster } from "../aws/awake-cluster.ts";
import { requireClusterId, type ClusterWait } from "../aws/cluster.ts";
import { untilAborted } from "../interruption.ts";
import { openStore } from "../store/open-store.ts";
import { companyOf, inSight } from "./company.ts";
import type { JobContext } from "./job-context.ts";

const POLL_MS = 10_000;
const TIMEOUT_MS = 30 * 60_000;

/**
 * With DWH_CLUSTER_RESUME=true: resumes, works, and pauses again if a run had to resume it and it is seen that nobody else is connected.
 * @throws ConfigError without a cluster
 */
export async function withAwake<T>(context: JobContext, use: () => Promise<T>): Promise<T> {
  const { config } = context;
  if (config.clusterResume !== "true") return use();
  const id = requireClusterId(config.redshiftClusterId);
  const store = openStore(config);
  return withAwakeCluster(id, waitingFor(context), companyOf(context, store, id), () =>
    inSight(context, store, use),
  );
}

/** ClusterWait with progress in the log, a line for every new status, given up at a signal. */
export function waitingFor({ log, now, signal }: JobContext, timeoutMs: number = TIMEOUT_MS): ClusterWait {
  let last = "";
  return {
    timeoutMs,
    pollMs: POLL_MS,
    now,
    signal,
    sleep: (milliseconds) => untilAborted(signal, sleep(milliseconds, undefined, { signal })),
    onStatus: (status, waitedMs) => {
      if (status !== last) log.info(`the cluster is ${status}`, { waited_s: Math.round(waitedMs / 1000) });
      last = status;
    },
  };
}
