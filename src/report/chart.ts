/** What a chart shows, decided from the answer to a query. */
import { countOf, formatCount } from "../text/amounts.ts";
import type { Answer } from "./data.ts";
import { isHour, sayHour } from "./hours.ts";

/** `bar` is horizontal, `column` vertical, `line` has one line for each series. */
export type ChartKind = "bar" | "column" | "line";

/** A chart as data: what stands on its axes, and its values. */
export interface Chart {
  readonly kind: ChartKind;
  /** Names of the axes: the columns. */
  readonly category: string;
  readonly value: string;
  readonly categories: readonly string[];
  /** One series has no name worth showing. Values in the order of the categories. */
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  /** What the reader has to know to read it correctly: what was summed, filled in or left out. */
  readonly notes: readonly string[];
}

/** The last row of a limited list, for all others; drawn, it would dwarf the rest. */
export const OTHERS_ROW = "(all others)";

const UNKNOWN = "(unknown)";
/** Categories of a column or line chart that can still be told apart. */
const MOST_CATEGORIES = 400;
/** Bars that can be read. */
const MOST_BARS = 40;
/** Lines that can be told apart. */
const MOST_SERIES = 6;

interface Point {
  readonly category: string;
  readonly series: string;
  readonly value: number;
}

/**
 * Returns the chart of an answer: the last column is the value, which is summed wherever rows meet. The category is the
 * first column that is not a number, or the first column when all are numbers; in a line chart it is the first column, and
 * the first text after it makes the series. Undefined when there is nothing to draw.
 */
export function planChart(answer: Answer, kind: string | undefined): Chart | undefined {
  const { columns, rows } = answer;
  const last = columns.length - 1;
  if (last < 1 || (kind !== "bar" && kind !== "column" && kind !== "line")) return undefined;
  const texts = columns
    .map((_, index) => index)
    .filter((index) => index < last && !isNumber(columns[index]?.type));
  const category = kind === "line" ? 0 : (texts[0] ?? 0);
  const split = kind === "line" ? texts.find((index) => index > 0) : undefined;
  const labels = labelsOf(rows, texts.length > 0 && kind !== "line" ? texts : [category]);
  const points = rows.map((row, index): Point => {
    const value = Number(row[last]);
    return {
      category: labels[index] ?? UNKNOWN,
      series: split === undefined ? "" : (row[split] ?? UNKNOWN),
      value: Number.isFinite(value) ? value : 0,
    };
  });
  const drawn = points.filter((point) => point.category !== OTHERS_ROW);
  if (drawn.length === 0) return undefined;
  const notes: string[] = [];
  const others = points
    .filter((point) => point.category === OTHERS_ROW)
    .reduce((sum, { value }) => sum + value, 0);
  if (others !== 0) notes.push(`Not drawn: ${OTHERS_ROW}, ${formatCount(others)}.`);
  const type = columns[category]?.type ?? "";
  const axis = kind === "bar" ? barAxis(drawn, notes) : lineAxis(drawn, type, notes);
  const series = seriesOf(drawn, notes).map((name) => ({ name, values: axis.categories.map(() => 0) }));
  const indexOf = new Map(axis.categories.map((name, index) => [name, index]));
  const seriesNamed = new Map(series.map((one) => [one.name, one]));
  for (const point of drawn) {
    const at = indexOf.get(axis.place(point.category));
    const one = seriesNamed.get(point.series) ?? seriesNamed.get("(other)");
    if (at !== undefined && one !== undefined) one.values[at] = (one.values[at] ?? 0) + point.value;
  }
  const isOfHours = isHour(columns[category]?.name ?? "");
  return {
    kind,
    category: axis.unit ?? columns[category]?.name ?? "",
    value: columns[last]?.name ?? "",
    categories: isOfHours ? axis.categories.map(sayHour) : axis.categories,
    series,
    notes,
  };
}

/** Returns the highest value that is drawn, and what has it: a category, and its series where there are several; undefined without a value. */
export function peakOf(
  chart: Chart,
): { readonly names: readonly string[]; readonly value: number } | undefined {
  const drawn = chart.series.flatMap(({ name, values }) =>
    chart.categories.map((category, index) => ({
      name: chart.series.length > 1 ? `${category}, ${name}` : category,
      value: values[index] ?? 0,
    })),
  );
  const most = drawn.reduce((highest, { value }) => Math.max(highest, value), Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(most)) return undefined;
  return { names: drawn.filter(({ value }) => value === most).map(({ name }) => name), value: most };
}

