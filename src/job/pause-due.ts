/** Where it is kept that a run has resumed the cluster. */
import type { PauseDue } from "../aws/awake-cluster.ts";
import type { Store } from "../store/store.ts";

/**
 * Returns the mark of a cluster: an object under the work prefix, which all runs share and which is there while the cluster sleeps.
 * Without a work prefix it lasts as long as the process.
 */
export function pauseDueOf(store: Store, workUrl: string | undefined, clusterId: string): PauseDue {
  if (workUrl === undefined) return pauseDueInMemory();
  const url = `${workUrl.replace(/\/?$/, "/")}dwh-pause-due-${clusterId}.mark`;
  return {
    set: () => store.write(url, Buffer.from("a run has resumed the cluster; the last run pauses it\n")),
    isSet: async () => (await store.list(url)).length > 0,
    clear: () => store.remove(url),
  };
}

function pauseDueInMemory(): PauseDue {
  let due = false;
  const say = (now: boolean) => (): Promise<void> => {
    due = now;
    return Promise.resolve();
  };
  return { set: say(true), isSet: () => Promise.resolve(due), clear: say(false) };
}
