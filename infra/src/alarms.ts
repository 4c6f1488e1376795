/** What somebody is woken for, as data. Pure. */
import { DIMENSIONS, METRIC_NAMESPACE, PIPELINE, RUN_METRICS, STEP_METRICS } from "../../src/names.ts";
import type { Settings } from "./settings.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** One alarm, in the words of CloudWatch; `period` in seconds. */
export interface Alarm {
  readonly name: string;
  /** What is wrong and what to do, for whoever gets the mail. */
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Sum" | "Maximum" | "Minimum";
  readonly comparison: "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold" | "LessThanThreshold";
  readonly threshold: number;
  readonly period: number;
  readonly periods: number;
  readonly missing: "breaching" | "notBreaching";
  readonly enabled: boolean;
}

/** What the alarms are about: names that exist only once the stack does. */
export interface Watched {
  /** The SQL files that load the staging tables. */
  readonly stagingSteps: readonly string[];
  readonly queueName: string;
  readonly clusterId: string | undefined;
}

/** All alarms of a stack; the names of the job's metrics come from `src/names.ts`, so that nothing waits for a metric nobody sends. */
export function alarmsOf(
  settings: Settings,
  { stagingSteps, queueName, clusterId }: Watched,
): readonly Alarm[] {
  const ofRun = { [DIMENSIONS.environment]: settings.environment, [DIMENSIONS.pipeline]: PIPELINE };
  const usual = {
    comparison: "GreaterThanThreshold",
    threshold: 0,
    periods: 1,
    missing: "notBreaching",
    enabled: true,
  } as const;
  const job = {
    ...usual,
    namespace: METRIC_NAMESPACE,
    dimensions: ofRun,
    statistic: "Sum",
    period: 5 * MINUTE,
  } as const;
  const cluster = {
    ...usual,
    namespace: "AWS/Redshift",
    dimensions: { ClusterIdentifier: clusterId ?? "" },
    period: 5 * MINUTE,
  };
  return [
    {
      ...job,
      name: "run-failed",
      metric: RUN_METRICS.failure,
      description:
        "A run failed and was rolled back. Look at its last log line and go to docs/runbook.md with the exit code.",
    },
    {
      ...job,
      name: "run-missed",
      metric: RUN_METRICS.success,
      description: `No run has succeeded for ${settings.missedRunHours} hours. Did one start? See the schedule and its failed starts.`,
      comparison: "LessThanThreshold",
      threshold: 1,
      period: HOUR,
      periods: settings.missedRunHours,
      missing: "breaching",
      // Without a schedule no run is missed, and a stack that has never run would alarm from the first minute.
      enabled: settings.scheduleEnabled && settings.image !== undefined,
    },
    {
      ...job,
      name: "run-slow",
      metric: RUN_METRICS.duration,
      description: `A run took more than ${settings.slowRunMinutes} minutes; at ${settings.deadlineMinutes} it is rolled back. See which step grew.`,
      statistic: "Maximum",
      threshold: settings.slowRunMinutes * MINUTE * 1000,
    },
    {
      ...job,
      name: "rows-rejected",
      metric: RUN_METRICS.rowsRejected,
      description:
        "Rows could not be loaded. They are in etl_rejects with file, line, column and reason: dwh status --errors.",
    },
    {
      ...job,
      name: "checks-failed",
      metric: RUN_METRICS.checksFailed,
      description: "A check found offending rows, and nothing was published. The log shows the rows.",
    },
    ...stagingSteps.map((step) => ({
      ...job,
      name: `load-errors-${step.replaceAll("_", "-")}`,
      metric: STEP_METRICS.failures,
      description: `COPY into ${step} failed. The load errors: dwh status --errors.`,
      dimensions: { ...ofRun, [DIMENSIONS.step]: step },
    })),
    {
      ...usual,
      name: "failed-starts",
      namespace: "AWS/SQS",
      metric: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queueName },
      statistic: "Maximum",
      period: 5 * MINUTE,
      description: "The schedule could not start the task. The message in the queue says why.",
    },
    ...(clusterId === undefined
      ? []
      : ([
          {
            ...cluster,
            name: "warehouse-disk",
            metric: "PercentageDiskSpaceUsed",
            description: "The cluster's storage is four fifths full. Drop what is not needed, or add nodes.",
            statistic: "Maximum",
            threshold: 80,
            periods: 3,
          },
          {
            ...cluster,
            name: "warehouse-unhealthy",
            metric: "HealthStatus",
            description:
              "The cluster does not answer. See its events in the console; a paused cluster does not alarm.",
            statistic: "Minimum",
            comparison: "LessThanThreshold",
            threshold: 1,
            periods: 3,
          },
        ] as const)),
  ];
}