/** Returns whether values of this type are numbers. */
export function isNumber(type: string | undefined): boolean {
  return /^(?:smallint|integer|bigint|real|double precision|numeric|decimal|int|float)/.test(type ?? "");
}

/** One label for each row; where several rows share one, the next text column tells them apart. */
function labelsOf(rows: Answer["rows"], columns: readonly number[]): readonly string[] {
  for (let used = 1; ; used += 1) {
    const labels = rows.map((row) => {
      const [head, ...more] = columns.slice(0, used).map((column) => row[column] ?? null);
      return [head ?? UNKNOWN, ...more.filter((text) => text !== null)].join(" · ");
    });
    if (used >= columns.length || new Set(labels).size === labels.length) return labels;
  }
}

interface Axis {
  /** What a category is, where it is not what the column says. */
  readonly unit?: string;
  readonly categories: readonly string[];
  /** The category that a label is counted under. */
  readonly place: (label: string) => string;
}

function barAxis(points: readonly Point[], notes: string[]): Axis {
  const all = unique(points.map(({ category }) => category));
  if (all.length > MOST_BARS) {
    const left = all.length - MOST_BARS;
    notes.push(`Drawn: the first ${MOST_BARS}; ${countOf(left, "more row")} in the answer.`);
  }
  return { categories: all.slice(0, MOST_BARS), place: (label) => label };
}

/** Days and whole numbers without a row are 0; a range too long for that is summed by month, or by year. */
function lineAxis(points: readonly Point[], type: string, notes: string[]): Axis {
  const given = unique(points.map(({ category }) => category));
  const same = (label: string): string => label;
  if (type === "date" && given.every((label) => /^\d{4}-\d\d-\d\d$/.test(label))) {
    const sorted = given.toSorted();
    for (const { length, word } of [
      { length: 10, word: "day" },
      { length: 7, word: "month" },
      { length: 4, word: "year" },
    ]) {
      const categories = between(sorted[0] ?? "", sorted.at(-1) ?? "", length);
      if (categories === undefined) continue;
      if (length < 10) notes.push(`Summed by ${word}.`);
      else if (categories.length > given.length) {
        notes.push(`${countOf(categories.length - given.length, "day")} without any: drawn as 0.`);
      }
      return { unit: word, categories, place: (label) => label.slice(0, length) };
    }
  }
  if (isNumber(type) && given.every((label) => /^-?\d{1,9}$/.test(label))) {
    const numbers = given.map(Number);
    const first = numbers.reduce((least, number) => Math.min(least, number));
    const last = numbers.reduce((most, number) => Math.max(most, number));
    if (last - first < MOST_CATEGORIES) {
      return {
        categories: Array.from({ length: last - first + 1 }, (_, index) => String(first + index)),
        place: same,
      };
    }
  }
  if (given.length > MOST_CATEGORIES) {
    notes.push(`Drawn: the first ${MOST_CATEGORIES} of ${formatCount(given.length)}.`);
  }
  return { categories: given.slice(0, MOST_CATEGORIES), place: same };
}

/** All days, months or years from one day to another, by the length of their names; undefined when they are too many. */
function between(first: string, last: string, length: number): readonly string[] | undefined {
  const names: string[] = [];
  const at = new Date(
    `${first.slice(0, length)}${"-01-01".slice(length === 4 ? 0 : length === 7 ? 3 : 6)}T00:00:00Z`,
  );
  const end = last.slice(0, length);
  for (;;) {
    const name = at.toISOString().slice(0, length);
    names.push(name);
    if (name >= end) return names;
    if (names.length > MOST_CATEGORIES) return undefined;
    if (length === 10) at.setUTCDate(at.getUTCDate() + 1);
    else if (length === 7) at.setUTCMonth(at.getUTCMonth() + 1);
    else at.setUTCFullYear(at.getUTCFullYear() + 1);
  }
}

function seriesOf(points: readonly Point[], notes: string[]): readonly string[] {
  const names = unique(points.map(({ series }) => series));
  if (names.length <= MOST_SERIES) return names;
  notes.push(`The first ${MOST_SERIES - 1} of ${countOf(names.length, "line")}; the others are (other).`);
  return [...names.slice(0, MOST_SERIES - 1), "(other)"];
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
