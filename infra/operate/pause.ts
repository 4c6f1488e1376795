/** Stopping a stack for a while, and going on. */
import { pauseCluster, wakeCluster } from "./cluster.ts";
import { OperateError, type Operator } from "./operator.ts";
import { writeSetting } from "./stack-config.ts";
import { readOutputs, updateStack } from "./stack-state.ts";

/** Stops the schedule first, so that no run wakes what is paused after it. Both may be so already. @throws OperateError as what is called fails */
export async function pause(op: Operator, args: readonly string[]): Promise<void> {
  const { image, clusterId } = await readOutputs(op);
  await writeSetting(op, "scheduleEnabled", "false");
  await updateStack(op, image, clusterId, args);
  if (clusterId !== undefined) await pauseCluster(op, clusterId);
}

/**
 * Resumes the cluster and starts the schedule; both may be so already. The schedule is started whatever becomes of the cluster: a run
 * that finds none ends with 5 and is made up for.
 * @throws OperateError when the cluster does not come back, and as what is called fails.
 */
export async function resume(op: Operator, args: readonly string[]): Promise<void> {
  const { image, clusterId } = await readOutputs(op);
  const fault = clusterId === undefined ? undefined : await wakeOrFault(op, clusterId);
  await writeSetting(op, "scheduleEnabled", "true");
  await updateStack(op, image, clusterId, args);
  if (fault !== undefined) throw new OperateError(`the schedule is on, but ${fault.message}`);
}

async function wakeOrFault(op: Operator, clusterId: string): Promise<OperateError | undefined> {
  try {
    await wakeCluster(op, clusterId);
    return undefined;
  } catch (error) {
    if (error instanceof OperateError) return error;
    throw error;
  }
}
