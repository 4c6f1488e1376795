/** Who is at work on a cluster beside this process, and how the others see that this one is. */
import type { Company, Others } from "../aws/awake-cluster.ts";
import { grantSight } from "../dialect/grant-sight.ts";
import { untilAborted, untilLate } from "../interruption.ts";
import { readOtherSessions, type OtherSessions } from "../records/read-sessions.ts";
import type { Store } from "../store/store.ts";
import type { JobContext } from "./job-context.ts";
import { withWarehouse } from "./open-warehouse.ts";
import { pauseDueOf } from "./pause-due.ts";

/** For logging out, after a signal. */
const LEAVING_MS = 1000;

/** Returns how the cluster with that identifier is asked who is connected, and where it is kept that one has to pause it. */
export function companyOf({ config, log, now }: JobContext, store: Store, clusterId: string): Company {
  // A run that was interrupted asks too.
  const { signal } = new AbortController();
  return {
    due: pauseDueOf(store, config.workUrl, clusterId),
    readOthers: async () => {
      const others = await withWarehouse({ config, log, now, signal }, store, (warehouse) =>
        warehouse.withSession(readOtherSessions),
      );
      return explain(others);
    },
    onWarning: (message) => log.warn(message),
  };
}

function explain({ seen, hiddenFrom }: OtherSessions): Others {
  if (hiddenFrom === undefined) return { seen, unseen: undefined };
  const remedy = `\`${grantSight(hiddenFrom)}\`, or \`dwh bootstrap\` with DWH_CLUSTER_RESUME=true`;
  return {
    seen,
    unseen: `whether other users are connected is hidden from ${hiddenFrom}; a superuser can change that: ${remedy}`,
  };
}

/**
 * Works while a session is open, which shows the others that somebody is at work: a run has none of its own while it waits to try
 * again. The server ends it when the process is gone, so that nothing tells of a run that was killed. That it cannot be had is no
 * reason not to work; a signal ends the waiting for it. Returns, and throws, what `use` does.
 */
export async function inSight<T>(
  context: Pick<JobContext, "config" | "log" | "now" | "signal">,
  store: Store,
  use: () => Promise<T>,
): Promise<T> {
  let show = (): void => undefined;
  let leave = (): void => undefined;
  const shown = new Promise<void>((resolve) => (show = resolve));
  const left = new Promise<void>((resolve) => (leave = resolve));
  const stay = (): Promise<void> => {
    show();
    return left;
  };
  const session = withWarehouse(context, store, (warehouse) => warehouse.withSession(stay)).catch(
    () => undefined,
  );
  await untilAborted(context.signal, Promise.race([shown, session])).catch(() => undefined);
  try {
    return await use();
  } finally {
    leave();
    await untilLate(context.signal, LEAVING_MS, session);
  }
}
