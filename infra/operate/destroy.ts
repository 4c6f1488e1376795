/** The last day. */
import { findCluster, wakeCluster } from "./cluster.ts";
import { confirm, showOrFail, type Operator } from "./operator.ts";
import { readOutputs } from "./stack-state.ts";

/**
 * Deletes the stack once its name is typed. A paused cluster is resumed first: AWS does not delete it, nor make its final snapshot.
 * @throws OperateError when something else is typed, and as what is called fails.
 */
export async function destroy(op: Operator, args: readonly string[]): Promise<void> {
  await confirm(op, `This deletes stack ${op.stack}.`, "nothing was deleted");
  const { clusterId } = await readOutputs(op);
  if (clusterId !== undefined && (await findCluster(op, clusterId)) !== undefined)
    await wakeCluster(op, clusterId);
  // Not `protect: false`: that would also give up the final snapshot and the bucket.
  await showOrFail(op, "pulumi", ["state", "unprotect", "--all", "--yes", "--stack", op.stack]);
  await showOrFail(op, "pulumi", ["destroy", "--stack", op.stack, ...args]);
}
