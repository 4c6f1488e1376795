import { describe, expect, it } from "vitest";
import { METRIC_NAMESPACE, RUN_METRICS, STEP_METRICS } from "../../src/names.ts";
import { all, one, ref } from "./support/pick.ts";
import { recordStack } from "./support/recorded.ts";
import { recordVariants } from "./support/recorded-variants.ts";
import { settingsOf } from "./support/variants.ts";

const stackOf = await recordVariants("dev before its first image", "dev", "dev on Serverless", "prod");
const TOPIC = ref("aws:sns/topic:Topic", "alarms", "arn");
const names = (variant: string): readonly string[] =>
  all(stackOf(variant), "cloudwatch.MetricAlarm").map(({ name }) => name);

describe("the alarms", () => {
  it("of the job wait for metrics that the job sends, in its namespace", () => {
    const sent = new Set<string>([...Object.values(RUN_METRICS), ...Object.values(STEP_METRICS)]);
    const alarms = all(stackOf("prod"), "cloudwatch.MetricAlarm").map(({ inputs }) => inputs);
    const own = alarms.filter(({ namespace }) => namespace === METRIC_NAMESPACE);
    expect(own.filter(({ metricName }) => !sent.has(metricName))).toEqual([]);
    for (const { dimensions } of own)
      expect(dimensions).toMatchObject({ Environment: "prod", Pipeline: "sparkify" });
  });

  it("are these", () => {
    expect(
      all(stackOf("prod"), "cloudwatch.MetricAlarm")
        .map(({ inputs }) => inputs["name"])
        .sort((a, b) => a.localeCompare(b)),
    ).toEqual([
      "dwh-prod-checks-failed",
      "dwh-prod-data-old",
      "dwh-prod-events-old",
      "dwh-prod-failed-starts",
      "dwh-prod-files-quarantined",
      "dwh-prod-load-errors-staging-events",
      "dwh-prod-load-errors-staging-songs",
      "dwh-prod-message-lost",
      "dwh-prod-rows-rejected",
      "dwh-prod-run-failed",
      "dwh-prod-run-missed",
      "dwh-prod-run-slow",
      "dwh-prod-warehouse-disk",
      "dwh-prod-warehouse-unhealthy",
    ]);
  });

  // "Configuring how CloudWatch alarms treat missing data": as breaching, no data rings with the first evaluation; as missing,
  // it is INSUFFICIENT_DATA, where a new alarm begins, and only a change of state rings.
  it("of a missed run rings when successes stop, not because none has come yet, and is not there without a schedule", () => {
    expect(one(stackOf("prod"), "cloudwatch.MetricAlarm", "run-missed")).toMatchObject({
      treatMissingData: "missing",
      insufficientDataActions: [TOPIC],
      alarmActions: [TOPIC],
      evaluationPeriods: 26,
      period: 3600,
    });
    for (const variant of ["dev", "dev before its first image"])
      expect(names(variant)).not.toContain("run-missed");
  });

  it("of what happened at one moment tell of no recovery minutes later; those of a state do", () => {
    const recovering = all(stackOf("prod"), "cloudwatch.MetricAlarm")
      .filter(({ inputs }) => inputs["okActions"].length > 0)
      .map(({ name }) => name);
    expect(recovering.sort()).toEqual([
      "data-old",
      "events-old",
      "failed-starts",
      "files-quarantined",
      "run-missed",
      "warehouse-disk",
      "warehouse-unhealthy",
    ]);
  });

  // "M out of N" alarms (CloudWatch User Guide, "Evaluating an alarm"): fewer would ring after the first hour of many.
  it("ring when every period that they look at is bad, and not one of them", () => {
    for (const variant of ["prod", "dev", "dev on Serverless"])
      for (const { name, inputs } of all(stackOf(variant), "cloudwatch.MetricAlarm"))
        expect(inputs["datapointsToAlarm"], `${variant} ${name}`).toBe(inputs["evaluationPeriods"]);
  });

  it("of old data keeps its state between runs, which alone measure it", () => {
    expect(one(stackOf("prod"), "cloudwatch.MetricAlarm", "data-old")).toMatchObject({
      metricName: "DataAge",
      threshold: 48 * 3600,
      treatMissingData: "ignore",
    });
  });

  it("of old events watches the newest of them, whatever files come, and is not there for data of another time", async () => {
    expect(one(stackOf("prod"), "cloudwatch.MetricAlarm", "events-old")).toMatchObject({
      metricName: "EventAge",
      statistic: "Maximum",
      threshold: 48 * 3600,
      treatMissingData: "ignore",
    });
    const week = await recordStack(settingsOf("prod", { eventAgeHours: "168" }));
    expect(one(week, "cloudwatch.MetricAlarm", "events-old")["threshold"]).toBe(168 * 3600);
    expect(names("dev")).not.toContain("events-old");
  });

  it("of a warehouse that is not left to sleep are there where it should", () => {
    expect(one(stackOf("dev"), "cloudwatch.MetricAlarm", "warehouse-awake")).toMatchObject({
      namespace: "AWS/Redshift",
      statistic: "SampleCount",
      period: 3600,
      evaluationPeriods: 6,
      treatMissingData: "notBreaching",
    });
    expect(one(stackOf("dev on Serverless"), "cloudwatch.MetricAlarm", "warehouse-awake")).toMatchObject({
      namespace: "AWS/Redshift-Serverless",
      dimensions: { Workgroup: "dwh-dev" },
    });
    expect(names("prod")).not.toContain("warehouse-awake");
  });

  it("of a slow run comes before the deadline", () => {
    expect(one(stackOf("prod"), "cloudwatch.MetricAlarm", "run-slow")).toMatchObject({
      metricName: "RunDuration",
      threshold: 2_700_000,
    });
  });

  it("of the disk are there only where there is a disk", () => {
    expect(names("dev on Serverless").filter((name) => /disk|unhealthy/.test(name))).toEqual([]);
  });

  it("are joined by ECS itself, for a task that dies before it can measure", () => {
    const pattern = JSON.parse(one(stackOf("prod"), "cloudwatch.EventRule")["eventPattern"]);
    expect(pattern.detail.$or).toEqual([
      { stopCode: ["TaskFailedToStart"] },
      { containers: { exitCode: [{ "anything-but": [0, 6] }] } },
    ]);
    expect(one(stackOf("prod"), "cloudwatch.EventTarget")["arn"]).toBe(TOPIC);
  });

  it("keep the message that could not be published, and say so", () => {
    expect(one(stackOf("prod"), "cloudwatch.EventTarget")["deadLetterConfig"]).toEqual({
      arn: ref("aws:sqs/queue:Queue", "lost-messages", "arn"),
    });
    expect(one(stackOf("prod"), "cloudwatch.MetricAlarm", "message-lost")).toMatchObject({
      namespace: "AWS/Events",
      metricName: "FailedInvocations",
      dimensions: { RuleName: "dwh-prod-task-failed" },
    });
  });
});

