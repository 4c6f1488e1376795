/** When the job runs and when its password is rotated: EventBridge Scheduler starts the tasks, and keeps what it could not start. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import type { Firewall } from "./firewall.ts";
import type { Job } from "./job.ts";
import type { Network } from "./network.ts";
import { repeatTask } from "./repeated-task.ts";
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
  /** What EventBridge Scheduler takes. */
  readonly roleArns: readonly pulumi.Output<string>[];

  constructor(site: Site, settings: Settings, parts: ScheduleParts, opts: pulumi.ComponentResourceOptions) {
    super("sparkify:dwh:Schedule", "schedule", {}, opts);
    const child = { parent: this };
    const { name } = site;
    const { job } = parts;
    const { execution, run, bootstrap } = job.roleArns;
    const failed = new aws.sqs.Queue(
      "failed-starts",
      { name: `${name}-failed-starts`, messageRetentionSeconds: 14 * 24 * 3600, sqsManagedSseEnabled: true },
      child,
    );
    const group = new aws.scheduler.ScheduleGroup("job", { name }, child);
    const tasks = [
      {
        resource: "job",
        suffix: "run",
        description: "Starts the job",
        expression: settings.schedule,
        role: ["schedule", "EventBridge Scheduler takes it to start the task"],
        family: job.family,
        taskArn: job.taskArn,
        // The job's own and ECS's; never the one that reads the administrator's secret.
        passed: [execution, run],
      },
      {
        resource: "rotate",
        suffix: "rotate",
        description: "Gives the job a new password",
        expression: settings.rotateSchedule,
        role: ["rotate", "EventBridge Scheduler takes it to start the rotation of the job's password"],
        family: job.rotateFamily,
        taskArn: job.rotateTaskArn,
        passed: [execution, bootstrap],
      },
    ] as const;
    this.roleArns = tasks
      .filter(({ expression }) => expression !== "never")
      .map((task) => repeatTask(site, settings, { ...parts, group, failed }, task, this));
    this.queueName = failed.name;
    this.registerOutputs();
  }
}
