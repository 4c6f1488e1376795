/** Charts as pictures, for slides and mails; drawn by ECharts on a canvas, in the colours of the light page. */
import { createCanvas, GlobalFonts } from "@napi-rs/canvas";
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { init, setPlatformAPI, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { ConfigError } from "../errors.ts";
import { chartHeight, chartOption, type ChartColors } from "./chart-option.ts";
import { planChart } from "./chart.ts";
import type { Analysis } from "./data.ts";
import { seriesColors } from "./series-colors.ts";

use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, CanvasRenderer]);

const PAINT: ChartColors = {
  text: "#1a1d21",
  quiet: "#56606b",
  line: "#d4d9df",
  series: ["#2563b8", "#c2570c", "#16803c", "#8b3fb0", "#a8324a", "#56606b"],
};
/** Pixels: a picture fills a slide by itself, and is wider than a chart of the page. */
const PICTURE_WIDTH = 760;
/** Pixels of the title above the chart, and of the margin around both. */
const TITLE = 36;
const MARGIN = 12;
/** Sharp on dense screens. */
const DENSITY = 2;

/** A chart as a PNG, under the name of its analysis. */
export interface Picture {
  readonly name: string;
  readonly png: Uint8Array;
}

/**
 * Returns a picture of every analysis that has a chart.
 * @throws ConfigError when the machine has no font to write with.
 */
export async function drawPictures(analyses: readonly Analysis[]): Promise<readonly Picture[]> {
  if (GlobalFonts.families.length === 0) {
    throw new ConfigError("there is no font on this machine to draw the charts with", {
      next: "install one (on Debian: fonts-dejavu-core), or leave --png out; the page needs none",
    });
  }
  setPlatformAPI({ createCanvas: () => createCanvas(32, 32) });
  const colors = seriesColors(analyses);
  const pictures: Picture[] = [];
  for (const { name, title, chart: kind, answer } of analyses) {
    const chart = answer && planChart(answer, kind);
    if (chart === undefined) continue;
    const height = chartHeight(chart, PICTURE_WIDTH) + TITLE + MARGIN;
    const canvas = createCanvas(PICTURE_WIDTH * DENSITY, height * DENSITY);
    const drawing = init(canvas, null, {
      width: PICTURE_WIDTH,
      height,
      devicePixelRatio: DENSITY,
    });
    try {
      const option = chartOption(chart, PAINT, { colors, width: PICTURE_WIDTH });
      drawing.setOption({
        ...option,
        backgroundColor: "#ffffff",
        title: { text: title, left: MARGIN, top: MARGIN, textStyle: { color: PAINT.text, fontSize: 15 } },
        ...(chart.series.length > 1 ? { legend: { ...(option["legend"] as object), top: TITLE } } : {}),
        grid: {
          ...(option["grid"] as { top: number }),
          top: (option["grid"] as { top: number }).top + TITLE,
        },
      });
      pictures.push({ name, png: await canvas.encode("png") });
    } finally {
      drawing.dispose();
    }
  }
  return pictures;
}
