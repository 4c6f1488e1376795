/**
 * What the drift role may see: what Pulumi asks AWS for when it refreshes this program's resources, and nothing that holds data. No
 * object, no value of a secret, no line of a log and no message of a queue is among it.
 */
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "./policy.ts";
import type { Site } from "./site.ts";

/** What AWS lets nobody have for one resource alone. */
const EVERYWHERE = [
  "ec2:DescribeAddresses",
  "ec2:DescribeAddressesAttribute",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeFlowLogs",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeNatGateways",
  "ec2:DescribeNetworkAcls",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribePrefixLists",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroupRules",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcEndpoints",
  "ec2:DescribeVpcs",
  "ecs:DescribeTaskDefinition",
  "kms:ListAliases",
  "logs:DescribeLogGroups",
  "redshift-serverless:GetUsageLimit",
  "redshift:DescribeClusterParameterGroups",
  "redshift:DescribeClusterSubnetGroups",
  "redshift:DescribeScheduledActions",
];

/** The configuration of a bucket; `s3:ListBucket` is what HeadBucket asks for, and shows the names of objects too. */
const OF_BUCKET = [
  "s3:GetAccelerateConfiguration",
  "s3:GetBucketAcl",
  "s3:GetBucketCORS",
  "s3:GetBucketLogging",
  "s3:GetBucketObjectLockConfiguration",
  "s3:GetBucketOwnershipControls",
  "s3:GetBucketPolicy",
  "s3:GetBucketPublicAccessBlock",
  "s3:GetBucketRequestPayment",
  "s3:GetBucketTagging",
  "s3:GetBucketVersioning",
  "s3:GetBucketWebsite",
  "s3:GetEncryptionConfiguration",
  "s3:GetLifecycleConfiguration",
  "s3:GetReplicationConfiguration",
  "s3:ListBucket",
  "s3:ListTagsForResource",
];

/** The rights to refresh every resource that a stack of this name may have. */
export function driftStatements(
  { name, region, account, logKey: { kmsKeyId } }: Site,
  environment: string,
): readonly Statement[] {
  const of = (service: string, ...names: readonly string[]): pulumi.Output<string>[] =>
    names.map((rest) => pulumi.interpolate`arn:aws:${service}:${region}:${account}:${rest}`);
  const global = (service: string, rest: string): pulumi.Output<string> =>
    pulumi.interpolate`arn:aws:${service}::${account}:${rest}`;
  return [
    { actions: EVERYWHERE, resources: ["*"] },
    { actions: OF_BUCKET, resources: [`arn:aws:s3:::${name}-data-*`] },
    {
      actions: [
        "budgets:ListTagsForResource",
        // DescribeBudget and what it has in it are authorized as this.
        "budgets:ViewBudget",
      ],
      resources: [global("budgets", `budget/${name}-redshift`)],
    },
    { actions: ["cloudwatch:DescribeAlarms"], resources: of("cloudwatch", "alarm:*") },
    { actions: ["cloudwatch:ListTagsForResource"], resources: of("cloudwatch", `alarm:${name}-*`) },
    { actions: ["cloudwatch:GetDashboard"], resources: [global("cloudwatch", `dashboard/${name}`)] },
    { actions: ["ec2:DescribeVpcAttribute"], resources: of("ec2", "vpc/*") },
    {
      actions: ["ecr:DescribeRepositories", "ecr:GetLifecyclePolicy", "ecr:ListTagsForResource"],
      resources: of("ecr", `repository/${name}`),
    },
    { actions: ["ecs:DescribeClusters"], resources: of("ecs", `cluster/${name}`) },
    {
      actions: ["events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"],
      resources: of("events", `rule/${name}-*`),
    },
    {
      actions: ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
      resources: [global("iam", `role/${name}-*`)],
    },
    {
      actions: ["iam:GetOpenIDConnectProvider"],
      resources: [global("iam", "oidc-provider/token.actions.githubusercontent.com")],
    },
    ...(kmsKeyId === undefined
      ? []
      : [
          {
            actions: [
              "kms:DescribeKey",
              "kms:GetKeyPolicy",
              "kms:GetKeyRotationStatus",
              "kms:ListResourceTags",
            ],
            resources: [kmsKeyId],
          },
        ]),
    {
      actions: ["logs:ListTagsForResource"],
      resources: of(
        "logs",
        `log-group:/dwh/${environment}/*`,
        `log-group:/aws/redshift/cluster/${name}/*`,
        `log-group:/aws/redshift/${name}/*`,
      ),
    },
    {
      actions: ["redshift:DescribeClusters", "redshift:DescribeLoggingStatus"],
      resources: of("redshift", `cluster:${name}`),
    },
    { actions: ["redshift:DescribeClusterParameters"], resources: of("redshift", `parametergroup:${name}`) },
    // The ARNs of Serverless have ids in them that only AWS knows.
    {
      actions: ["redshift-serverless:GetNamespace"],
      resources: of("redshift-serverless", "namespace/*"),
    },
    { actions: ["redshift-serverless:GetWorkgroup"], resources: of("redshift-serverless", "workgroup/*") },
    {
      actions: ["redshift-serverless:ListTagsForResource"],
      resources: of("redshift-serverless", "namespace/*", "workgroup/*"),
    },
    { actions: ["scheduler:GetSchedule"], resources: of("scheduler", `schedule/${name}/*`) },
    {
      actions: ["scheduler:GetScheduleGroup", "scheduler:ListTagsForResource"],
      resources: of("scheduler", `schedule-group/${name}`),
    },
    {
      actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"],
      resources: of("secretsmanager", `secret:${name}/job-*`),
    },
    {
      actions: ["sns:GetSubscriptionAttributes", "sns:GetTopicAttributes", "sns:ListTagsForResource"],
      resources: of("sns", `${name}-*`),
    },
    { actions: ["sqs:GetQueueAttributes", "sqs:ListQueueTags"], resources: of("sqs", `${name}-*`) },
  ];
}
