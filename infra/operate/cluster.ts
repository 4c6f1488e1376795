/** The Redshift cluster: its state, and what one may ask of it in each. `src/aws/cluster.ts` does the same for the job. */
import { askAws, unlessRefused } from "./aws-cli.ts";
import { OperateError, type Operator } from "./operator.ts";

/** What AWS says of it; `settings` is all of that, as the API names it. */
export interface ClusterState {
  readonly status: string;
  readonly nodes: number;
  readonly nodeType: string;
  readonly settings: ClusterSettings;
}

/** The fields of `aws redshift describe-clusters` that are read here. */
export interface ClusterSettings {
  readonly ClusterStatus?: string;
  readonly NumberOfNodes?: number;
  readonly NodeType?: string;
  readonly ClusterSubnetGroupName?: string;
  readonly ClusterParameterGroups?: readonly { readonly ParameterGroupName?: string }[];
  readonly VpcSecurityGroups?: readonly { readonly VpcSecurityGroupId?: string }[];
  readonly IamRoles?: readonly { readonly IamRoleArn?: string }[];
  readonly DefaultIamRoleArn?: string;
  readonly PubliclyAccessible?: boolean;
  readonly EnhancedVpcRouting?: boolean;
  readonly Endpoint?: { readonly Port?: number };
  readonly AutomatedSnapshotRetentionPeriod?: number;
  readonly PreferredMaintenanceWindow?: string;
  readonly NextMaintenanceWindowStartTime?: string;
  readonly MaintenanceTrackName?: string;
  /** What was asked for and waits, a track for the next maintenance window (API Reference, "ModifyCluster"). */
  readonly PendingModifiedValues?: { readonly MaintenanceTrackName?: string };
  readonly ClusterVersion?: string;
  readonly ClusterRevisionNumber?: string;
}

/** States that do not end by themselves, or not in anything good (Management Guide, "Cluster status"). */
const STUCK = /^(?:deleting|final-snapshot|hardware-failure|incompatible-|storage-full)/;

/** Returns the cluster's state, or undefined where there is none of that name. @throws AwsError as AWS refuses */
export async function findCluster(op: Operator, id: string): Promise<ClusterState | undefined> {
  const asking = askAws<{ Clusters?: readonly ClusterSettings[] }>(op, "redshift describe-clusters", {
    "cluster-identifier": id,
  });
  const settings = (await unlessRefused(asking, "ClusterNotFound", "ClusterNotFoundFault"))?.Clusters?.[0];
  if (settings === undefined) return undefined;
  const { ClusterStatus: status = "unknown", NumberOfNodes: nodes = 1, NodeType: nodeType = "" } = settings;
  return { status, nodes, nodeType, settings };
}

/**
 * Waits until the cluster is in one of these states, and returns it as it is then. One that is not there is waited for where
 * `isExpected` says that it is about to be.
 * @throws OperateError when it is in a state that does not end.
 */
export async function waitForCluster(
  op: Operator,
  id: string,
  wanted: RegExp,
  isExpected = false,
): Promise<ClusterState> {
  let said = "";
  for (;;) {
    const state = await findCluster(op, id);
    if (state === undefined && !isExpected) throw new OperateError(`there is no cluster ${id}`);
    const status = state?.status ?? "not there yet";
    if (state !== undefined && wanted.test(status)) return state;
    if (STUCK.test(status))
      throw new OperateError(
        `${id} is ${status}, and waiting does not help: look at its events in the console`,
      );
    if (status !== said) op.say(`${id} is ${status}; waiting`);
    said = status;
    await op.pause();
  }
}

/** Resumes the cluster, unless it is awake, and waits until it is available. @throws OperateError as `waitForCluster` does */
export async function wakeCluster(op: Operator, id: string): Promise<ClusterState> {
  const state = await waitForCluster(op, id, /^(?:available|paused)$/);
  if (state.status === "available") return state;
  await ask(op, "resume-cluster", id);
  op.say(`${id} resumes; that takes some minutes`);
  return waitForCluster(op, id, /^available$/);
}

/** Pauses the cluster, unless it is on its way there, and does not wait for the end. @throws OperateError as `waitForCluster` does */
export async function pauseCluster(op: Operator, id: string): Promise<void> {
  const { status } = await waitForCluster(op, id, /^(?:available|paused|pausing)$/);
  if (status === "available") await ask(op, "pause-cluster", id);
  op.say(`${id} ${status === "paused" ? "is paused" : "pauses"}`);
}

/** Pauses a cluster that was resumed for something; if that fails, it says so and leaves it to the pause at night. */
export async function pauseAgain(op: Operator, id: string): Promise<void> {
  try {
    if ((await findCluster(op, id)) !== undefined) await pauseCluster(op, id);
  } catch (error) {
    if (!(error instanceof OperateError)) throw error;
    op.say(`${id} stays awake, since it could not be paused again: ${error.message}`);
  }
}

/** Somebody else may have been quicker: what AWS refuses for the cluster's state is left to the look that follows. */
async function ask(op: Operator, operation: string, id: string): Promise<void> {
  const asking = askAws(op, `redshift ${operation}`, { "cluster-identifier": id });
  await unlessRefused(asking, "InvalidClusterState", "InvalidClusterStateFault");
}
