/** What the answer to an analysis says. */
import { peakOf, planChart, type Chart } from "./chart.ts";
import type { Analysis, Answer } from "./data.ts";
import { formatCount, formatShare } from "../text/amounts.ts";
import { sayFigure } from "./figure.ts";

/** Returns the sum of the last column of an answer, where the analysis says that it is a table's rows; undefined otherwise. */
export function totalOf({ answer, total }: Pick<Analysis, "answer" | "total">): number | undefined {
  if (answer === undefined || total === undefined) return undefined;
  return answer.rows.reduce((sum, row) => sum + Number(row.at(-1) ?? 0), 0);
}

/** One figure at the top of the page. */
export interface Card {
  readonly label: string;
  readonly value: string;
  /** What stands below the value; empty where the answer has one column only. */
  readonly note: string;
  /** Whether its share is less than what is expected. */
  readonly tooLow: boolean;
}

/** Returns the card that the first row of an analysis fills: its first column, and below it the others; undefined without a row. */
export function cardOf({
  answer,
  card,
  least,
}: Pick<Analysis, "answer" | "card" | "least">): Card | undefined {
  const [row] = answer?.rows ?? [];
  if (answer === undefined || card === undefined || row === undefined) return undefined;
  const [value, ...notes] = answer.columns.map((column, at) => {
    const cell = row[at] ?? null;
    return cell === null ? undefined : sayFigure(cell, column);
  });
  if (value === undefined) return undefined;
  const tooLow = least !== undefined && row[0] !== null && Number(row[0]) < least;
  const told = sayPart(answer.columns, row) ?? notes.filter((note) => note !== undefined).join(", ");
  const remark = tooLow ? `less than the ${formatShare(least, 1)} that are expected` : "";
  return { label: card, value, note: [told, remark].filter(Boolean).join("; "), tooLow };
}

/** A share, its part and its whole are shown as "4 of 12 orders"; undefined where the columns are not those three. */
function sayPart(columns: Answer["columns"], [, part, whole]: Answer["rows"][number]): string | undefined {
  const [first, second, third] = columns;
  if (columns.length !== 3 || !first?.name.endsWith("_share") || second === undefined || third === undefined)
    return undefined;
  if (!part || !whole || !second.name.endsWith("_count") || !third.name.endsWith("_count")) return undefined;
  return `${formatCount(Number(part))} of ${sayFigure(whole, third)}`;
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
  return chart === undefined || peak === undefined ? undefined : { ...peak, chart };
}
