/** What ECharts is told to draw. */
import type { EChartsCoreOption } from "echarts/core";
import { truncate, widthOf } from "../text/visible.ts";
import { formatCount } from "../text/amounts.ts";
import type { Chart } from "./chart.ts";
import { cleanText } from "./html.ts";

/** The width of a drawing in pixels; one that is shown on less is scaled. */
export const CHART_WIDTH = 760;
const FONT = "system-ui, DejaVu Sans, sans-serif";
/** Columns of a line of a label. */
const LABEL_COLUMNS = 44;
/** Pixels of a letter, on the safe side: whoever looks may have another font. */
const LETTER_PIXELS = 7.4;

/** The colours of a drawing. */
export interface ChartColors {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly series: readonly string[];
}

/** Returns the height that a chart needs, in pixels. */
export function chartHeight({ kind, categories }: Chart): number {
  const long = categories.some((label) => wrap(label).includes("\n"));
  return kind === "bar" ? (long ? 36 : 24) * categories.length + 40 : 320;
}

/** Returns the chart as ECharts' option, without anything that moves or reacts. */
export function chartOption(chart: Chart, paint: ChartColors): EChartsCoreOption {
  const { kind, categories, series } = chart;
  const text = { color: paint.quiet, fontFamily: FONT, fontSize: 12 };
  const names = {
    type: "category" as const,
    data: categories.map(kind === "bar" ? wrap : shorten),
    axisLabel: { ...text, color: paint.text },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: paint.line } },
  };
  const values = {
    type: "value" as const,
    name: kind === "bar" ? "" : cleanText(chart.value).replaceAll("_", " "),
    // It begins where the axis is: in the middle above it, it would stick out on the left.
    nameTextStyle: { ...text, align: "left" as const },
    axisLabel: { ...text, formatter: (value: number) => formatCount(value) },
    splitLine: { lineStyle: { color: paint.line } },
    minInterval: series.every((one) => one.values.every(Number.isInteger)) ? 1 : 0,
  };
  const few = categories.length <= 31 && series.length === 1;
  return {
    animation: false,
    backgroundColor: "transparent",
    textStyle: { fontFamily: FONT },
    grid:
      kind === "bar"
        ? { left: marginFor(categories), right: 64, top: 8, bottom: 32, outerBoundsMode: "none" }
        : {
            left: 8,
            right: 20,
            top: 40,
            bottom: 8,
            outerBoundsMode: "same",
            outerBoundsContain: "axisLabel",
          },
    ...(series.length > 1 ? { legend: { top: 0, right: 20, textStyle: text } } : {}),
    xAxis: kind === "bar" ? { ...values, splitNumber: 4 } : names,
    yAxis:
      kind === "bar" ? { ...names, inverse: true, axisLabel: { ...names.axisLabel, interval: 0 } } : values,
    series: series.map((one, index) => ({
      type: kind === "line" ? ("line" as const) : ("bar" as const),
      name: shorten(one.name),
      data: [...one.values],
      silent: true,
      emphasis: { disabled: true },
      itemStyle: { color: paint.series[index] ?? paint.text },
      lineStyle: {
        color: paint.series[index] ?? paint.text,
        width: 2,
        type: DASHES[index] ?? "solid",
      },
      symbol: SYMBOLS[index] ?? "circle",
      showSymbol: categories.length <= 62,
      symbolSize: 5,
      barMaxWidth: 28,
      label: {
        ...text,
        show: kind !== "line" && few,
        position: kind === "bar" ? ("right" as const) : ("top" as const),
        fontSize: kind === "bar" ? 12 : 10,
        formatter: ({ value }: { value: unknown }) => formatCount(Number(value)),
      },
    })),
  };
}

/** Lines are told apart without colour too. */
const DASHES = ["solid", "dashed", "dotted", "solid", "dashed", "dotted"] as const;
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "circle", "rect"] as const;

/** Room for the longest line of a label. */
function marginFor(categories: readonly string[]): number {
  const widths = categories
    .flatMap((label) => wrap(label).split("\n"))
    .map((line) => widthOf(line) * LETTER_PIXELS);
  return Math.min(Math.ceil(Math.max(...widths)) + 16, CHART_WIDTH / 2);
}

/** A label in at most two lines, broken between words where there are any. */
function wrap(label: string): string {
  const line = cleanText(label.slice(0, 500)).replaceAll(/\s+/g, " ");
  if (widthOf(line) <= LABEL_COLUMNS) return line;
  const fitting = truncate(line, LABEL_COLUMNS).slice(0, -1);
  const blank = fitting.lastIndexOf(" ");
  const head = blank > fitting.length / 2 ? fitting.slice(0, blank) : fitting;
  return `${head}\n${truncate(line.slice(head.length).trimStart(), LABEL_COLUMNS)}`;
}

function shorten(label: string): string {
  return truncate(cleanText(label.slice(0, 500)), LABEL_COLUMNS);
}
