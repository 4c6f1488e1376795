/** Redshift Serverless: the same outputs as the cluster, billed by the second that it works, with a monthly limit that stops it. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { WAREHOUSE_PORT } from "./firewall.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";
import { ADMIN_USER, AUDIT_LOGS, type Warehouse, type WarehouseParts } from "./warehouse.ts";

export class Serverless extends pulumi.ComponentResource implements Warehouse {
  readonly host: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  readonly database: string;
  readonly adminSecretArn: pulumi.Output<string>;
  readonly copyRoleArn: pulumi.Output<string>;
  readonly cluster = undefined;

  constructor(site: Site, settings: Settings, parts: WarehouseParts, opts: pulumi.ComponentResourceOptions) {
    super("sparkify:dwh:Serverless", "warehouse", {}, opts);
    const child = { parent: this };
    const { name } = site;
    const { protect, clients } = settings;
    // Made before the namespace writes to them: groups that Redshift makes itself never expire.
    const logGroups = AUDIT_LOGS.map(
      (log) =>
        new aws.cloudwatch.LogGroup(
          log,
          { name: `/aws/redshift/${name}/${log}`, retentionInDays: settings.logDays, ...site.logKey },
          child,
        ),
    );
    const namespace = new aws.redshiftserverless.Namespace(
      "warehouse",
      {
        namespaceName: name,
        dbName: settings.database,
        adminUsername: ADMIN_USER,
        manageAdminPassword: true,
        iamRoles: [parts.copyRoleArn],
        defaultIamRoleArn: parts.copyRoleArn,
        logExports: [...AUDIT_LOGS],
      },
      { ...child, protect, dependsOn: logGroups },
    );
    const workgroup = new aws.redshiftserverless.Workgroup(
      "warehouse",
      {
        namespaceName: namespace.namespaceName,
        workgroupName: name,
        trackName: settings.maintenanceTrack,
        baseCapacity: settings.serverlessCapacity,
        maxCapacity: settings.serverlessCapacity,
        port: WAREHOUSE_PORT,
        publiclyAccessible: clients.length > 0,
        enhancedVpcRouting: true,
        subnetIds: [...parts.network.warehouseSubnetIds],
        securityGroupIds: [parts.firewall.warehouseGroupId],
        configParameters: [
          { parameterKey: "require_ssl", parameterValue: "true" },
          { parameterKey: "enable_user_activity_logging", parameterValue: "true" },
        ],
      },
      { ...child, protect },
    );
    new aws.redshiftserverless.UsageLimit(
      "warehouse",
      {
        resourceArn: workgroup.arn,
        usageType: "serverless-compute",
        amount: settings.serverlessHoursPerMonth,
        period: "monthly",
        breachAction: "deactivate",
      },
      child,
    );

    this.host = workgroup.endpoints.apply((endpoints) => endpoints[0]?.address ?? "");
    this.port = pulumi.output(WAREHOUSE_PORT);
    this.database = settings.database;
    this.adminSecretArn = namespace.adminPasswordSecretArn;
    this.copyRoleArn = parts.copyRoleArn;
    this.registerOutputs();
  }
}
