/** A cluster that is awake for as long as somebody works on it. */
import { untilLate } from "../interruption.ts";
import { startPause, startResume, waitForCluster, type ClusterWait } from "./cluster.ts";
import { messageOf } from "../text/message-of.ts";

/** For asking AWS to pause it, after a signal. */
const PAUSING_MS = 3000;

/**
 * Resumes the cluster if it is paused, lends it, and pauses it again whatever happened, but only if this call resumed
 * it: who woke it before may still need it. Returns what `use` returns. That the cluster cannot be paused again is told
 * to `onWarning`, and changes nothing else.
 * @throws what `use` throws; UnreachableError when the cluster does not wake.
 */
export async function withAwakeCluster<T>(
  id: string,
  waiting: ClusterWait,
  onWarning: (message: string) => void,
  use: () => Promise<T>,
): Promise<T> {
  const resumed = await startResume(id, waiting);
  try {
    await waitForCluster(id, /^available/, waiting);
    return await use();
  } finally {
    const pausing = resumed ? pauseAgain(id) : Promise.resolve("");
    const problem = (await untilLate(waiting.signal, PAUSING_MS, pausing)) ?? "AWS does not answer";
    if (problem !== "")
      onWarning(`the cluster ${id} stays awake, \`dwh cluster pause\` ends that: ${problem}`);
  }
}

/** What keeps it from being paused; empty when it is on its way. */
async function pauseAgain(id: string): Promise<string> {
  try {
    await startPause(id);
    return "";
  } catch (error) {
    return messageOf(error);
  }
}
