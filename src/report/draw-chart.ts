/** A chart as SVG, drawn by ECharts without a browser. */
import type * as ECharts from "echarts/core";
import { countOf, formatCount } from "../text/amounts.ts";
import { peakOf, type Chart } from "./chart.ts";
import { chartHeight, chartOption, CHART_WIDTH, NARROW_WIDTH } from "./chart-option.ts";
import type { SeriesColors } from "./series-colors.ts";
import { html, trusted, type Html } from "./html.ts";

/**
 * Colours that stand for variables of the style sheet: the library wants to read a colour, the page has two themes. None is a colour
 * that the library draws with by itself.
 */
const PAINT = {
  text: "#010203",
  quiet: "#010204",
  line: "#010205",
  series: [1, 2, 3, 4, 5, 6].map((number) => `#02030${number}`),
};

type Init = (typeof ECharts)["init"];

/** What a drawing is called. `id` is unique on the page. */
interface ChartFacts {
  readonly id: string;
  readonly title: string;
  readonly colors?: SeriesColors;
}

/** Loads ECharts, which is a module and no part of dist/; returns what draws a chart, with a title and a description for who cannot see it. */
export async function loadDrawing(): Promise<(chart: Chart, facts: ChartFacts) => Html> {
  const [{ BarChart, LineChart }, { GridComponent, LegendComponent }, { init, use }, { SVGRenderer }] =
    await Promise.all([
      import("echarts/charts"),
      import("echarts/components"),
      import("echarts/core"),
      import("echarts/renderers"),
    ]);
  use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);
  return (chart, facts) => {
    const narrow = draw(init, chart, { ...facts, id: `${facts.id}-narrow` }, NARROW_WIDTH);
    return html`${draw(init, chart, facts, CHART_WIDTH)}${narrow}`;
  };
}

/** For one width: the style sheet shows the one that fits the screen. */
function draw(init: Init, chart: Chart, facts: ChartFacts, width: number): Html {
  const height = chartHeight(chart, width);
  const canvas = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    canvas.setOption(chartOption(chart, PAINT, { ...facts, width }));
    const drawn = canvas.renderToSVGString();
    const inner = drawn.slice(drawn.indexOf(">") + 1, drawn.lastIndexOf("</svg>"));
    return html`<svg
      xmlns="http://www.w3.org/2000/svg"
      class="chart ${width === NARROW_WIDTH ? "narrow" : "wide"}"
      role="img"
      viewBox="0 0 ${width} ${height}"
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
function describe(chart: Chart): string {
  const kind = { bar: "Bar chart", column: "Column chart", line: "Line chart" }[chart.kind];
  const peak = peakOf(chart);
  const lines = chart.series.length > 1 ? ` in ${chart.series.length} series` : "";
  const highest =
    peak === undefined
      ? ""
      : ` Highest: ${peak.names.slice(0, 3).join("; ")} with ${formatCount(peak.value)}.`;
  return `${kind} of ${chart.value} by ${chart.category}, ${countOf(chart.categories.length, "value")}${lines}.${highest} The table below holds the numbers.`;
}

/**
 * Puts the style sheet's colours in the place of those that were drawn with, makes the library's ids the chart's own, and leaves out
 * what it adds for scripts, of which the page has none.
 */
function themed(markup: string, id: string): string {
  const variables = new Map([
    [PAINT.text, "--text"],
    [PAINT.quiet, "--quiet"],
    [PAINT.line, "--line"],
    ...PAINT.series.map((color, index): [string, string] => [color, `--series-${index + 1}`]),
  ]);
  return markup
    .replaceAll(/<style.*?<\/style>| (?:class|ecmeta_\w+|xml:space)="[^"]*"/gs, "")
    .replaceAll(/\bzr\d+-/g, `${id}-`)
    .replaceAll(/"(#0[12]0[0-9]{3})"/g, (quoted, color: string) => {
      const variable = variables.get(color);
      return variable === undefined ? quoted : `"var(${variable})"`;
    });
}
