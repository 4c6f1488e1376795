/** What the answer to an analysis says. */
import { peakOf, planChart, type Chart } from "./chart.ts";
import type { Analysis } from "./data.ts";

/** Returns the sum of the last column of an answer, when that counts plays; undefined otherwise. */
export function totalPlaysOf({ answer }: Analysis): number | undefined {
  if (answer === undefined || answer.columns.at(-1)?.name !== "play_count") return undefined;
  return answer.rows.reduce((sum, row) => sum + Number(row.at(-1) ?? 0), 0);
}

/**
 * Returns the highest value of an analysis, the names that have it, and the chart that it was read from; undefined
 * without a value.
 */
export function highestValueOf(
  analysis: Analysis,
): { readonly names: readonly string[]; readonly value: number; readonly chart: Chart } | undefined {
  const chart = analysis.answer && planChart(analysis.answer, analysis.chart);
  const peak = chart && peakOf(chart);
  return chart === undefined || peak === undefined
    ? undefined
    : { names: peak.categories, value: peak.value, chart };
}
