/** The Redshift cluster through the AWS API: what it is, where it is, waking it and sending it to sleep. */
import type { RedshiftClient } from "@aws-sdk/client-redshift";
import { ConfigError, UnreachableError } from "../errors.ts";
import { untilAborted } from "../interruption.ts";
import { CLIENT_SETTINGS } from "./client-settings.ts";
import { explainFault } from "./explain-fault.ts";

/** What AWS says of a cluster, at the moment at which it was asked. */
export interface Cluster {
  readonly id: string;
  /** As AWS says it: available, paused, resuming, pausing, modifying … */
  readonly status: string;
  /** Unknown while it is made. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** The one that was made with the cluster. */
  readonly database: string | undefined;
}

/** How long to wait, and who is told about it. */
export interface ClusterWait {
  readonly timeoutMs: number;
  readonly pollMs: number;
  readonly now: () => Date;
  /** Aborted when whoever waits gives up. */
  readonly signal: AbortSignal;
  /** Rejects with the signal's reason when that is aborted. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Called with every status that is seen, also when it is the same. */
  readonly onStatus: (status: string, waitedMs: number) => void;
}

/** States that do not end by themselves, or not in anything good (Management Guide, "Cluster status"). */
const STUCK_STATUS = /^(deleting|final-snapshot|hardware-failure|incompatible-|storage-full)/;

/**
 * Returns what AWS says of the cluster now.
 * @throws ConfigError when there is no such cluster; UnreachableError when AWS does not answer.
 */
export async function describeCluster(id: string): Promise<Cluster> {
  const { DescribeClustersCommand } = await import("@aws-sdk/client-redshift");
  const { Clusters = [] } = await callRedshift(id, "look up the cluster", (client) =>
    client.send(new DescribeClustersCommand({ ClusterIdentifier: id })),
  );
  const [cluster] = Clusters;
  return {
    id,
    status: cluster?.ClusterStatus ?? "unknown",
    host: cluster?.Endpoint?.Address,
    port: cluster?.Endpoint?.Port,
    database: cluster?.DBName,
  };
}

/**
 * Lets the cluster begin to resume if it is paused, and returns whether it was this call that did so.
 * @param before what has to be done before AWS is asked to resume it
 * @throws UnreachableError when it takes too long to be paused first, or can no longer become available; what `before` throws.
 */
export async function startResume(
  id: string,
  waiting: ClusterWait,
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<boolean> {
  const { status } = await waitForCluster(id, /^(?!pausing)/, waiting);
  if (status !== "paused") return false;
  await before();
  const { ResumeClusterCommand } = await import("@aws-sdk/client-redshift");
  await callRedshift(id, "resume the cluster", (client) =>
    client.send(new ResumeClusterCommand({ ClusterIdentifier: id })),
  );
  return true;
}

/** Resumes the cluster if it is paused, and waits until it is available. @throws UnreachableError as `startResume` does */
export async function resumeCluster(id: string, waiting: ClusterWait): Promise<void> {
  await startResume(id, waiting);
  await waitForCluster(id, /^available/, waiting);
}

/** Pauses the cluster, unless it is paused, and waits for that. @throws UnreachableError as `resumeCluster` does */
export async function pauseCluster(id: string, waiting: ClusterWait): Promise<void> {
  const { status } = await waitForCluster(id, /^(available|paused|pausing)/, waiting);
  if (status.startsWith("available")) await startPause(id);
  await waitForCluster(id, /^paused/, waiting);
}

/**
 * Lets a cluster that is available begin to pause, and does not wait for it. @throws UnreachableError when AWS refuses
 * it or does not answer.
 */
export async function startPause(id: string): Promise<void> {
  const { PauseClusterCommand } = await import("@aws-sdk/client-redshift");
  await callRedshift(id, "pause the cluster", (client) =>
    client.send(new PauseClusterCommand({ ClusterIdentifier: id })),
  );
}

/** Waits until the cluster is available. @throws UnreachableError, at once for one that is paused: nobody resumes it */
export async function waitUntilAvailable(id: string, waiting: ClusterWait): Promise<void> {
  const { status } = await waitForCluster(id, /^(available|paused)/, waiting);
  if (status === "paused")
    throw new UnreachableError("the cluster is paused", { where: id, next: "`dwh cluster resume`" });
}

/**
 * Waits until the status matches `wanted`, and returns the cluster as it is then.
 * @throws UnreachableError when it takes too long or cannot come any more; the signal's reason once that is aborted.
 */
export async function waitForCluster(id: string, wanted: RegExp, waiting: ClusterWait): Promise<Cluster> {
  const start = waiting.now().getTime();
  for (;;) {
    waiting.signal.throwIfAborted();
    const cluster = await untilAborted(waiting.signal, describeCluster(id));
    const waited = waiting.now().getTime() - start;
    waiting.onStatus(cluster.status, waited);
    if (wanted.test(cluster.status)) return cluster;
    if (STUCK_STATUS.test(cluster.status)) {
      const next = "look at it in the console; waiting does not help";
      throw new UnreachableError(`the cluster is ${cluster.status}`, { where: id, next });
    }
    if (waited + waiting.pollMs > waiting.timeoutMs) {
      throw new UnreachableError(
        `the cluster is still ${cluster.status} after ${Math.round(waited / 1000)} s`,
        {
          where: id,
          next: "wait longer with --timeout, or look at it in the console",
        },
      );
    }
    await waiting.sleep(waiting.pollMs);
  }
}

async function callRedshift<T>(
  id: string,
  doing: string,
  send: (client: RedshiftClient) => Promise<T>,
): Promise<T> {
  const { RedshiftClient } = await import("@aws-sdk/client-redshift");
  const client = new RedshiftClient(CLIENT_SETTINGS);
  try {
    return await send(client);
  } catch (error) {
    if (error instanceof Error && /InvalidClusterState/.test(error.name)) {
      const next = "something else is changing it: wait, then try again";
      throw new UnreachableError(`cannot ${doing}: ${error.message}`, { where: id, next, cause: error });
    }
    throw explainFault(error, {
      doing,
      where: id,
      whenMissing: "check DWH_REDSHIFT_CLUSTER_ID, the account and AWS_REGION",
      whenDenied:
        "allow the role redshift:DescribeClusters, redshift:ResumeCluster and redshift:PauseCluster on the cluster",
    });
  } finally {
    client.destroy();
  }
}

/** Returns the identifier that the cluster commands need. @throws ConfigError when it is not configured. */
export function requireClusterId(id: string | undefined): string {
  if (id !== undefined) return id;
  throw new ConfigError("no cluster was named", {
    where: "DWH_REDSHIFT_CLUSTER_ID",
    next: "set it to the cluster's identifier",
  });
}
