/** A task that cannot start, or dies, sends no metrics; ECS says so itself, and this brings it to the topic. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { EXIT } from "../../src/names.ts";
import type { Job } from "./job.ts";
import { policyJson } from "./policy.ts";
import type { Site } from "./site.ts";

/** What the rule of a stack is called; known before the rule is there. */
export const failedTasksRule = (stack: string): string => `${stack}-task-failed`;

/** Makes the rule that publishes to the topic, and the queue for what could not be published. */
export function reportFailedTasks(
  { name }: Site,
  job: Job,
  topicArn: pulumi.Output<string>,
  parent: pulumi.Resource,
): void {
  const child = { parent };
  // Exit code 6 is a run that left the work to another.
  const eventPattern = pulumi.jsonStringify({
    source: ["aws.ecs"],
    "detail-type": ["ECS Task State Change"],
    detail: {
      clusterArn: [job.clusterArn],
      lastStatus: ["STOPPED"],
      $or: [
        { stopCode: ["TaskFailedToStart"] },
        { containers: { exitCode: [{ "anything-but": [EXIT.done, EXIT.locked] }] } },
      ],
    },
  });
  const description = "A task of the job could not start, or ended with a code that is not 0 or 6";
  const rule = new aws.cloudwatch.EventRule(
    "task-failed",
    { name: failedTasksRule(name), description, eventPattern },
    child,
  );
  const lost = new aws.sqs.Queue(
    "lost-messages",
    { name: `${name}-lost-messages`, messageRetentionSeconds: 14 * 24 * 3600, sqsManagedSseEnabled: true },
    child,
  );
  const policy = policyJson({
    actions: ["sqs:SendMessage"],
    resources: [lost.arn],
    principals: { Service: "events.amazonaws.com" },
    conditions: { ArnEquals: { "aws:SourceArn": rule.arn } },
  });
  new aws.sqs.QueuePolicy("lost-messages", { queueUrl: lost.id, policy }, child);
  new aws.cloudwatch.EventTarget(
    "task-failed",
    {
      rule: rule.name,
      arn: topicArn,
      deadLetterConfig: { arn: lost.arn },
      inputTransformer: {
        inputPaths: {
          task: "$.detail.taskArn",
          reason: "$.detail.stoppedReason",
          code: "$.detail.containers[0].exitCode",
        },
        inputTemplate: `"${name}: a task stopped. Exit code: <code>. Reason: <reason>. Task: <task>."`,
      },
    },
    child,
  );
}
