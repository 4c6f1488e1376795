/** A clock for those who wait for a cluster. */
import type { ClusterWait } from "../../src/aws/cluster.ts";

/** Time passes only by waiting, which takes none. */
export function waiting(timeoutMs = 600_000): ClusterWait & { readonly statuses: string[] } {
  let time = 0;
  const statuses: string[] = [];
  return {
    statuses,
    timeoutMs,
    pollMs: 10_000,
    now: () => new Date(time),
    signal: new AbortController().signal,
    sleep: async (milliseconds) => {
      time += milliseconds;
    },
    onStatus: (status) => statuses.push(status),
  };
}
