/** Puts metrics into CloudWatch. That they cannot be put is worth a warning, and never changes what a run did. */
import type { MetricDatum } from "@aws-sdk/client-cloudwatch";
import { METRIC_NAMESPACE } from "../names.ts";
import type { Metric } from "./metric.ts";
import { CLIENT_SETTINGS } from "./client-settings.ts";
import { explainFault } from "./explain-fault.ts";

/** As many as one request takes (CloudWatch API Reference, "PutMetricData"). */
const BATCH = 1000;

/** Puts all of them, and returns why not, in one sentence, empty if it worked; never throws. */
export async function putMetrics(metrics: readonly Metric[]): Promise<string> {
  if (metrics.length === 0) return "";
  const { CloudWatchClient, PutMetricDataCommand } = await import("@aws-sdk/client-cloudwatch");
  // Two tries and no more: the metrics of a run that is being ended have seconds, not minutes.
  const client = new CloudWatchClient({ ...CLIENT_SETTINGS, maxAttempts: 2 });
  try {
    for (let start = 0; start < metrics.length; start += BATCH) {
      const data = metrics.slice(start, start + BATCH).map(toDatum);
      await client.send(new PutMetricDataCommand({ Namespace: METRIC_NAMESPACE, MetricData: data }));
    }
    return "";
  } catch (error) {
    const explained = explainFault(error, {
      doing: "put the metrics",
      where: `namespace ${METRIC_NAMESPACE}`,
      whenDenied: `allow the role cloudwatch:PutMetricData on the namespace ${METRIC_NAMESPACE}`,
    });
    return explained instanceof Error ? explained.message : String(explained);
  } finally {
    client.destroy();
  }
}

function toDatum({ name, value, unit, dimensions, at }: Metric): MetricDatum {
  return {
    MetricName: name,
    Value: value,
    Unit: unit,
    Timestamp: at,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}
