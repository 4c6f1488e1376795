/** What ECharts is told: that nothing of a chart is drawn outside of it. */
import { describe, expect, it } from "vitest";
import type { Chart } from "../../src/report/chart.ts";
import { chartOption, CHART_WIDTH, NARROW_WIDTH } from "../../src/report/chart-option.ts";

const COLORS = { text: "#000", quiet: "#444", line: "#bbb", series: ["#00f"] };

const alignment = (category: string, categories: readonly string[], width: number): unknown => {
  const values = categories.map(() => 1);
  const chart: Chart = {
    kind: "bar",
    category,
    value: "play_count",
    categories,
    series: [{ name: "", values }],
    notes: [],
  };
  const { yAxis } = chartOption(chart, COLORS, { width }) as {
    readonly yAxis: { readonly nameTextStyle: { readonly align: string } };
  };
  return yAxis.nameTextStyle.align;
};

describe("the name of the bars' axis", () => {
  it.each([CHART_WIDTH, NARROW_WIDTH])(
    "begins where the bars do when it is longer than their labels, on %i pixels",
    (width) => {
      expect(alignment("gender", ["F", "M"], width)).toBe("left");
      expect(alignment("listener", ["Olive Upton", "Nell Nakos"], width)).toBe("right");
    },
  );
});
