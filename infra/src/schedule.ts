/** When the job runs: EventBridge Scheduler starts the task, and keeps what it could not start. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import type { Firewall } from "./firewall.ts";
import type { Job } from "./job.ts";
import type { Network } from "./network.ts";
import { onBehalfOf, roleThatMay, trust } from "./policy.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";

export interface ScheduleParts {
  readonly job: Job;
  readonly network: Network;
  readonly firewall: Firewall;
}

export class Schedule extends pulumi.ComponentResource {
  /** Holds the starts that failed for good. */
  readonly queueName: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;

  constructor(
    site: Site,
    settings: Settings,
    { job, network, firewall }: ScheduleParts,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("sparkify:dwh:Schedule", "schedule", {}, opts);
    const child = { parent: this };
    const { name, region, account } = site;
    const failed = new aws.sqs.Queue(
      "failed-starts",
      { name: `${name}-failed-starts`, messageRetentionSeconds: 14 * 24 * 3600, sqsManagedSseEnabled: true },
      child,
    );
    const group = new aws.scheduler.ScheduleGroup("job", { name }, child);
    const families = pulumi.interpolate`arn:aws:ecs:${region}:${account}:task-definition/${job.family}:*`;
    const role = roleThatMay(
      `${name}-schedule`,
      "EventBridge Scheduler takes it to start the task",
      trust("scheduler.amazonaws.com", onBehalfOf(account, group.arn)),
      [
        {
          actions: ["ecs:RunTask"],
          resources: [families],
          conditions: { ArnEquals: { "ecs:cluster": job.clusterArn } },
        },
        {
          actions: ["ecs:TagResource"],
          resources: [pulumi.interpolate`arn:aws:ecs:${region}:${account}:task/${job.clusterName}/*`],
          conditions: { StringEquals: { "ecs:CreateAction": "RunTask" } },
        },
        {
          actions: ["iam:PassRole"],
          // The job's own and ECS's; never the one that reads the administrator's secret.
          resources: job.roleArns.slice(0, 2),
          conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        },
        { actions: ["sqs:SendMessage"], resources: [failed.arn] },
      ],
      this,
    );
    if (job.taskArn !== undefined)
      new aws.scheduler.Schedule(
        "job",
        {
          name: `${name}-run`,
          groupName: group.name,
          description: "Starts the job",
          scheduleExpression: settings.schedule,
          scheduleExpressionTimezone: settings.scheduleTimezone,
          flexibleTimeWindow: { mode: "OFF" },
          state: settings.scheduleEnabled ? "ENABLED" : "DISABLED",
          target: {
            arn: job.clusterArn,
            roleArn: role.arn,
            // Retries start the task, never a run that failed; with the defaults of 185 times in 24 hours a night's run would start at noon.
            retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
            deadLetterConfig: { arn: failed.arn },
            ecsParameters: {
              taskDefinitionArn: job.taskArn,
              launchType: "FARGATE",
              platformVersion: "LATEST",
              taskCount: 1,
              enableEcsManagedTags: true,
              propagateTags: "TASK_DEFINITION",
              networkConfiguration: {
                subnets: [...network.jobSubnetIds],
                securityGroups: [firewall.jobGroupId],
                assignPublicIp: settings.egress === "public",
              },
            },
          },
        },
        child,
      );
    this.queueName = failed.name;
    this.roleArn = role.arn;
    this.registerOutputs();
  }
}
