/** A chart as SVG, drawn by ECharts without a browser. */
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { countOf, formatCount } from "./amounts.ts";
import { peakOf, type Chart } from "./chart.ts";
import { html, trusted, type Html } from "./html.ts";

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

const WIDTH = 760;
const FONT = "system-ui, sans-serif";
/** Characters of a label. */
const LABEL = 40;

/** Colours that stand for variables of the style sheet: the library wants to read a colour, the page has two themes. */
const PAINT = {
  text: { drawn: "#010203", variable: "--text" },
  quiet: { drawn: "#010204", variable: "--quiet" },
  line: { drawn: "#010205", variable: "--line" },
  series: [1, 2, 3, 4, 5, 6].map((number) => ({ drawn: `#02030${number}`, variable: `--series-${number}` })),
};

/** Returns the drawing with a title and a description for who cannot see it. `id` is unique on the page. */
export function drawChart(chart: Chart, facts: { readonly id: string; readonly title: string }): Html {
  const height = heightOf(chart);
  const canvas = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  try {
    canvas.setOption(optionOf(chart));
    const drawn = canvas.renderToSVGString();
    const inner = drawn.slice(drawn.indexOf(">") + 1, drawn.lastIndexOf("</svg>"));
    return html`<svg
      xmlns="http://www.w3.org/2000/svg"
      class="chart"
      role="img"
      viewBox="0 0 ${WIDTH} ${height}"
      aria-labelledby="${facts.id}-title ${facts.id}-desc"
    >
      <title id="${facts.id}-title">${facts.title}</title>
      <desc id="${facts.id}-desc">${describe(chart)}</desc>
      ${trusted(themed(inner, facts.id))}
    </svg>`;
  } finally {
    canvas.dispose();
  }
}

/** What the chart shows, in a sentence. */
export function describe(chart: Chart): string {
  const kind = { bar: "Bar chart", column: "Column chart", line: "Line chart" }[chart.kind];
  const peak = peakOf(chart);
  const lines = chart.series.length > 1 ? ` in ${chart.series.length} series` : "";
  const highest =
    peak === undefined
      ? ""
      : ` Highest: ${peak.categories.slice(0, 3).join(", ")} with ${formatCount(peak.value)}.`;
  return `${kind} of ${chart.value} by ${chart.category}, ${countOf(chart.categories.length, "value")}${lines}.${highest} The table below holds the numbers.`;
}

function heightOf({ kind, categories }: Chart): number {
  return kind === "bar" ? 24 * categories.length + 40 : 320;
}

function optionOf(chart: Chart): Parameters<ReturnType<typeof init>["setOption"]>[0] {
  const { kind, categories, series } = chart;
  const text = { color: PAINT.quiet.drawn, fontFamily: FONT, fontSize: 12 };
  const names = {
    type: "category" as const,
    data: categories.map(shorten),
    axisLabel: { ...text, color: PAINT.text.drawn },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: PAINT.line.drawn } },
  };
  const values = {
    type: "value" as const,
    name: kind === "bar" ? "" : chart.value,
    nameTextStyle: text,
    axisLabel: { ...text, formatter: (value: number) => formatCount(value) },
    splitLine: { lineStyle: { color: PAINT.line.drawn } },
    minInterval: series.every((one) => one.values.every(Number.isInteger)) ? 1 : 0,
  };
  const few = categories.length <= 31 && series.length === 1;
  return {
    animation: false,
    backgroundColor: "transparent",
    textStyle: { fontFamily: FONT },
    grid: {
      left: 8,
      right: kind === "bar" ? 64 : 20,
      top: kind === "bar" ? 8 : 40,
      bottom: 8,
      containLabel: true,
    },
    ...(series.length > 1 ? { legend: { top: 0, right: 0, textStyle: text, icon: "roundRect" } } : {}),
    xAxis: kind === "bar" ? { ...values, splitNumber: 4 } : names,
    yAxis:
      kind === "bar" ? { ...names, inverse: true, axisLabel: { ...names.axisLabel, interval: 0 } } : values,
    series: series.map((one, index) => ({
      type: kind === "line" ? ("line" as const) : ("bar" as const),
      name: shorten(one.name),
      data: [...one.values],
      silent: true,
      emphasis: { disabled: true },
      itemStyle: { color: PAINT.series[index]?.drawn ?? PAINT.text.drawn },
      lineStyle: {
        color: PAINT.series[index]?.drawn ?? PAINT.text.drawn,
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

function shorten(label: string): string {
  const letters = [...label];
  return letters.length <= LABEL ? label : `${letters.slice(0, LABEL - 1).join("")}…`;
}

/** Puts the style sheet's colours in the place of those that were drawn with, and makes the library's ids the chart's own. */
function themed(markup: string, id: string): string {
  let result = markup.replaceAll(/\bzr\d+-/g, `${id}-`);
  for (const { drawn, variable } of [PAINT.text, PAINT.quiet, PAINT.line, ...PAINT.series]) {
    result = result.replaceAll(`"${drawn}"`, `"var(${variable})"`);
  }
  return result;
}
