/**
 * Amazon Redshift's clusters and snapshots, as far as one can see them from outside. Every look moves a cluster on: who waits looks
 * until the state is there, and nobody waits for time.
 */
import { AwsFault, value, type Words } from "./call.ts";

export interface FakeCluster {
  id: string;
  status: string;
  /** The states that follow, one a look. */
  next: string[];
  nodes: number;
  nodeType: string;
  /** Whether audit logs are written; a restored cluster writes none (CLI Reference, "restore-from-cluster-snapshot": nothing of it is taken over). */
  logging: boolean;
  /** The password of the job's user in the database; undefined: there is no such user. */
  jobPassword: string | undefined;
  readers: string[];
  copiesTo: string | undefined;
  /** The track of releases, and the one that is to be from the next maintenance window on. */
  track: string;
  pendingTrack: string | undefined;
  /** What it was restored or modified with. */
  told: Record<string, string>;
}

export interface FakeSnapshot {
  readonly id: string;
  readonly cluster: string;
  readonly nodes: number;
  readonly nodeType: string;
  readonly jobPassword: string | undefined;
  readonly readers: readonly string[];
  readonly track: string;
  readonly type: "manual" | "automated";
}

/** The clusters of one region. */
export class Clusters {
  readonly byId = new Map<string, FakeCluster>();
  readonly snapshots = new Map<string, FakeSnapshot>();
  readonly grants = new Set<string>();
  readonly region: string;

  constructor(region: string) {
    this.region = region;
  }

  /** A new one; `create-cluster` and Pulumi's provider both end here. */
  create(id: string, nodes: number, nodeType: string): FakeCluster {
    const made = { id, status: "available", next: [], nodes, nodeType, logging: false, told: {} };
    const cluster: FakeCluster = {
      ...made,
      jobPassword: undefined,
      readers: [],
      copiesTo: undefined,
      track: "current",
      pendingTrack: undefined,
    };
    this.byId.set(id, cluster);
    return cluster;
  }

  /** API Reference, "DescribeClusters": an identifier that is not there is ClusterNotFound. */
  find(id: string): FakeCluster {
    const cluster = this.byId.get(id);
    if (cluster === undefined) throw new AwsFault("ClusterNotFound", `Cluster ${id} not found.`);
    return cluster;
  }

  /**
   * Only an available cluster can be paused, modified, resized, deleted, or have its logging changed: InvalidClusterState, "The
   * specified cluster is not in the available state" (API Reference, "PauseCluster", "ModifyCluster", "ResizeCluster", "DeleteCluster",
   * "EnableLogging"; Management Guide, "Pausing and resuming clusters": a paused cluster cannot be modified).
   */
  findAvailable(id: string): FakeCluster {
    const cluster = this.find(id);
    if (cluster.status !== "available")
      throw new AwsFault(
        "InvalidClusterState",
        `Cluster ${id} is ${cluster.status}: it is not in the available state.`,
      );
    return cluster;
  }

  /** What one look shows; then the cluster goes on. */
  look(id: string): object {
    const cluster = this.find(id);
    const shown = this.describe(cluster);
    const [next, ...rest] = cluster.next;
    if (next === "gone") this.byId.delete(id);
    else if (next !== undefined) [cluster.status, cluster.next] = [next, rest];
    return shown;
  }

  /**
   * API Reference, "ModifyCluster", MaintenanceTrackName: the new name is in PendingModifiedValues until the next maintenance window, and
   * that of the cluster is the old one until then.
   */
  changeTrack(cluster: FakeCluster, track: string): void {
    cluster.pendingTrack = track === cluster.track ? undefined : track;
  }

  passMaintenanceWindow(cluster: FakeCluster): void {
    cluster.track = cluster.pendingTrack ?? cluster.track;
    cluster.pendingTrack = undefined;
  }

