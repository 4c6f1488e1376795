/** The figures of the page as data, for programs. */
import { highestOf, totalOf } from "./analysis.ts";
import { planChart } from "./chart.ts";
import type { Analysis, Answer, ReportData } from "./data.ts";
import { reconcile } from "./reconcile.ts";
import { snakes } from "../text/snake-case.ts";

/** Returns what `dwh report --format json` prints. */
export function summarizeReport(data: ReportData): object {
  const { detail } = data;
  return {
    made_at: data.madeAt,
    warehouse: data.warehouse,
    version: data.version,
    loaded_at: data.loadedAt,
    run_count: data.runCount,
    runs: data.runs.map(snakes),
    run: detail && {
      ...snakes(detail.run),
      sources: detail.sources.map(snakes),
      steps: detail.steps.map(snakes),
      reasons: objects(detail.reasons),
      rejects: objects(detail.rejects),
    },
    sources: data.sources.map(snakes),
    sums: reconcile(data),
    checks: data.checks.map(({ name, severity, count, offending }) => ({
      name,
      severity,
      count,
      rows: objects(offending),
    })),
    plays: data.plays,
    analyses: data.analyses.map(summarizeAnalysis),
    tables: data.tables.map(({ definition: { name }, rows }) => ({ name, rows })),
  };
}

function summarizeAnalysis(analysis: Analysis): object {
  const { name, title, answer } = analysis;
  const highest = highestOf(analysis);
  return {
    name,
    title,
    total: totalOf(analysis),
    highest: highest && { names: highest.names, value: highest.value },
    notes: answer && planChart(answer, analysis.chart)?.notes,
    rows: answer && objects(answer),
  };
}

function objects({ columns, rows }: Answer): readonly object[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
}
