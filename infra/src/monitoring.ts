/** Who is notified when something is wrong, and where one looks. */
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { createAlarmTopic } from "./alarm-topic.ts";
import { alarmsOf, type Alarm } from "./alarms.ts";
import { dashboardJson } from "./dashboard.ts";
import { failedTasksRule, reportFailedTasks } from "./failed-tasks.ts";
import type { Job } from "./job.ts";
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
    const { name, region } = site;
    const topicArn = createAlarmTopic(site, settings, this);
    reportFailedTasks(site, parts.job, topicArn, this);

    // The names are known before the resources are, so the alarms are plain data.
    const clusterId = parts.warehouse.cluster === undefined ? undefined : name;
    const alarms = alarmsOf(settings, {
      stagingSteps: readStagingSteps(),
      queueName: `${name}-failed-starts`,
      ruleName: failedTasksRule(name),
      warehouse: name,
    }).map((alarm) => new aws.cloudwatch.MetricAlarm(alarm.name, argumentsOf(alarm, name, topicArn), child));
    if (settings.monthlyBudget !== undefined) this.budget(name, settings.monthlyBudget, topicArn);
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
    this.topicArn = topicArn;
    this.dashboardName = dashboard.dashboardName;
    this.registerOutputs();
  }

  /** What Redshift costs the account in a month: an upper bound that holds however the money is spent. */
  private budget(name: string, dollars: number, topicArn: pulumi.Output<string>): void {
    const told = {
      comparisonOperator: "GREATER_THAN",
      thresholdType: "PERCENTAGE",
      subscriberSnsTopicArns: [topicArn],
    };
    new aws.budgets.Budget(
      "redshift",
      {
        name: `${name}-redshift`,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(dollars),
        limitUnit: "USD",
        // By service and not by tag: a tag counts only once somebody has activated it for billing, and is silent until then.
        costFilters: [{ name: "Service", values: ["Amazon Redshift"] }],
        notifications: [
          { ...told, threshold: 80, notificationType: "ACTUAL" },
          { ...told, threshold: 100, notificationType: "FORECASTED" },
        ],
      },
      { parent: this },
    );
  }
}

/** An alarm in the words of the provider. */
function argumentsOf(
  alarm: Alarm,
  stack: string,
  topicArn: pulumi.Output<string>,
): aws.cloudwatch.MetricAlarmArgs {
  const told = (when: boolean): pulumi.Output<string>[] => (when ? [topicArn] : []);
  return {
    name: `${stack}-${alarm.name}`,
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
    alarmActions: [topicArn],
    okActions: told(alarm.recovers),
    insufficientDataActions: told(alarm.missing === "missing"),
  };
}