  /** A paused cluster has no nodes to list, but still their number (hashicorp/terraform-provider-aws#20944). */
  private describe({ id, status, nodes, nodeType, copiesTo, track, pendingTrack }: FakeCluster): object {
    const listed = status === "paused" ? 0 : nodes;
    return {
      ClusterIdentifier: id,
      ClusterStatus: status,
      NodeType: nodeType,
      NumberOfNodes: nodes,
      ClusterNodes: Array.from({ length: listed }, (_, index) => ({ NodeRole: `COMPUTE-${index}` })),
      PubliclyAccessible: false,
      EnhancedVpcRouting: true,
      Endpoint: { Address: `${id}.abc.${this.region}.redshift.amazonaws.com`, Port: 5439 },
      ClusterSubnetGroupName: id,
      ClusterParameterGroups: [{ ParameterGroupName: id }],
      VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-1" }],
      IamRoles: [{ IamRoleArn: `arn:aws:iam::123456789012:role/${id}-copy` }],
      DefaultIamRoleArn: `arn:aws:iam::123456789012:role/${id}-copy`,
      AutomatedSnapshotRetentionPeriod: 1,
      PreferredMaintenanceWindow: "sun:06:00-sun:07:00",
      MasterUsername: "dwh_admin",
      MaintenanceTrackName: track,
      PendingModifiedValues: pendingTrack === undefined ? {} : { MaintenanceTrackName: pendingTrack },
      ClusterVersion: "1.0",
      ClusterRevisionNumber: "204001",
      NextMaintenanceWindowStartTime: "2026-12-06T06:00:00Z",
      ...(copiesTo === undefined ? {} : { ClusterSnapshotCopyStatus: { DestinationRegion: copiesTo } }),
    };
  }

  /** The operations of the AWS CLI, `aws redshift …`. */
  answer(operation: string, words: Words): object {
    const id = (): string => value(words, "--cluster-identifier");
    switch (operation) {
      case "describe-clusters":
        return { Clusters: [this.look(id())] };
      case "pause-cluster":
        return this.turn(this.findAvailable(id()), "pausing", "paused");
      case "resume-cluster":
        return this.resume(this.find(id()));
      case "modify-cluster":
        return this.modify(words, id());
      case "resize-cluster":
        return this.resize(words, id());
      case "describe-node-configuration-options":
        return this.options(this.find(id()));
      case "restore-from-cluster-snapshot":
        return this.restore(words, id());
      case "create-cluster-snapshot":
        return this.snapshot(this.findAvailable(id()), value(words, "--snapshot-identifier"));
      case "describe-cluster-snapshots":
        return this.listSnapshots(words);
      case "create-snapshot-copy-grant":
        return this.grant(value(words, "--snapshot-copy-grant-name"));
      case "enable-snapshot-copy":
        return this.copyTo(this.find(id()), words);
      case "disable-snapshot-copy":
        return this.copyNoMore(this.find(id()));
      default:
        throw new Error(`the stand-in of Redshift knows no ${operation}`);
    }
  }

  private turn(cluster: FakeCluster, status: string, ...next: string[]): object {
    [cluster.status, cluster.next] = [status, next];
    return { Cluster: {} };
  }

  /** API Reference, "ResumeCluster": InvalidClusterState for one that is not paused. */
  private resume(cluster: FakeCluster): object {
    if (cluster.status !== "paused")
      throw new AwsFault("InvalidClusterState", `You can't resume cluster ${cluster.id}: it is not paused.`);
    return this.turn(cluster, "resuming", "available");
  }

  /** Management Guide, "Renaming clusters": it is `renaming` until its new name is effective; its snapshots stay its own. */
  private modify(words: Words, id: string): object {
    const cluster = this.findAvailable(id);
    const renamed = words.options.get("--new-cluster-identifier")?.[0];
    if (renamed === undefined) throw new Error("the stand-in of Redshift only renames");
    if (this.byId.has(renamed)) throw new AwsFault("ClusterAlreadyExists", `Cluster ${renamed} exists.`);
    this.byId.delete(id);
    this.byId.set(renamed, cluster);
    cluster.id = renamed;
    return this.turn(cluster, "renaming", "available");
  }

  /**
   * API Reference, "DescribeNodeConfigurationOptions" for `resize-cluster`: what elastic resize can do, twice the nodes, half of them, or as
   * many of another type. From and to one node it can do nothing (Management Guide, "Resizing clusters": that is what classic resize is for).
   */
  private options({ nodes, nodeType }: FakeCluster): object {
    const counts = nodes === 1 ? [] : [nodes / 2, nodes * 2].filter((count) => count > 1);
    const other = nodeType === "ra3.large" ? "ra3.xlplus" : "ra3.large";
    const same = counts.map((NumberOfNodes) => ({ NodeType: nodeType, NumberOfNodes }));
    return {
      NodeConfigurationOptionList: nodes === 1 ? same : [...same, { NodeType: other, NumberOfNodes: nodes }],
    };
  }

