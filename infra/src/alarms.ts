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
  readonly statistic: "Sum" | "Maximum" | "Minimum" | "SampleCount";
  readonly comparison: "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold" | "LessThanThreshold";
  readonly threshold: number;
  readonly period: number;
  readonly periods: number;
  /** `ignore` keeps the state until the next measurement; `missing` is a state of its own, and somebody is told of it. */
  readonly missing: "notBreaching" | "ignore" | "missing";
  /** Whether its end is news. Of what happened at one moment it is none: five minutes after a failed run nothing is well again. */
  readonly recovers: boolean;
}

/** What the alarms are about: names that exist only once the stack does. */
export interface Watched {
  /** The SQL files that load the staging tables. */
  readonly stagingSteps: readonly string[];
  readonly queueName: string;
  /** The rule that reports failed tasks. */
  readonly ruleName: string;
  /** The cluster, or the workgroup. */
  readonly warehouse: string;
}

/** All alarms of a stack; the names of the job's metrics come from `src/names.ts`, so that nothing waits for a metric nobody sends. */
export function alarmsOf(settings: Settings, watched: Watched): readonly Alarm[] {
  return [
    ...alarmsOfRuns(settings, watched.stagingSteps),
    ...alarmsOfStarts(watched),
    ...(settings.warehouse === "provisioned"
      ? alarmsOfCluster(settings, watched.warehouse)
      : [
          awake(
            settings,
            { Workgroup: watched.warehouse },
            "AWS/Redshift-Serverless",
            "ComputeSeconds",
            "Sum",
          ),
        ]),
  ];
}

const USUAL = {
  comparison: "GreaterThanThreshold",
  threshold: 0,
  period: 5 * MINUTE,
  periods: 1,
  missing: "notBreaching",
  recovers: false,
} as const;

function alarmsOfRuns(settings: Settings, stagingSteps: readonly string[]): readonly Alarm[] {
  const ofRun = { [DIMENSIONS.environment]: settings.environment, [DIMENSIONS.pipeline]: PIPELINE };
  const job = { ...USUAL, namespace: METRIC_NAMESPACE, dimensions: ofRun, statistic: "Sum" } as const;
  // Without a schedule no run is missed. Made only with one, the alarm starts anew each time that the schedule is switched on.
  const missed = settings.scheduleEnabled && settings.image !== undefined && settings.missedRunHours > 0;
  return [
    {
      ...job,
      name: "run-failed",
      metric: RUN_METRICS.failure,
      description:
        "A run failed and was rolled back. Look at its last log line and go to docs/runbook.md with the exit code.",
    },
    ...(missed
      ? [
          {
            ...job,
            name: "run-missed",
            metric: RUN_METRICS.success,
            description: `No run has succeeded for ${settings.missedRunHours} hours. Did one start? See the schedule and its failed starts.`,
            comparison: "LessThanThreshold",
            threshold: 1,
            period: HOUR,
            periods: settings.missedRunHours,
            // A new alarm has no data and rings only when that changes: silent until the first success, and from then on
            // for every gap. As breaching, no data would ring minutes after the first deploy.
            missing: "missing",
            recovers: true,
          } as const,
        ]
      : []),
    {
      ...job,
      name: "data-old",
      metric: RUN_METRICS.dataAge,
      description: `No new file for ${settings.dataAgeHours} hours, although runs succeed. Does the source still get any?`,
      statistic: "Maximum",
      threshold: settings.dataAgeHours * HOUR,
      missing: "ignore",
      recovers: true,
    },
    ...(settings.eventAgeHours > 0
      ? [
          {
            ...job,
            name: "events-old",
            metric: RUN_METRICS.eventAge,
            description: `The newest event is more than ${settings.eventAgeHours} hours old, whenever its file came. Does whoever writes the files still get events?`,
            statistic: "Maximum",
            threshold: settings.eventAgeHours * HOUR,
            missing: "ignore",
            recovers: true,
          } as const,
        ]
      : []),
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
      name: "files-quarantined",
      metric: RUN_METRICS.filesQuarantined,
      description:
        "Invalid files are in quarantine. dwh status names each with its reason and what to do: docs/changes.md.",
      statistic: "Maximum",
      // A run that failed does not know: what the one before it said still holds.
      missing: "ignore",
      recovers: true,
    },
    {
      ...job,
      name: "checks-failed",
      metric: RUN_METRICS.checksFailed,
      description: "A check found failing rows, and nothing was published. The log shows the rows.",
    },
    ...stagingSteps.map((step) => ({
      ...job,
      name: `load-errors-${step.replaceAll("_", "-")}`,
      metric: STEP_METRICS.failures,
      description: `COPY into ${step} failed. The load errors: dwh status --errors.`,
      dimensions: { ...ofRun, [DIMENSIONS.step]: step },
    })),
  ];
}

function alarmsOfStarts({ queueName, ruleName }: Watched): readonly Alarm[] {
  return [
    {
      ...USUAL,
      name: "failed-starts",
      namespace: "AWS/SQS",
      metric: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queueName },
      statistic: "Maximum",
      description: "The schedule could not start the task. The message in the queue says why.",
      recovers: true,
    },
    {
      ...USUAL,
      name: "message-lost",
      namespace: "AWS/Events",
      metric: "FailedInvocations",
      dimensions: { RuleName: ruleName },
      statistic: "Sum",
      description:
        "A task stopped, and the message about it did not reach this topic. It is in the queue of lost messages; may EventBridge publish here?",
    },
  ];
}

function alarmsOfCluster(settings: Settings, clusterId: string): readonly Alarm[] {
  const dimensions = { ClusterIdentifier: clusterId };
  const cluster = { ...USUAL, namespace: "AWS/Redshift", dimensions, periods: 3, recovers: true } as const;
  return [
    {
      ...cluster,
      name: "warehouse-disk",
      metric: "PercentageDiskSpaceUsed",
      description: "The cluster's storage is four fifths full. Drop what is not needed, or add nodes.",
      statistic: "Maximum",
      threshold: 80,
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
    },
    // A cluster measures itself only while it is awake.
    ...(settings.pausedBetweenRuns
      ? [awake(settings, dimensions, "AWS/Redshift", "HealthStatus", "SampleCount")]
      : []),
  ];
}

/** A warehouse that should sleep and does not; hour after hour without a pause. */
function awake(
  { awakeHours }: Settings,
  dimensions: Alarm["dimensions"],
  namespace: string,
  metric: string,
  statistic: Alarm["statistic"],
): Alarm {
  return {
    ...USUAL,
    name: "warehouse-awake",
    description: `The warehouse has been awake for ${awakeHours} hours and costs money. Who uses it? ./operate.sh pause stops a cluster.`,
    namespace,
    metric,
    dimensions,
    statistic,
    period: HOUR,
    periods: awakeHours,
    recovers: true,
  };
}
