import { describe, expect, it } from "vitest";
import { cardOf } from "../../src/report/analysis.ts";
import { placesOf, seriesColors } from "../../src/report/series-colors.ts";
import { renderTrends, traceTrend } from "../../src/report/trends.ts";
import { analysisOf, answerOf, cardAnalysis, sampleData } from "./sample.ts";

describe("the trend of a figure", () => {
  it("has a usual range from what was before, and the newest lies in it or not", () => {
    const before = [10, 11, 12, 13, 14, 15, 16, 17, 18, 500];
    expect(traceTrend("rows", [...before, 12])).toMatchObject({
      usual: { from: 11, to: 18 },
      isUnusual: false,
    });
    expect(traceTrend("rows", [...before, 2])).toMatchObject({ isUnusual: true });
    expect(traceTrend("rows", [...before, 19])).toMatchObject({ isUnusual: true });
  });

  it("has none where too few runs were before", () => {
    expect(traceTrend("rows", [1, 2, 3, 400])).toMatchObject({ usual: undefined, isUnusual: false });
  });

  it("says nothing of the newest run where its figure is not known", () => {
    const [run] = sampleData("x").runs;
    if (run === undefined) throw new Error("no run");
    const runs = [10, 11, 12, 13, 14].map((rowsAdded) => ({ ...run, status: "succeeded", rowsAdded }));
    const failed = { ...run, status: "failed", rowsAdded: undefined };
    const drawn = renderTrends({ runs: [failed, ...runs] })?.markup ?? "";
    expect(drawn).toMatch(/<strong>Rows added<\/strong> <span>not known<\/span>/);
    expect(drawn).toContain("Rows added run by run: now not known; usually 10 to 14");
  });

  // Elementary, "freshness_anomalies": "the expected time between data updates".
  it("of freshness is the time between loads, and that of the last one until a run that failed", () => {
    const [run] = sampleData("x").runs;
    if (run === undefined) throw new Error("no run");
    const hour = (at: number) => new Date(Date.UTC(2026, 0, 1, at));
    const loaded = (previous: number, end: number) => ({
      ...run,
      status: "succeeded",
      exitCode: 0,
      previousLoad: hour(previous),
      endedAt: hour(end),
    });
    const runs = [loaded(5, 6), loaded(4, 5), loaded(3, 4), loaded(2, 3), loaded(0, 2)];
    const now = (newest: typeof run) => renderTrends({ runs: [newest, ...runs] })?.markup ?? "";
    expect(now(loaded(6, 7))).toMatch(
      /<strong>Time since the previous load<\/strong> <span>1 h<\/span>[^]*usually 1 h to 2 h/,
    );
    expect(now({ ...loaded(6, 16), status: "failed", exitCode: 1 })).toMatch(
      /<strong>Time since the previous load<\/strong>\s*<span class="status warn"[^]*10 h/,
    );
  });

  it("is drawn of runs that had something to do, and of two at least", () => {
    const [run] = sampleData("x").runs;
    if (run === undefined) throw new Error("no run");
    const runs = (statuses: readonly string[]) => ({ runs: statuses.map((status) => ({ ...run, status })) });
    expect(renderTrends(runs(["succeeded", "nothing new"]))).toBeUndefined();
    const drawn = renderTrends(runs(["succeeded", "failed"]))?.markup ?? "";
    for (const name of ["Rows added", "Duration", "Rows rejected"]) expect(drawn).toContain(name);
    expect(drawn.match(/<svg/g)).toHaveLength(4);
  });
});

describe("the colour of a series", () => {
  const lines = (...series: readonly string[]) =>
    analysisOf(
      "lines",
      "line",
      answerOf(
        ["day", "level", "play_count"],
        series.map((name) => ["2026-01-01", name, "1"]),
      ),
    );

  it("is one by its name in all charts, whatever the order there", () => {
    const colors = seriesColors([lines("free", "paid"), lines("paid", "free", "trial")]);
    expect(placesOf(["free", "paid"], colors, 6)).toEqual([0, 1]);
    expect(placesOf(["paid", "free", "trial"], colors, 6)).toEqual([1, 0, 2]);
  });

  it("is another one for each series of a chart, where there are more names than colours", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const colors = seriesColors([lines(...names.slice(0, 4)), lines(...names.slice(3))]);
    const places = placesOf(["a", "g"], colors, 6);
    expect(new Set(places).size).toBe(2);
  });
});

describe("a share", () => {
  it("is remarked on where it is less than what is expected", () => {
    const matched = (share: string) =>
      cardOf({
        ...cardAnalysis("match", "Matched", {
          columns: [{ name: "matched_share", type: "double precision" }],
          rows: [[share]],
        }),
        least: 0.2,
      });
    expect(matched("0.049")).toMatchObject({
      value: "4.9 %",
      note: "less than the 20.0 % that are expected",
      tooLow: true,
    });
    expect(matched("0.2")).toMatchObject({ note: "", tooLow: false });
  });
});
