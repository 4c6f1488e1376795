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

/** Who else is connected to a cluster. */
export interface Others {
  /** One text each. */
  readonly seen: readonly string[];
  /** Why there may be more than are seen, with the way out; undefined when these are all. */
  readonly unseen: string | undefined;
}

/** What tells the last one at work from the others. */
export interface Company {
  readonly due: PauseDue;
  /** Who else is connected now. */
  readonly readOthers: () => Promise<Others>;
  readonly onWarning: (message: string) => void;
}

/**
 * Resumes the cluster if it is paused, lends it, and pauses it again whatever happened, if it was resumed by this call or by one before
 * it that left the pausing to others, and it is seen that nobody else is connected: pausing ends what runs (Management Guide, "Pausing
 * and resuming a cluster"). A cluster that was resumed by hand stays awake, and so does one whose other users cannot be seen. Returns
 * what `use` returns. That the cluster stays awake is told to `onWarning`, and changes nothing else.
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
    await untilAwake(id, waiting, company);
    return await use();
  } finally {
    const pausing = pauseAsLast(id, waiting, company);
    const problem =
      (await untilLate(waiting.signal, PAUSING_MS, pausing)) ?? "AWS or the cluster does not answer";
    if (problem !== "")
      company.onWarning(`the cluster ${id} stays awake; \`dwh cluster pause\` pauses it: ${problem}`);
  }
}

/** Waits until the cluster is available; who was there before may be pausing it, unaware of who only waits: then it is resumed again. */
async function untilAwake(id: string, waiting: ClusterWait, { due }: Company): Promise<void> {
  for (;;) {
    const { status } = await waitForCluster(id, /^(available|pausing)/, waiting);
    if (status.startsWith("available")) return;
    await startResume(id, waiting, () => due.set());
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
    if (others.seen.length > 0) {
      // A session that has just ended, one's own too, may still be listed.
      await sleep(pollMs).catch(() => undefined);
      others = await readOthers();
    }
    if (others.seen.length > 0) {
      const who = `${countOf(others.seen.length, "other session")} (${others.seen.join("; ")})`;
      return `${who}; the last run with DWH_CLUSTER_RESUME=true pauses it`;
    }
    if (others.unseen !== undefined) return others.unseen;
    await startPause(id);
    await due.clear();
    return "";
  } catch (error) {
    return messageOf(error);
  }
}
