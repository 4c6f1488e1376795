/** The figures of the page as data, for programs. */
import type { DwhError } from "../errors.ts";
import { cardOf, highestValueOf, totalOf } from "./analysis.ts";
import { planChart } from "./chart.ts";
import type { Analysis, ReportData, RunRow } from "./data.ts";
import { judgeAge, newestEvents, newestLoad, summarizeAge } from "./freshness.ts";
import { computeSums } from "./sums.ts";
import { namedRows } from "../text/rows-as-objects.ts";

/** Returns what `dwh report --format json` prints: an object of figures, whose keys `printJson` writes in snake case. */
export function summarizeReport(data: ReportData): object {
  const { detail } = data;
  return {
    made_at: data.madeAt,
    pipeline: data.pipeline,
    warehouse: data.warehouse,
    version: data.version,
    loaded_at: data.loadedAt,
    newest_load: summarizeAge(judgeAge(newestLoad(data), data.madeAt)),
    newest_events: newestEvents(data.analyses, data.maxLoadAge !== undefined).map((newest) =>
      summarizeAge(judgeAge(newest, data.madeAt)),
    ),
    rebuild: data.rebuild,
    quarantine: data.quarantine,
    run_count: data.runCount,
    unended: data.unended,
    runs: data.runs.map((run) => ({ ...run, published: isPublished(run) })),
    run: detail && {
      ...detail.run,
      published: isPublished(detail.run),
      sources: detail.sources,
      steps: detail.steps,
      reasons: namedRows(detail.reasons),
      rejects: namedRows(detail.rejects),
      failures: detail.failures.map(({ offending, ...check }) => ({ ...check, rows: namedRows(offending) })),
    },
    sources: data.sources,
    sums: computeSums(data),
    sum_errors: data.sums.flatMap(({ name, failure }) =>
      failure === undefined ? [] : [{ name, error: summarizeFailure(failure) }],
    ),
    checks: data.checks.map(({ name, severity, count, askedAt, offending, failure }) => ({
      name,
      severity,
      count,
      asked_at: askedAt,
      rows: namedRows(offending),
      error: failure && summarizeFailure(failure),
    })),
    cards: data.analyses.flatMap((analysis) => {
      const card = cardOf(analysis);
      return card === undefined ? [] : [{ name: analysis.name, ...card }];
    }),
    analyses: data.analyses.map(summarizeAnalysis),
    unanswered: data.unanswered.map(({ question, failure }) => ({
      question,
      error: summarizeFailure(failure),
    })),
    tables: data.tables.map(({ definition: { name }, rows }) => ({ name, rows })),
  };
}

/** Whether the figures of a run are of what readers see; those of one that failed were rolled back. */
function isPublished({ status }: RunRow): boolean {
  return status === "succeeded";
}

function summarizeAnalysis(analysis: Analysis): object {
  const { name, title, answer } = analysis;
  const highest = highestValueOf(analysis);
  return {
    name,
    title,
    total: totalOf(analysis),
    total_of: analysis.total,
    highest: highest && { names: highest.names, value: highest.value },
    notes: answer && planChart(answer, analysis.chart)?.notes,
    rows: answer && namedRows(answer),
    error: analysis.failure && summarizeFailure(analysis.failure),
  };
}

/** What the warehouse said, and what is to be done. */
function summarizeFailure({ message, next }: DwhError): object {
  return { message, next };
}
