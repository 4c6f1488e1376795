/** The option that tells ECharts what to draw. */
import type { EChartsCoreOption } from "echarts/core";
import { truncate, widthOf } from "../text/visible.ts";
import { formatCount } from "../text/amounts.ts";
import type { Chart } from "./chart.ts";
import { pluralOf } from "./figure.ts";
import { cleanText } from "./html.ts";
import { placesOf, type SeriesColors } from "./series-colors.ts";

/** The width of a drawing in pixels: two stand side by side on a wide screen. */
export const CHART_WIDTH = 600;
/** The same for a narrow screen. */
export const NARROW_WIDTH = 340;
const FONT = "system-ui, DejaVu Sans, sans-serif";
/** Letters in a line of a label, by the width of the drawing. */
const columnsOf = (width: number): number => Math.floor(width / 17);
/** Pixels between two names of the legend: more than a text sticks out when it is drawn in a wider font than it was measured in. */
const LEGEND_GAP = 28;
/** Pixels of a letter, on the safe side: the reader may have another font. */
const LETTER_PIXELS = 7.4;
/** Pixels of a digit above a column, and between two of its figures. */
const DIGIT_PIXELS = 6.2;
const FIGURE_GAP = 3;
/** Bars that have their value beside them. */
const LABELLED_BARS = 31;

/** The colours of a drawing. */
export interface ChartColors {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly series: readonly string[];
}

/** Returns the height that a chart needs, in pixels. */
export function chartHeight({ kind, categories }: Chart, width = CHART_WIDTH): number {
  const long = categories.some((label) => wrap(label, width).includes("\n"));
  return kind === "bar" ? (long ? 36 : 24) * categories.length + 80 : 340;
}

/** Returns the chart as ECharts' option, without anything that moves or reacts. */
export function chartOption(
  chart: Chart,
  paint: ChartColors,
  {
    colors = new Map(),
    width = CHART_WIDTH,
  }: { readonly colors?: SeriesColors; readonly width?: number } = {},
): EChartsCoreOption {
  const { kind, categories, series } = chart;
  const places = placesOf(
    series.map(({ name }) => name),
    colors,
    paint.series.length,
  );
  const colorOf = (index: number): string => paint.series[places[index] ?? 0] ?? paint.text;
  const text = { color: paint.quiet, fontFamily: FONT, fontSize: 12 };
  const slant = kind === "column" ? slantOf(categories, width) : undefined;
  const names = {
    type: "category" as const,
    name: cleanText(chart.category).replaceAll("_", " "),
    nameTextStyle: { ...text, align: kind === "bar" ? alignmentOf(chart, width) : ("center" as const) },
    ...(kind === "bar"
      ? { nameLocation: "start" as const, nameGap: 12 }
      : { nameLocation: "middle" as const, nameGap: slant?.gap ?? 28 }),
    data: categories.map((label) => (kind === "bar" ? wrap(label, width) : shorten(label, width))),
    axisLabel: {
      ...text,
      color: paint.text,
      // By itself the library leaves out every other label that has room, if little.
      ...(kind === "column" && categories.length <= LABELLED_COLUMNS && { interval: 0 }),
      ...(slant && { rotate: SLANT }),
    },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: paint.line } },
  };
  const values = {
    type: "value" as const,
    name: sayValue(chart.value),
    // It begins where the axis is: in the middle above it, it would stick out on the left.
    nameTextStyle: { ...text, align: kind === "bar" ? ("center" as const) : ("left" as const) },
    ...(kind === "bar" ? { nameLocation: "middle" as const, nameGap: 26 } : {}),
    axisLabel: { ...text, formatter: (value: number) => formatCount(value) },
    splitLine: { lineStyle: { color: paint.line } },
    minInterval: series.every((one) => one.values.every(Number.isInteger)) ? 1 : 0,
  };
  const isLabelled =
    series.length === 1 && (kind === "bar" ? categories.length <= LABELLED_BARS : figuresFit(chart, width));
  return {
    animation: false,
    backgroundColor: "transparent",
    textStyle: { fontFamily: FONT },
    grid:
      kind === "bar"
        ? { left: marginFor(categories, width), right: 64, top: 28, bottom: 48, outerBoundsMode: "none" }
        : {
            left: 8,
            right: 20,
            top: 40,
            bottom: 30,
            outerBoundsMode: "same",
            outerBoundsContain: "axisLabel",
          },
    ...(series.length > 1 ? { legend: { top: 0, right: 20, itemGap: LEGEND_GAP, textStyle: text } } : {}),
    xAxis: kind === "bar" ? { ...values, splitNumber: width < CHART_WIDTH ? 2 : 4 } : names,
    yAxis:
      kind === "bar" ? { ...names, inverse: true, axisLabel: { ...names.axisLabel, interval: 0 } } : values,
    series: series.map((one, index) => ({
      type: kind === "line" ? ("line" as const) : ("bar" as const),
      name: shorten(one.name, width),
      data: [...one.values],
      silent: true,
      emphasis: { disabled: true },
      itemStyle: { color: colorOf(index) },
      lineStyle: {
        color: colorOf(index),
        width: 2,
        type: DASHES[places[index] ?? 0] ?? "solid",
      },
      symbol: SYMBOLS[places[index] ?? 0] ?? "circle",
      showSymbol: categories.length <= 62,
      symbolSize: 5,
      barMaxWidth: 28,
      label: {
        ...text,
        show: kind !== "line" && isLabelled,
        position: kind === "bar" ? ("right" as const) : ("top" as const),
        fontSize: kind === "bar" ? 12 : 10,
        formatter: ({ value }: { value: unknown }) => formatCount(Number(value)),
      },
    })),
  };
}

