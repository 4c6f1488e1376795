/** CloudWatch, as far as the job uses it: PutMetricData in JSON 1.0, large requests in gzip. */
import { gunzipSync } from "node:zlib";
import { Refusal, type Answer, type Service } from "./answer.ts";

const TARGET = "GraniteServiceVersion20100801.";
/** As many as one request takes (CloudWatch API Reference, "PutMetricData"). */
const MOST = 1000;

export interface FakeMetric {
  readonly namespace: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string | undefined;
  /** Seconds since 1970. */
  readonly timestamp: number | undefined;
  readonly dimensions: Readonly<Record<string, string>>;
}

interface Input {
  readonly Namespace: string;
  readonly MetricData: readonly {
    readonly MetricName: string;
    readonly Value: number;
    readonly Unit?: string;
    readonly Timestamp?: number;
    readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  }[];
}

/** Every metric that is put is added to the list. */
export function fakeCloudWatch(metrics: FakeMetric[]): Service {
  return {
    action: ({ headers }) => {
      const target = String(headers["x-amz-target"] ?? "");
      return target.startsWith(TARGET) ? `cloudwatch.${target.slice(TARGET.length)}` : undefined;
    },
    answer: (action, { headers, body }) => {
      if (action !== "cloudwatch.PutMetricData") {
        throw new Refusal(400, "UnknownOperationException", `the fake does not know ${action}`);
      }
      const plain = headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
      const { Namespace, MetricData } = JSON.parse(plain.toString()) as Input;
      if (MetricData.length > MOST) {
        throw new Refusal(
          400,
          "LimitExceededException",
          `The collection MetricData must not have a size greater than ${MOST}.`,
        );
      }
      for (const one of MetricData) {
        metrics.push({
          namespace: Namespace,
          name: one.MetricName,
          value: one.Value,
          unit: one.Unit,
          timestamp: one.Timestamp,
          dimensions: Object.fromEntries((one.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
        });
      }
      return json({});
    },
    refuse: ({ status, code, message }) => json({ __type: code, message }, status),
  };
}

function json(value: object, status = 200): Answer {
  return { status, headers: { "content-type": "application/x-amz-json-1.0" }, body: JSON.stringify(value) };
}
