/** A task that EventBridge Scheduler starts again and again, with a role that may start this one and nothing else. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import type { Firewall } from "./firewall.ts";
import type { Job } from "./job.ts";
import type { Network } from "./network.ts";
import { onBehalfOf, roleThatMay, trust } from "./policy.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";

/** What is started, and when. */
export interface RepeatedTask {
  /** The name of the schedule in Pulumi's state, and behind the stack's name in AWS. */
  readonly resource: string;
  readonly suffix: string;
  readonly description: string;
  readonly expression: string;
  /** Behind the stack's name, and for what EventBridge Scheduler takes it. */
  readonly role: readonly [suffix: string, description: string];
  readonly family: string;
  /** Undefined before there is an image; then only the role is made. */
  readonly taskArn: pulumi.Output<string> | undefined;
  /** The roles of the task, which whoever starts it passes on. */
  readonly passed: readonly pulumi.Output<string>[];
}

/** Where it runs, and where a start that failed for good goes. */
export interface Surroundings {
  readonly job: Job;
  readonly network: Network;
  readonly firewall: Firewall;
  readonly group: aws.scheduler.ScheduleGroup;
  readonly failed: aws.sqs.Queue;
}

/** Makes both, and returns the ARN of the role: whoever updates the schedule must be allowed to pass it on. */
export function repeatTask(
  { name, region, account }: Site,
  settings: Settings,
  { job, network, firewall, group, failed }: Surroundings,
  task: RepeatedTask,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const [suffix, description] = task.role;
  const role = roleThatMay(
    `${name}-${suffix}`,
    description,
    trust("scheduler.amazonaws.com", onBehalfOf(account, group.arn)),
    [
      {
        actions: ["ecs:RunTask"],
        resources: [pulumi.interpolate`arn:aws:ecs:${region}:${account}:task-definition/${task.family}:*`],
        conditions: { ArnEquals: { "ecs:cluster": job.clusterArn } },
      },
      {
        actions: ["ecs:TagResource"],
        resources: [pulumi.interpolate`arn:aws:ecs:${region}:${account}:task/${job.clusterName}/*`],
        conditions: { StringEquals: { "ecs:CreateAction": "RunTask" } },
      },
      {
        actions: ["iam:PassRole"],
        resources: task.passed,
        conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      },
      { actions: ["sqs:SendMessage"], resources: [failed.arn] },
    ],
    parent,
  );
  if (task.taskArn !== undefined)
    new aws.scheduler.Schedule(
      task.resource,
      {
        name: `${name}-${task.suffix}`,
        groupName: group.name,
        description: task.description,
        scheduleExpression: task.expression,
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
            taskDefinitionArn: task.taskArn,
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
      { parent },
    );
  return role.arn;
}
