/** Which releases of Redshift the warehouse gets: the track, and when what it brings is applied. */
import { findCluster, type ClusterSettings } from "./cluster.ts";
import { OperateError, type Operator } from "./operator.ts";
import { writeSetting } from "./stack-config.ts";
import { need, readOutputs, updateStack } from "./stack-state.ts";

const TRACKS = ["current", "trailing"];

/**
 * Says which release the cluster has, after putting it on a track where one is given. AWS applies that in the next maintenance window
 * (Management Guide, "Choosing cluster maintenance tracks"): from trailing to current it brings the newest release; the other way nothing
 * changes before a newer one comes. Serverless has a track too, and no window.
 * @throws OperateError when it is no track, and as Pulumi or AWS refuse.
 */
export async function upgrade(op: Operator, [track, ...args]: readonly string[]): Promise<void> {
  const outputs = await readOutputs(op);
  const { clusterId } = outputs;
  if (track !== undefined) {
    if (!TRACKS.includes(track))
      throw new OperateError(`the track is "${track}"; it must be one of ${TRACKS.join(", ")}`);
    await writeSetting(op, "maintenanceTrack", track);
    await updateStack(op, outputs.image, clusterId, args);
    if (clusterId === undefined) {
      op.say(`Serverless is on the track ${track}; AWS brings its releases while it is idle`);
      return;
    }
  }
  const id = need(outputs, "clusterId");
  const cluster = await findCluster(op, id);
  if (cluster === undefined) throw new OperateError(`there is no cluster ${id}`);
  op.print(`${id}: ${describe(cluster.settings)}\n`);
}

/** Whether a track waits for the next maintenance window. Pure. */
export const waitsForTrack = ({ PendingModifiedValues }: ClusterSettings): boolean =>
  PendingModifiedValues?.MaintenanceTrackName !== undefined;

function describe(settings: ClusterSettings): string {
  const { ClusterVersion, ClusterRevisionNumber, MaintenanceTrackName, PendingModifiedValues } = settings;
  const pending = PendingModifiedValues?.MaintenanceTrackName;
  const window = settings.NextMaintenanceWindowStartTime ?? settings.PreferredMaintenanceWindow ?? "unknown";
  return (
    `release ${ClusterVersion}.${ClusterRevisionNumber}, track ${MaintenanceTrackName}` +
    (pending === undefined ? "" : `, ${pending} from the next maintenance on`) +
    `, next maintenance from ${window} on`
  );
}
