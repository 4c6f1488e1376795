/** The page that one looks at first: did it run, how long, how much, what is wrong. Pure. */
import { DIMENSIONS, METRIC_NAMESPACE, PIPELINE, RUN_METRICS, STEP_METRICS } from "../../src/names.ts";

export interface DashboardFacts {
  readonly environment: string;
  readonly region: string;
  readonly logGroup: string;
  readonly alarmArns: readonly string[];
  readonly clusterId: string | undefined;
}

type Widget = Readonly<Record<string, unknown>>;

const HALF = 12;
const ROW = 6;

/** The JSON of a CloudWatch dashboard, two widgets a row. */
export function dashboardJson({
  environment,
  region,
  logGroup,
  alarmArns,
  clusterId,
}: DashboardFacts): string {
  const dimensions = [DIMENSIONS.environment, environment, DIMENSIONS.pipeline, PIPELINE];
  const ofRun = (stat: string, ...names: readonly string[]): readonly unknown[] =>
    names.map((name) => [METRIC_NAMESPACE, name, ...dimensions, { stat }]);
  const ofSteps = (stat: string, name: string): readonly unknown[] => {
    const keys = [METRIC_NAMESPACE, ...Object.values(DIMENSIONS)].join(",");
    const where = `MetricName="${name}" ${DIMENSIONS.environment}="${environment}"`;
    return [[{ expression: `SEARCH('{${keys}} ${where}', '${stat}', 300)`, id: name.toLowerCase() }]];
  };
  const graph = (title: string, metrics: readonly unknown[], period = 3600): Widget => ({
    type: "metric",
    properties: { title, metrics, region, period, view: "timeSeries" },
  });
  const query =
    `SOURCE '${logGroup}' | fields @timestamp, message, where, next, exit_code ` +
    `| filter level in ["error", "warn"] | sort @timestamp desc | limit 50`;
  const ofCluster = (name: string): readonly unknown[] => [
    ["AWS/Redshift", name, "ClusterIdentifier", clusterId, { stat: "Maximum" }],
  ];
  const widgets: readonly Widget[] = [
    { type: "alarm", properties: { title: "Alarms", alarms: alarmArns } },
    graph("Runs", ofRun("Sum", RUN_METRICS.success, RUN_METRICS.failure, RUN_METRICS.retries)),
    graph("Duration of a run (ms)", ofRun("Maximum", RUN_METRICS.duration)),
    graph("Age of the data (s)", ofRun("Maximum", RUN_METRICS.dataAge, RUN_METRICS.eventAge)),
    graph("Rows", ofRun("Sum", RUN_METRICS.rowsLoaded, RUN_METRICS.rowsRejected)),
    graph("Files and bytes", ofRun("Sum", RUN_METRICS.filesLoaded, RUN_METRICS.bytesLoaded)),
    graph("Files in quarantine", ofRun("Maximum", RUN_METRICS.filesQuarantined)),
    graph("Duration of steps (ms)", ofSteps("Maximum", STEP_METRICS.duration), 300),
    graph("Checks", ofRun("Sum", RUN_METRICS.checksFailed, RUN_METRICS.checksWarned)),
    graph(
      "Keys without a column, columns without a key",
      ofRun("Maximum", RUN_METRICS.keysUntaken, RUN_METRICS.columnsUnfilled),
    ),
    ...(clusterId === undefined
      ? []
      : [
          graph("Cluster CPU (%)", ofCluster("CPUUtilization"), 300),
          graph("Cluster disk (%)", ofCluster("PercentageDiskSpaceUsed"), 300),
        ]),
    { type: "log", properties: { title: "Warnings and errors", query, region, view: "table" } },
  ];
  const placed = widgets.map((widget, index) => ({
    ...widget,
    x: (index % 2) * HALF,
    y: Math.floor(index / 2) * ROW,
    width: HALF,
    height: ROW,
  }));
  return JSON.stringify({ widgets: placed });
}
