/** Who is told when something is wrong, and where one looks. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { EXIT } from "../../src/names.ts";
import { alarmsOf } from "./alarms.ts";
import { dashboardJson } from "./dashboard.ts";
import type { Job } from "./job.ts";
import { policyJson } from "./policy.ts";
import type { Schedule } from "./schedule.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";
import { readStagingSteps } from "./staging-steps.ts";
import type { Warehouse } from "./warehouse.ts";

export interface MonitoringParts {
  readonly job: Job;
  readonly schedule: Schedule;
  readonly warehouse: Warehouse;
}

export class Monitoring extends pulumi.ComponentResource {
  readonly topicArn: pulumi.Output<string>;
  readonly dashboardName: pulumi.Output<string>;

  constructor(site: Site, settings: Settings, parts: MonitoringParts, opts: pulumi.ComponentResourceOptions) {
    super("sparkify:dwh:Monitoring", "monitoring", {}, opts);
    const child = { parent: this };
    const { name, region, account } = site;
    const key = site.logKey.kmsKeyId;
    const topic = new aws.sns.Topic(
      "alarms",
      { name: `${name}-alarms`, ...(key && { kmsMasterKeyId: key }) },
      child,
    );
    const rule = this.ruleForFailedTasks(site, parts.job, topic);
    const publish = { actions: ["sns:Publish"], resources: [topic.arn] };
    const policy = policyJson(
      {
        ...publish,
        principals: { Service: "cloudwatch.amazonaws.com" },
        conditions: { StringEquals: { "aws:SourceAccount": account } },
      },
      {
        ...publish,
        principals: { Service: "events.amazonaws.com" },
        conditions: { ArnEquals: { "aws:SourceArn": rule.arn } },
      },
    );
    new aws.sns.TopicPolicy("alarms", { arn: topic.arn, policy }, child);
    if (settings.alarmEmail !== undefined)
      new aws.sns.TopicSubscription(
        "mail",
        { topic: topic.arn, protocol: "email", endpoint: settings.alarmEmail },
        child,
      );

    // The names are known before the resources are, so the alarms are plain data.
    const clusterId = parts.warehouse.cluster === undefined ? undefined : name;
    const watched = { stagingSteps: readStagingSteps(), queueName: `${name}-failed-starts`, clusterId };
    const alarms = alarmsOf(settings, watched).map(
      (alarm) =>
        new aws.cloudwatch.MetricAlarm(
          alarm.name,
          {
            name: `${name}-${alarm.name}`,
            alarmDescription: alarm.description,
            namespace: alarm.namespace,
            metricName: alarm.metric,
            dimensions: { ...alarm.dimensions },
            statistic: alarm.statistic,
            comparisonOperator: alarm.comparison,
            threshold: alarm.threshold,
            period: alarm.period,
            evaluationPeriods: alarm.periods,
            datapointsToAlarm: alarm.periods,
            treatMissingData: alarm.missing,
            actionsEnabled: alarm.enabled,
            alarmActions: [topic.arn],
            okActions: [topic.arn],
          },
          child,
        ),
    );
    const facts = pulumi.all([parts.job.logGroupName, pulumi.all(alarms.map(({ arn }) => arn))]);
    const dashboard = new aws.cloudwatch.Dashboard(
      "job",
      {
        dashboardName: name,
        dashboardBody: facts.apply(([logGroup, alarmArns]) =>
          dashboardJson({ environment: settings.environment, region, logGroup, alarmArns, clusterId }),
        ),
      },
      child,
    );
    this.topicArn = topic.arn;
    this.dashboardName = dashboard.dashboardName;
    this.registerOutputs();
  }

  /** A task that cannot start, or dies, sends no metrics; ECS says so itself. Exit code 6 is a run that left the work to another. */
  private ruleForFailedTasks({ name }: Site, job: Job, topic: aws.sns.Topic): aws.cloudwatch.EventRule {
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
      { name: `${name}-task-failed`, description, eventPattern },
      { parent: this },
    );
    new aws.cloudwatch.EventTarget(
      "task-failed",
      {
        rule: rule.name,
        arn: topic.arn,
        inputTransformer: {
          inputPaths: {
            task: "$.detail.taskArn",
            reason: "$.detail.stoppedReason",
            code: "$.detail.containers[0].exitCode",
          },
          inputTemplate: `"${name}: a task stopped. Exit code: <code>. Reason: <reason>. Task: <task>."`,
        },
      },
      { parent: this },
    );
    return rule;
  }
}
