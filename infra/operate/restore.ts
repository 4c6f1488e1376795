/** The warehouse as it was: a snapshot takes the place of the cluster, under its name and address. */
import { askAws, type Options } from "./aws-cli.ts";
import { findCluster, waitForCluster, wakeCluster, type ClusterSettings } from "./cluster.ts";
import { confirm, OperateError, type Operator } from "./operator.ts";
import { waitForSnapshot } from "./snapshots.ts";
import { need, readOutputs, updateStack } from "./stack-state.ts";
import { runTask } from "./task.ts";

/**
 * Renames the cluster and restores the snapshot under its name, so that host, alarms and rights stay right (Management Guide, "Renaming
 * clusters": that is what it is for; its snapshots stay with it). Then Pulumi sees it and puts right what a snapshot does not hold, and a
 * bootstrap gives the job its password again. A snapshot of another stack's cluster, or one that was copied here from another region, is
 * restored in the same way. The renamed cluster stays until somebody deletes it.
 * @returns the exit code of the bootstrap
 * @throws OperateError when there is no such snapshot, the name of the stack is not typed, and as AWS or Pulumi refuse.
 */
export async function restore(op: Operator, [snapshotId, ...args]: readonly string[]): Promise<number> {
  if (snapshotId === undefined)
    throw new OperateError("the snapshot is missing; `snapshots` lists those that are there");
  const outputs = await readOutputs(op);
  const id = need(outputs, "clusterId");
  const snapshot = await waitForSnapshot(op, snapshotId);
  const aside = `${id}-before-restore`;
  const current = await requireReplaceable(op, id, aside);
  await confirm(
    op,
    `This puts snapshot ${snapshotId} of ${snapshot.ClusterIdentifier} (${snapshot.SnapshotCreateTime}) in the place of ${id}, which is kept as ${aside}. Connections are cut.`,
    "nothing was changed",
  );
  await wakeCluster(op, id);
  await askAws(op, "redshift modify-cluster", {
    "cluster-identifier": id,
    "new-cluster-identifier": aside,
  });
  await waitForCluster(op, aside, /^available$/, true);
  await askAws(op, "redshift restore-from-cluster-snapshot", {
    "cluster-identifier": id,
    "snapshot-identifier": snapshotId,
    "snapshot-cluster-identifier": snapshot.ClusterIdentifier,
    ...settingsToKeep(current),
  });
  op.say(`${id} is being restored from ${snapshotId}; that takes some minutes`);
  await waitForCluster(op, id, /^available$/, true);
  await updateStack(op, outputs.image, id, ["--refresh", ...args]);
  const code = await runTask(op, "bootstrap", []);
  op.say(
    `the next run loads what came after the snapshot. ${aside} still costs as before: once nobody needs it, ` +
      `aws redshift delete-cluster --cluster-identifier ${aside} --skip-final-cluster-snapshot`,
  );
  return code;
}

async function requireReplaceable(op: Operator, id: string, aside: string): Promise<ClusterSettings> {
  const current = await findCluster(op, id);
  if (current === undefined) throw new OperateError(`there is no cluster ${id}; deploy the stack first`);
  if ((await findCluster(op, aside)) !== undefined)
    throw new OperateError(`${aside} is still there, from the last time: delete it first`);
  return current.settings;
}

/** What a restored cluster has not from its snapshot but from whoever restores it (API Reference, "RestoreFromClusterSnapshot"). Pure. */
export function settingsToKeep(settings: ClusterSettings): Options {
  const { ClusterParameterGroups = [], VpcSecurityGroups = [], IamRoles = [], Endpoint } = settings;
  return {
    "cluster-subnet-group-name": settings.ClusterSubnetGroupName,
    "cluster-parameter-group-name": ClusterParameterGroups[0]?.ParameterGroupName,
    "vpc-security-group-ids": VpcSecurityGroups.flatMap(({ VpcSecurityGroupId: id }) => id ?? []),
    "iam-roles": IamRoles.flatMap(({ IamRoleArn: arn }) => arn ?? []),
    "default-iam-role-arn": settings.DefaultIamRoleArn,
    port: Endpoint?.Port?.toString(),
    "automated-snapshot-retention-period": settings.AutomatedSnapshotRetentionPeriod?.toString(),
    "preferred-maintenance-window": settings.PreferredMaintenanceWindow,
    // Otherwise that which the cluster was on when the snapshot was made ("Maintenance tracks and restore").
    "maintenance-track-name": settings.MaintenanceTrackName,
    "publicly-accessible": settings.PubliclyAccessible === true,
    "enhanced-vpc-routing": settings.EnhancedVpcRouting === true,
    "manage-master-password": true,
  };
}
