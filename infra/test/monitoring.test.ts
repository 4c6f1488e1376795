import { describe, expect, it } from "vitest";
import { METRIC_NAMESPACE, RUN_METRICS, STEP_METRICS } from "../../src/names.ts";
import { all, one, ref } from "./support/pick.ts";
import { recordVariants } from "./support/recorded-variants.ts";

const stackOf = await recordVariants("dev before its first image", "dev", "dev on Serverless", "prod");

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
      "dwh-prod-failed-starts",
      "dwh-prod-load-errors-staging-events",
      "dwh-prod-load-errors-staging-songs",
      "dwh-prod-rows-rejected",
      "dwh-prod-run-failed",
      "dwh-prod-run-missed",
      "dwh-prod-run-slow",
      "dwh-prod-warehouse-disk",
      "dwh-prod-warehouse-unhealthy",
    ]);
  });

  it("of a missed run counts silence as a miss, and is quiet without a schedule", () => {
    const missed = (variant: string) => one(stackOf(variant), "cloudwatch.MetricAlarm", "run-missed");
    expect(missed("prod")).toMatchObject({
      treatMissingData: "breaching",
      evaluationPeriods: 26,
      period: 3600,
      actionsEnabled: true,
    });
    expect(missed("dev")["actionsEnabled"]).toBe(false);
    expect(missed("dev before its first image")["actionsEnabled"]).toBe(false);
  });

  it("of a slow run comes before the deadline", () => {
    expect(one(stackOf("prod"), "cloudwatch.MetricAlarm", "run-slow")).toMatchObject({
      metricName: "RunDuration",
      threshold: 2_700_000,
    });
  });

  it("of the disk are there only where there is a disk", () => {
    expect(
      all(stackOf("dev on Serverless"), "cloudwatch.MetricAlarm")
        .map(({ name }) => name)
        .join(),
    ).not.toContain("warehouse");
  });

  it("are joined by ECS itself, for a task that dies before it can measure", () => {
    const pattern = JSON.parse(one(stackOf("prod"), "cloudwatch.EventRule")["eventPattern"]);
    expect(pattern.detail.$or).toEqual([
      { stopCode: ["TaskFailedToStart"] },
      { containers: { exitCode: [{ "anything-but": [0, 6] }] } },
    ]);
    expect(one(stackOf("prod"), "cloudwatch.EventTarget")["arn"]).toBe(
      ref("aws:sns/topic:Topic", "alarms", "arn"),
    );
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
    expect(widgets).toHaveLength(12);
  });
});
