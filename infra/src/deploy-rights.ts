/** What the deploy role may do, service by service. */
import * as pulumi from "@pulumi/pulumi";
import type { Job } from "./job.ts";
import type { Statement } from "./policy.ts";
import type { Repository } from "./repository.ts";
import type { Schedule } from "./schedule.ts";
import type { DeliverySettings } from "./settings.ts";
import type { Site } from "./site.ts";

/** What is delivered. */
export interface Delivered {
  readonly repository: Repository;
  readonly job: Job;
  readonly schedule: Schedule;
}

/** The project's name in Pulumi's state; the same as in Pulumi.yaml. */
const PROJECT = "sparkify-dwh";

/** The rights on the state of this stack, and on no other stack in the same bucket. */
export function stateStatements(
  stack: string,
  { stateBucket, stateKeyArn }: DeliverySettings,
  access: "read" | "write",
): readonly Statement[] {
  const bucket = `arn:aws:s3:::${stateBucket}`;
  const own = [
    // The checkpoint, plain or compressed, and its backup; the tags, which every preview reads.
    `${bucket}/.pulumi/stacks/${PROJECT}/${stack}.json*`,
    `${bucket}/.pulumi/stacks/${PROJECT}/${stack}.pulumi-tags`,
    ...["locks/organization", "history", "backups", "journal"].map(
      (what) => `${bucket}/.pulumi/${what}/${PROJECT}/${stack}/*`,
    ),
  ];
  return [
    // Without a condition: only so does S3 answer "no such key" instead of "access denied" for tags that nobody has set yet.
    { actions: ["s3:ListBucket"], resources: [bucket] },
    { actions: ["s3:GetObject"], resources: [`${bucket}/.pulumi/meta.yaml`, ...own] },
    ...(access === "write" ? [{ actions: ["s3:PutObject", "s3:DeleteObject"], resources: own }] : []),
    {
      actions: ["kms:Decrypt", ...(access === "write" ? ["kms:Encrypt", "kms:GenerateDataKey"] : [])],
      resources: [stateKeyArn],
    },
  ];
}

/** The rights to push an image, to update task, schedule, alarms and dashboard, and to run the job once. */
export function deployStatements(
  { name, region, account }: Site,
  { repository, job, schedule }: Delivered,
): readonly Statement[] {
  const arn = (service: string, rest: pulumi.Input<string>): pulumi.Output<string> =>
    pulumi.interpolate`arn:aws:${service}:${region}:${account}:${rest}`;
  const families = [job.family, job.bootstrapFamily, job.rotateFamily].map((family) =>
    arn("ecs", `task-definition/${family}:*`),
  );
  const onCluster = { ArnEquals: { "ecs:cluster": job.clusterArn } };
  return [
    { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      actions: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImageScanFindings",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      resources: [repository.arn],
    },
    { actions: ["ecs:RegisterTaskDefinition", "ecs:TagResource"], resources: families },
    // These two know no resources.
    { actions: ["ecs:DeregisterTaskDefinition", "ecs:DescribeTaskDefinition"], resources: ["*"] },
    { actions: ["ecs:RunTask"], resources: families, conditions: onCluster },
    {
      actions: ["ecs:DescribeTasks"],
      resources: [arn("ecs", pulumi.interpolate`task/${job.clusterName}/*`)],
    },
    {
      actions: ["iam:PassRole"],
      resources: Object.values(job.roleArns),
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
    {
      actions: ["iam:PassRole"],
      resources: schedule.roleArns,
      conditions: { StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" } },
    },
    {
      actions: [
        "scheduler:CreateSchedule",
        "scheduler:DeleteSchedule",
        "scheduler:GetSchedule",
        "scheduler:UpdateSchedule",
      ],
      resources: [arn("scheduler", `schedule/${name}/*`)],
    },
    {
      actions: [
        "cloudwatch:DeleteAlarms",
        "cloudwatch:ListTagsForResource",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource",
      ],
      resources: [arn("cloudwatch", `alarm:${name}-*`)],
    },
    // Asked for one alarm or for many, it is authorized on all of them.
    { actions: ["cloudwatch:DescribeAlarms"], resources: [arn("cloudwatch", "alarm:*")] },
    {
      actions: ["cloudwatch:GetDashboard", "cloudwatch:PutDashboard"],
      resources: [pulumi.interpolate`arn:aws:cloudwatch::${account}:dashboard/${name}`],
    },
    {
      actions: ["logs:FilterLogEvents"],
      resources: [job.logGroupArn, pulumi.interpolate`${job.logGroupArn}:*`],
    },
    { actions: ["ec2:DescribeAvailabilityZones"], resources: ["*"] },
  ];
}
