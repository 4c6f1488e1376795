/** A cluster that is awake for as long as somebody works on it. */
import { untilLate } from "../interruption.ts";
import { countOf } from "../text/amounts.ts";
import { messageOf } from "../text/message-of.ts";
import { startPause, startResume, waitForCluster, type ClusterWait } from "./cluster.ts";

/** For asking who is connected, and AWS to pause it, after a signal. */
const PAUSING_MS = 3000;

/**
 * That a run has resumed the cluster, so that one has to pause it: kept outside the cluster, and beyond the run, since the last one at
 * work pauses it and not the one that resumed it.
 */
export interface PauseDue {
  set(): Promise<void>;
  isSet(): Promise<boolean>;
  clear(): Promise<void>;
}

/** What tells the last one at work from the others. */
export interface Company {
  readonly due: PauseDue;
  /** Who else is connected now, one text each. */
  readonly readOthers: () => Promise<readonly string[]>;
  readonly onWarning: (message: string) => void;
}

/**
 * Resumes the cluster if it is paused, lends it, and pauses it again whatever happened, if it was resumed by this call or by one before
 * it that left the pausing to others, and nobody else is connected: pausing ends what runs (Management Guide, "Pausing and resuming a
 * cluster"). A cluster that was resumed by hand stays awake. Returns what `use` returns. That the cluster stays awake is told to
 * `onWarning`, and changes nothing else.
 * @throws what `use` throws; UnreachableError when the cluster does not wake.
 */
export async function withAwakeCluster<T>(
  id: string,
  waiting: ClusterWait,
  company: Company,
  use: () => Promise<T>,
): Promise<T> {
  await startResume(id, waiting, () => company.due.set());
  try {
    await waitForCluster(id, /^available/, waiting);
    return await use();
  } finally {
    const pausing = pauseAsLast(id, waiting, company);
    const problem =
      (await untilLate(waiting.signal, PAUSING_MS, pausing)) ?? "AWS or the cluster does not answer";
    if (problem !== "")
      company.onWarning(`the cluster ${id} stays awake, \`dwh cluster pause\` ends that: ${problem}`);
  }
}

/** What keeps it from being paused; empty when it is on its way, or nobody has to pause it. */
async function pauseAsLast(
  id: string,
  { pollMs, sleep }: ClusterWait,
  { due, readOthers }: Company,
): Promise<string> {
  try {
    if (!(await due.isSet())) return "";
    let others = await readOthers();
    if (others.length > 0) {
      // A session that has just ended, one's own too, may still be listed.
      await sleep(pollMs).catch(() => undefined);
      others = await readOthers();
    }
    if (others.length > 0) {
      const who = `${countOf(others.length, "other session")} (${others.join(", ")})`;
      return `${who}; the last run with DWH_CLUSTER_RESUME=true pauses it`;
    }
    await startPause(id);
    await due.clear();
    return "";
  } catch (error) {
    return messageOf(error);
  }
}