/** Lines can be told apart without colour too. */
const DASHES = ["solid", "dashed", "dotted", "solid", "dashed", "dotted"] as const;
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "circle", "rect"] as const;

/** Columns that have a label each: of more, such as hours, some are enough. */
const LABELLED_COLUMNS = 12;
/** Degrees. */
const SLANT = 40;

/** The distance of the axis' name where labels are slanted, since side by side they would not fit; undefined where they do, or need not. */
function slantOf(categories: readonly string[], width: number): { readonly gap: number } | undefined {
  const longest = Math.max(...categories.map((label) => widthOf(shorten(label, width)))) * LETTER_PIXELS;
  const fits = longest * categories.length < width - 60;
  if (fits || categories.length > LABELLED_COLUMNS) return undefined;
  return { gap: 16 + Math.round(longest * Math.sin((SLANT * Math.PI) / 180)) };
}

/** Whether the figure of each column has room above it, beside those of its neighbours. */
function figuresFit({ categories, series }: Chart, width: number): boolean {
  const figures = series.flatMap(({ values }) => values.map((value) => widthOf(formatCount(value))));
  return (Math.max(...figures) * DIGIT_PIXELS + FIGURE_GAP) * categories.length <= width - 60;
}

/** Room for the longest line of a label. */
function marginFor(categories: readonly string[], width: number): number {
  const widths = categories
    .flatMap((label) => wrap(label, width).split("\n"))
    .map((line) => widthOf(line) * LETTER_PIXELS);
  return Math.min(Math.ceil(Math.max(...widths)) + 16, width / 2);
}

/** The name of the bars' axis ends where they begin, or begins there when it is longer than the labels leave room for. */
function alignmentOf({ category, categories }: Chart, width: number): "left" | "right" {
  return widthOf(cleanText(category)) * LETTER_PIXELS > marginFor(categories, width) ? "left" : "right";
}

/** A label in at most two lines, broken between words where there are any, or else after a hyphen or a slash. */
function wrap(label: string, width: number): string {
  const columns = columnsOf(width);
  const line = cleanText(label.slice(0, 500)).replaceAll(/\s+/g, " ");
  if (widthOf(line) <= columns) return line;
  const fitting = truncate(line, columns).slice(0, -1);
  const head =
    [/^.*(?= )/, /^.*[-/]/]
      .map((upTo) => upTo.exec(fitting)?.[0])
      .find((words) => words !== undefined && words.length > fitting.length / 3) ?? fitting;
  return `${head}\n${truncate(line.slice(head.length).trimStart(), columns)}`;
}

function shorten(label: string, width: number): string {
  return truncate(cleanText(label.slice(0, 500)), columnsOf(width));
}

/** What an axis counts: `order_count` counts orders. */
function sayValue(name: string): string {
  const words = cleanText(name).replaceAll("_", " ");
  return words.endsWith(" count") ? pluralOf(words.slice(0, -" count".length)) : words;
}
