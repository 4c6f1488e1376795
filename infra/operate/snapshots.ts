/** Snapshots of the cluster: made, listed, and copied to another region. */
import { askAws, unlessRefused, type Options } from "./aws-cli.ts";
import { wakeCluster } from "./cluster.ts";
import { nameOf, OperateError, type Operator } from "./operator.ts";
import { need, readOutputs } from "./stack-state.ts";
import { requireWhole } from "./status.ts";

/** A snapshot, as `aws redshift describe-cluster-snapshots` tells it. */
export interface Snapshot {
  readonly SnapshotIdentifier?: string;
  readonly ClusterIdentifier?: string;
  readonly Status?: string;
  readonly SnapshotType?: string;
  readonly SnapshotCreateTime?: string;
}

/** Lists the cluster's snapshots, after making one where it is given a name. @throws OperateError as AWS refuses */
export async function snapshots(op: Operator, [name, ...more]: readonly string[]): Promise<void> {
  if (more.length > 0)
    throw new OperateError(`only the name of a new snapshot may follow, not ${more.join(" ")}`);
  const id = need(await readOutputs(op), "clusterId");
  if (name !== undefined) {
    await wakeCluster(op, id);
    await askAws(op, "redshift create-cluster-snapshot", {
      "cluster-identifier": id,
      "snapshot-identifier": name,
    });
    await waitForSnapshot(op, name);
  }
  const { Snapshots = [] } = await listSnapshots(op, { "cluster-identifier": id });
  for (const one of Snapshots)
    op.print(`${one.SnapshotIdentifier}  ${one.SnapshotType}  ${one.SnapshotCreateTime}  ${one.Status}\n`);
}

/** Waits until the snapshot can be restored. @throws OperateError when there is none, or it failed */
export async function waitForSnapshot(op: Operator, id: string): Promise<Snapshot> {
  for (;;) {
    const asking = listSnapshots(op, { "snapshot-identifier": id });
    const found = await unlessRefused(asking, "ClusterSnapshotNotFound", "ClusterSnapshotNotFoundFault");
    const snapshot = found?.Snapshots?.[0];
    if (snapshot === undefined) throw new OperateError(`there is no snapshot ${id} in this region`);
    if (snapshot.Status === "available") return snapshot;
    if (snapshot.Status !== "creating" && snapshot.Status !== "copying")
      throw new OperateError(`snapshot ${id} is ${snapshot.Status}`);
    await op.pause();
  }
}

/**
 * Lets AWS copy every snapshot to another region, kept there for so many days (7), or stops that with `off`. What is encrypted, as every
 * cluster is, needs a grant there (Management Guide, "Copying KMS-encrypted snapshots to another region").
 * @throws OperateError when the number of days is wrong, and as AWS refuses.
 */
export async function copySnapshots(op: Operator, [region, days = "7"]: readonly string[]): Promise<void> {
  if (region === undefined) throw new OperateError("the region is missing; `off` stops the copying");
  const cluster = { "cluster-identifier": need(await readOutputs(op), "clusterId") };
  if (region === "off") {
    await unlessRefused(
      askAws(op, "redshift disable-snapshot-copy", cluster),
      "SnapshotCopyAlreadyDisabledFault",
    );
    op.say("snapshots are not copied; existing copies stay for their time");
    return;
  }
  requireWhole(days, "the number of days", 1);
  const grant = `${nameOf(op)}-copy`;
  const asking = askAws(op, "redshift create-snapshot-copy-grant", {
    "snapshot-copy-grant-name": grant,
    region,
  });
  await unlessRefused(asking, "SnapshotCopyGrantAlreadyExistsFault");
  const enabling = askAws(op, "redshift enable-snapshot-copy", {
    ...cluster,
    "destination-region": region,
    "retention-period": days,
    "snapshot-copy-grant-name": grant,
  });
  const done = await unlessRefused(enabling, "SnapshotCopyAlreadyEnabledFault");
  op.say(
    done === undefined
      ? "snapshots are already copied; to change where or for how long, type `off` first"
      : `every snapshot from now on is copied to ${region} and kept for ${days} days there`,
  );
}

const listSnapshots = (op: Operator, which: Options): Promise<{ Snapshots?: readonly Snapshot[] }> =>
  askAws(op, "redshift describe-cluster-snapshots", which);
