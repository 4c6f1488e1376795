/** What a run tells CloudWatch, as data; pure. */
import type { Metric } from "../aws/metric.ts";
import { DIMENSIONS, EXIT, RUN_METRICS, STEP_METRICS } from "../names.ts";
import type { RunResult } from "../records/result.ts";
import { countRejected } from "../records/count-rejected.ts";

/** What the metrics of one job are told apart by. */
export interface MetricScope {
  readonly environment: string;
  readonly pipeline: string;
}

/** How old what is published is, at the end of a run; undefined where that is not known. */
interface Ages {
  readonly dataAgeSeconds?: number | undefined;
  readonly eventAgeSeconds?: number | undefined;
}

/**
 * The metrics of a run, then those of its steps, as of its end. `dataAgeSeconds` is how long ago the newest file
 * was loaded, if that could be asked, and `eventAgeSeconds` how old the newest event is, the oldest of several kinds. A step that was skipped has none.
 */
export function runMetrics(
  result: RunResult,
  scope: MetricScope,
  { dataAgeSeconds, eventAgeSeconds }: Ages = {},
): readonly Metric[] {
  const own = { [DIMENSIONS.environment]: scope.environment, [DIMENSIONS.pipeline]: scope.pipeline };
  const sum = (pick: (source: RunResult["sources"][number]) => number): number => sumOf(result.sources, pick);
  const failing = result.checks.filter(({ count }) => count > 0);
  const succeeded = result.exitCode === EXIT.done;
  const metric = (name: string, value: number, unit: Metric["unit"] = "Count", dimensions = own): Metric => ({
    name,
    value,
    unit,
    dimensions,
    at: result.endedAt,
  });
  return [
    metric(RUN_METRICS.success, succeeded ? 1 : 0),
    metric(RUN_METRICS.failure, succeeded ? 0 : 1),
    metric(RUN_METRICS.duration, result.endedAt.getTime() - result.startedAt.getTime(), "Milliseconds"),
    ...(dataAgeSeconds === undefined ? [] : [metric(RUN_METRICS.dataAge, dataAgeSeconds, "Seconds")]),
    ...(eventAgeSeconds === undefined ? [] : [metric(RUN_METRICS.eventAge, eventAgeSeconds, "Seconds")]),
    metric(RUN_METRICS.filesLoaded, succeeded ? sum(({ files }) => files) : 0),
    metric(RUN_METRICS.bytesLoaded, succeeded ? sum(({ bytes }) => bytes) : 0, "Bytes"),
    metric(RUN_METRICS.rowsLoaded, succeeded ? sum(({ rowsStaged }) => rowsStaged) : 0),
    metric(RUN_METRICS.rowsRejected, countRejected(result).rows),
    ...(result.inQuarantine === undefined ? [] : [metric(RUN_METRICS.filesQuarantined, result.inQuarantine)]),
    metric(RUN_METRICS.retries, result.retries),
    metric(RUN_METRICS.checksFailed, failing.filter(({ severity }) => severity === "error").length),
    metric(
      RUN_METRICS.keysUntaken,
      sumOf(result.columns, ({ untaken }) => untaken.length),
    ),
    metric(
      RUN_METRICS.columnsUnfilled,
      sumOf(result.columns, ({ unfilled }) => unfilled.length),
    ),
    metric(RUN_METRICS.checksWarned, failing.filter(({ severity }) => severity === "warn").length),
    ...result.steps
      .filter(({ status }) => status !== "skipped")
      .flatMap((step) => {
        const ofStep = { ...own, [DIMENSIONS.step]: step.name };
        return [
          metric(STEP_METRICS.duration, step.durationMs, "Milliseconds", ofStep),
          metric(STEP_METRICS.rows, step.rows, "Count", ofStep),
          metric(STEP_METRICS.failures, step.status === "failed" ? 1 : 0, "Count", ofStep),
        ];
      }),
  ];
}

function sumOf<T>(all: readonly T[], pick: (one: T) => number): number {
  return all.reduce((total, one) => total + pick(one), 0);
}
