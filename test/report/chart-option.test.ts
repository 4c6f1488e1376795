/** What ECharts is told: that nothing of a chart is drawn outside of it. */
import { describe, expect, it } from "vitest";
import type { Chart } from "../../src/report/chart.ts";
import { chartOption, CHART_WIDTH, NARROW_WIDTH } from "../../src/report/chart-option.ts";
import { drawChart } from "../../src/report/draw-chart.ts";

const COLORS = { text: "#000", quiet: "#444", line: "#bbb", series: ["#00f"] };

interface Axis {
  readonly nameTextStyle: { readonly align: string };
  readonly data: readonly string[];
}

const barsOf = (category: string, categories: readonly string[], width: number): Axis => {
  const values = categories.map(() => 1);
  const chart: Chart = {
    kind: "bar",
    category,
    value: "play_count",
    categories,
    series: [{ name: "", values }],
    notes: [],
  };
  return (chartOption(chart, COLORS, { width }) as { readonly yAxis: Axis }).yAxis;
};
const alignment = (...of: Parameters<typeof barsOf>): string => barsOf(...of).nameTextStyle.align;

describe("the name of the bars' axis", () => {
  it.each([CHART_WIDTH, NARROW_WIDTH])(
    "begins where the bars do when it is longer than their labels, on %i pixels",
    (width) => {
      expect(alignment("gender", ["F", "M"], width)).toBe("left");
      expect(alignment("listener", ["Olive Upton", "Nell Nakos"], width)).toBe("right");
    },
  );
});

describe("a label that is longer than its line", () => {
  it.each([
    ["Internet Explorer · Windows", "Internet Explorer\n· Windows"],
    ["Bellmere-Kingsferry, IN", "Bellmere-\nKingsferry, IN"],
    ["Northgate-Saltmarsh, NY", "Northgate-\nSaltmarsh, NY"],
    ["Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffah\nrtsgesellschaft"],
    ["Kara, a fire-and-water show", "Kara, a\nfire-and-water show"],
  ])("is broken between words, or behind a hyphen: %s", (label, lines) => {
    expect(barsOf("location", [label], NARROW_WIDTH).data).toEqual([lines]);
  });
});

describe("the labels of a few columns", () => {
  it.each([CHART_WIDTH, NARROW_WIDTH])("are all there, on %i pixels", (width) => {
    const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    const chart: Chart = {
      kind: "column",
      category: "day",
      value: "play_count",
      categories: days,
      series: [{ name: "", values: days.map(() => 1) }],
      notes: [],
    };
    for (const day of days) expect(drawChart(chart, { id: "c", title: "Days" }).markup).toContain(`>${day}<`);
    expect(chartOption(chart, COLORS, { width })).toMatchObject({ xAxis: { axisLabel: { interval: 0 } } });
  });
});

describe("the figures above columns", () => {
  const isShown = (count: number, value: number, width: number): boolean => {
    const chart: Chart = {
      kind: "column",
      category: "hour",
      value: "play_count",
      categories: Array.from({ length: count }, (_, at) => String(at)),
      series: [{ name: "", values: Array.from({ length: count }, () => value) }],
      notes: [],
    };
    const { series } = chartOption(chart, COLORS, { width }) as {
      readonly series: readonly { readonly label: { readonly show: boolean } }[];
    };
    return series[0]?.label.show ?? false;
  };

  it("are there where they have room beside each other", () => {
    expect([isShown(24, 287, CHART_WIDTH), isShown(24, 1287, CHART_WIDTH)]).toEqual([true, false]);
    expect([isShown(7, 1287, NARROW_WIDTH), isShown(24, 7, NARROW_WIDTH)]).toEqual([true, true]);
    expect(isShown(12, 287_123, NARROW_WIDTH)).toBe(false);
  });
});
