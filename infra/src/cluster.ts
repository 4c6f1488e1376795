/** The provisioned cluster: private, encrypted, TLS only, its statements logged, its administrator's password kept by AWS. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { WAREHOUSE_PORT } from "./firewall.ts";
import { roleThatMay, trust } from "./policy.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";
import { ADMIN_USER, AUDIT_LOGS, type Warehouse, type WarehouseParts } from "./warehouse.ts";

export class Cluster extends pulumi.ComponentResource implements Warehouse {
  readonly host: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  readonly database: string;
  readonly adminSecretArn: pulumi.Output<string>;
  readonly copyRoleArn: pulumi.Output<string>;
  readonly cluster: { readonly id: pulumi.Output<string>; readonly arn: pulumi.Output<string> };

  constructor(site: Site, settings: Settings, parts: WarehouseParts, opts: pulumi.ComponentResourceOptions) {
    super("sparkify:dwh:Cluster", "warehouse", {}, opts);
    const child = { parent: this };
    const { name } = site;
    const { protect, clients, nodes } = settings;
    const subnets = new aws.redshift.SubnetGroup(
      "warehouse",
      {
        name,
        description: "Where the warehouse may stand",
        subnetIds: [...parts.network.warehouseSubnetIds],
      },
      child,
    );
    const parameters = new aws.redshift.ParameterGroup(
      "warehouse",
      {
        name,
        family: "redshift-2.0",
        description: "TLS only, every statement logged, no capacity that nobody ordered",
        parameters: [
          { name: "require_ssl", value: "true" },
          { name: "enable_user_activity_logging", value: "true" },
          { name: "max_concurrency_scaling_clusters", value: "0" },
        ],
      },
      child,
    );
    // Made before the cluster writes to them: groups that Redshift makes itself never expire.
    const logGroups = AUDIT_LOGS.map(
      (log) =>
        new aws.cloudwatch.LogGroup(
          log,
          { name: `/aws/redshift/cluster/${name}/${log}`, retentionInDays: settings.logDays, ...site.logKey },
          child,
        ),
    );
    const cluster = new aws.redshift.Cluster(
      "warehouse",
      {
        clusterIdentifier: name,
        databaseName: settings.database,
        nodeType: settings.nodeType,
        clusterType: nodes === 1 ? "single-node" : "multi-node",
        ...(nodes === 1 ? {} : { numberOfNodes: nodes }),
        masterUsername: ADMIN_USER,
        manageMasterPassword: true,
        encrypted: "true",
        publiclyAccessible: clients.length > 0,
        // To another zone when this one is full or down; the provider refuses it for a cluster with a public address.
        availabilityZoneRelocationEnabled: clients.length === 0,
        enhancedVpcRouting: true,
        port: WAREHOUSE_PORT,
        clusterSubnetGroupName: subnets.name,
        clusterParameterGroupName: parameters.name,
        vpcSecurityGroupIds: [parts.firewall.warehouseGroupId],
        iamRoles: [parts.copyRoleArn],
        defaultIamRoleArn: parts.copyRoleArn,
        allowVersionUpgrade: true,
        maintenanceTrackName: settings.maintenanceTrack,
        preferredMaintenanceWindow: "sun:06:00-sun:07:00",
        automatedSnapshotRetentionPeriod: settings.snapshotDays,
        skipFinalSnapshot: !protect,
        // AWS asks for it only when the cluster is destroyed, which is too late to find out that it is missing.
        ...(protect ? { finalSnapshotIdentifier: `${name}-final` } : {}),
      },
      { ...child, protect, dependsOn: logGroups },
    );
    new aws.redshift.Logging(
      "warehouse",
      { clusterIdentifier: cluster.id, logDestinationType: "cloudwatch", logExports: [...AUDIT_LOGS] },
      child,
    );
    if (settings.pausedBetweenRuns) this.pauseNightly(site, settings.pauseSchedule, cluster);

    this.host = cluster.dnsName;
    this.port = cluster.port.apply((port) => port ?? WAREHOUSE_PORT);
    this.database = settings.database;
    this.adminSecretArn = cluster.masterPasswordSecretArn;
    this.copyRoleArn = parts.copyRoleArn;
    this.cluster = { id: cluster.clusterIdentifier, arn: cluster.arn };
    this.registerOutputs();
  }

  /** Runs resume and pause the cluster themselves; this catches the one that a person, or a killed run, left running. */
  private pauseNightly({ name }: Site, schedule: string, cluster: aws.redshift.Cluster): void {
    const role = roleThatMay(
      `${name}-pause`,
      "Redshift's scheduler takes it to pause the cluster at night",
      // AWS documents no condition for this service; the role can pause this one cluster and nothing else.
      trust("scheduler.redshift.amazonaws.com"),
      [{ actions: ["redshift:PauseCluster"], resources: [cluster.arn] }],
      this,
    );
    new aws.redshift.ScheduledAction(
      "pause",
      {
        name: `${name}-pause`,
        description: "Pauses a cluster that was left running",
        schedule,
        iamRole: role.arn,
        targetAction: { pauseCluster: { clusterIdentifier: cluster.clusterIdentifier } },
      },
      { parent: this },
    );
  }
}