describe("who is told", () => {
  it("is every address, and a budget's topic is the alarms' own", async () => {
    const stack = await recordStack(
      settingsOf("prod", { alarmEmail: "data@example.com, night@example.com", monthlyBudget: "900" }),
    );
    expect(all(stack, "sns.TopicSubscription").map(({ name, inputs }) => [name, inputs["endpoint"]])).toEqual(
      [
        ["mail", "data@example.com"],
        ["mail-2", "night@example.com"],
      ],
    );
    const budget = one(stack, "budgets.Budget");
    expect(budget).toMatchObject({ limitAmount: "900", timeUnit: "MONTHLY" });
    for (const { subscriberSnsTopicArns } of budget["notifications"])
      expect(subscriberSnsTopicArns).toEqual([TOPIC]);
  });

  it("can be a topic that the account has, which is left as it is", async () => {
    const arn = "arn:aws:sns:us-east-1:123456789012:on-call";
    const stack = await recordStack(settingsOf("prod", { alarmTopicArn: arn }));
    for (const kind of ["sns.Topic", "sns.TopicPolicy", "sns.TopicSubscription"])
      expect(all(stack, kind)).toEqual([]);
    for (const { inputs } of all(stack, "cloudwatch.MetricAlarm"))
      expect(inputs["alarmActions"]).toEqual([arn]);
    expect(one(stack, "cloudwatch.EventTarget")["arn"]).toBe(arn);
  });
});

describe("the dashboard", () => {
  it("shows every metric of a run, and none that nobody sends, and lies on a grid", () => {
    const { widgets } = JSON.parse(one(stackOf("prod"), "cloudwatch.Dashboard")["dashboardBody"]);
    const sent = new Set<string>([...Object.values(RUN_METRICS), ...Object.values(STEP_METRICS)]);
    const shown = new Set<string>();
    for (const { properties, x, width } of widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      const own = (properties.metrics ?? []).filter(
        ([namespace]: string[]) => namespace === METRIC_NAMESPACE,
      );
      for (const [, metric] of own) expect(sent).toContain(metric);
      for (const [, metric] of own) shown.add(metric);
    }
    expect(Object.values(RUN_METRICS).filter((metric) => !shown.has(metric))).toEqual([]);
    expect(widgets).toHaveLength(13);
  });
});
