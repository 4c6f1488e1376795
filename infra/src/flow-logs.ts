/** Who talked to whom in the VPC, kept with the other logs. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import type { Network } from "./network.ts";
import { onBehalfOf, roleThatMay, trust } from "./policy.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";

/** "IAM role for publishing flow logs to CloudWatch Logs" of the VPC guide, without the right to make groups. */
export class FlowLogs extends pulumi.ComponentResource {
  constructor(site: Site, settings: Settings, network: Network, opts: pulumi.ComponentResourceOptions) {
    super("sparkify:dwh:FlowLogs", "flow-logs", {}, opts);
    const child = { parent: this };
    const { name, region, account } = site;
    const group = new aws.cloudwatch.LogGroup(
      "flow-logs",
      { name: `/dwh/${settings.environment}/network`, retentionInDays: settings.logDays, ...site.logKey },
      child,
    );
    const role = roleThatMay(
      `${name}-flow-logs`,
      "The VPC takes it to log who talks to whom",
      trust(
        "vpc-flow-logs.amazonaws.com",
        onBehalfOf(account, pulumi.interpolate`arn:aws:ec2:${region}:${account}:vpc-flow-log/*`),
      ),
      [
        {
          actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          resources: [pulumi.interpolate`${group.arn}:*`],
        },
        // Knows no resources.
        { actions: ["logs:DescribeLogGroups"], resources: ["*"] },
      ],
      this,
    );
    new aws.ec2.FlowLog(
      "network",
      {
        vpcId: network.vpcId,
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
        logDestination: group.arn,
        iamRoleArn: role.arn,
        // Ten minutes, the longest: a tenth of the lines of one minute.
        maxAggregationInterval: 600,
        tags: { Name: `${name}-network` },
      },
      child,
    );
    this.registerOutputs();
  }
}
