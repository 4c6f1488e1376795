/** A cluster that is awake for as long as somebody works on it. */
import { resumeCluster, startPause, type Waiting } from "./cluster.ts";

/**
 * Resumes the cluster if it is paused, lends it, and pauses it again whatever happened, but only if this call resumed it:
 * who woke it before may still need it. That it cannot be paused again is told to `onWarning`, and changes nothing else.
 */
export async function withAwakeCluster<T>(
  id: string,
  waiting: Waiting,
  onWarning: (message: string) => void,
  use: () => Promise<T>,
): Promise<T> {
  const { resumed } = await resumeCluster(id, waiting);
  try {
    return await use();
  } finally {
    if (resumed) {
      await startPause(id).catch((error: unknown) => {
        onWarning(`the cluster ${id} stays awake: ${error instanceof Error ? error.message : String(error)}`);
      });
    }
  }
}