  private resize(words: Words, id: string): object {
    const cluster = this.findAvailable(id);
    const [nodes, nodeType] = [
      Number(value(words, "--number-of-nodes")),
      value(words, "--node-type"),
    ] as const;
    const { NodeConfigurationOptionList: offered } = this.options(cluster) as {
      NodeConfigurationOptionList: { NumberOfNodes: number; NodeType: string }[];
    };
    const isElastic = offered.some((one) => one.NumberOfNodes === nodes && one.NodeType === nodeType);
    if (!isElastic && !words.options.has("--classic"))
      throw new AwsFault(
        "UnsupportedOperation",
        "This configuration is not available through elastic resize.",
      );
    [cluster.nodes, cluster.nodeType] = [nodes, nodeType];
    return this.turn(cluster, "resizing", "available");
  }

  snapshot(cluster: FakeCluster, id: string): object {
    const { nodes, nodeType, jobPassword, readers, track } = cluster;
    const kept = { id, cluster: cluster.id, nodes, nodeType, jobPassword, readers: [...readers], track };
    this.snapshots.set(id, { ...kept, type: "manual" });
    return { Snapshot: { SnapshotIdentifier: id } };
  }

  /** API Reference, "DescribeClusterSnapshots": one that is named and not there is ClusterSnapshotNotFound. */
  private listSnapshots({ options }: Words): object {
    const [id] = options.get("--snapshot-identifier") ?? [];
    const [cluster] = options.get("--cluster-identifier") ?? [];
    if (id !== undefined && !this.snapshots.has(id))
      throw new AwsFault("ClusterSnapshotNotFound", `Snapshot ${id} not found.`);
    const found = [...this.snapshots.values()].filter(
      (one) => (id === undefined || one.id === id) && (cluster === undefined || one.cluster === cluster),
    );
    return {
      Snapshots: found.map((one) => ({
        SnapshotIdentifier: one.id,
        ClusterIdentifier: one.cluster,
        Status: "available",
        SnapshotType: one.type,
        SnapshotCreateTime: "2026-11-28T02:00:00Z",
        NodeType: one.nodeType,
        NumberOfNodes: one.nodes,
      })),
    };
  }

  /** API Reference, "RestoreFromClusterSnapshot": a new cluster, of the snapshot's nodes; a name that is taken is ClusterAlreadyExists. */
  private restore(words: Words, id: string): object {
    const snapshot = this.snapshots.get(value(words, "--snapshot-identifier"));
    if (snapshot === undefined) throw new AwsFault("ClusterSnapshotNotFound", "Snapshot not found.");
    if (this.byId.has(id)) throw new AwsFault("ClusterAlreadyExists", `Cluster ${id} exists.`);
    const cluster = this.create(id, snapshot.nodes, snapshot.nodeType);
    cluster.jobPassword = snapshot.jobPassword;
    cluster.readers = [...snapshot.readers];
    // "Maintenance tracks and restore": the snapshot has the track that the cluster had then.
    cluster.track = words.options.get("--maintenance-track-name")?.[0] ?? snapshot.track;
    cluster.told = Object.fromEntries([...words.options].map(([name, values]) => [name, values.join(" ")]));
    return this.turn(cluster, "creating", "available");
  }

  private grant(name: string): object {
    if (this.grants.has(name))
      throw new AwsFault("SnapshotCopyGrantAlreadyExistsFault", `The grant ${name} exists.`);
    this.grants.add(name);
    return {};
  }

  /** API Reference, "EnableSnapshotCopy": SnapshotCopyAlreadyEnabledFault the second time. */
  private copyTo(cluster: FakeCluster, words: Words): object {
    if (cluster.copiesTo !== undefined)
      throw new AwsFault("SnapshotCopyAlreadyEnabledFault", "Cross-region copy is on already.");
    cluster.copiesTo = value(words, "--destination-region");
    return {};
  }

  private copyNoMore(cluster: FakeCluster): object {
    if (cluster.copiesTo === undefined)
      throw new AwsFault("SnapshotCopyAlreadyDisabledFault", "Cross-region copy is off already.");
    cluster.copiesTo = undefined;
    return {};
  }
}
