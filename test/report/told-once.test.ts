/** What the page leaves out of sight, or shows once. */
import { describe, expect, it } from "vitest";
import { chartOption, NARROW_WIDTH } from "../../src/report/chart-option.ts";
import { planChart } from "../../src/report/chart.ts";
import { renderPage } from "../../src/report/page.ts";
import { definitionsIn } from "../../src/records/sql-facts.ts";
import { drawChart } from "../../src/report/draw-chart.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { SQL_DIR } from "../support/sources.ts";
import { textOf } from "./markup.ts";
import { answerOf, sampleData } from "./sample.ts";

const data = sampleData("plain");

describe("a run that is not on record", () => {
  const glance = (alive: boolean | undefined): string =>
    textOf(
      renderPage(
        {
          ...data,
          unended: [{ runId: "gone", version: "1", startedAt: new Date("2026-01-01T05:00:00Z"), alive }],
        },
        drawChart,
      ),
    );

  it("and began after all others is the newest one, and what is known of it is said at a glance", () => {
    const began = "began 2026-01-01 05:00:00 UTC; the run before: plain";
    expect(glance(false)).toContain(`The newest run ✗ killed, or cut off ${began}`);
    expect(glance(true)).toContain(`The newest run – in progress ${began}`);
    expect(glance(undefined)).toContain(`The newest run – not ended ${began}`);
  });
});

describe("the newest run", () => {
  const { detail, runs } = data;
  const [run] = runs;
  if (run === undefined || detail === undefined) throw new Error("the sample has a run");
  const glance = (more: object): string =>
    textOf(renderPage({ ...data, runs: [{ ...run, status: "succeeded", exitCode: 0, ...more }] }, drawChart));

  it("is marked where it published without some rows or files, and says which", () => {
    const whole = { rowsRejected: 0, error: undefined };
    expect(glance(whole)).toContain("The newest run ✓ succeeded");
    expect(glance({ ...whole, rowsRejected: 2 })).toMatch(/The newest run ! succeeded .*2 rows rejected; /);
    expect(glance({ ...whole, error: "1 file in quarantine" })).toMatch(
      /The newest run ! succeeded .*1 file in quarantine; published/,
    );
  });

  it("that was killed is what the part on the run begins with", () => {
    const unended = [
      { runId: "gone", version: "1", startedAt: new Date("2026-01-01T05:00:00Z"), alive: false },
    ];
    expect(textOf(renderPage({ ...data, unended }, drawChart))).toContain(
      "The run ✗ run gone began 2026-01-01 05:00:00 UTC and never ended",
    );
  });
});

describe("the page", () => {
  it("shows rows once that the run found and that are still there", () => {
    const [check] = data.checks;
    if (check === undefined) throw new Error("the sample has a check");
    const text = (count: number): string =>
      textOf(renderPage({ ...data, checks: [{ ...check, count }] }, drawChart));
    expect(text(3)).toContain("plain The rows that the run found, above.");
    expect(text(3)).not.toContain("Failing rows of plain");
    expect(text(30)).toContain("Failing rows of plain");
  });

  it("folds rejected rows behind the first ten", () => {
    if (data.detail === undefined) throw new Error("the sample has a run");
    const rows = Array.from({ length: 12 }, (_, at) => [`${at}.json`, "x", "7"]);
    const rejects = answerOf(["url", "value", "line_number"], rows);
    const text = textOf(renderPage({ ...data, detail: { ...data.detail, rejects, listed: 15 } }, drawChart));
    expect(text).toMatch(
      /9\.json x 7 … and 5 more rows Rows 11 to 12 More rejected rows .*11\.json x 7 … and 3 more rows/,
    );
  });

  it("marks the remark of a run that published apart from an error", () => {
    const [run] = data.runs;
    if (run === undefined || data.detail === undefined) throw new Error("the sample has a run");
    const { detail } = data;
    const page = (exitCode: number): string =>
      renderPage(
        { ...data, detail: { ...detail, run: { ...run, exitCode, error: "1 file in quarantine" } } },
        drawChart,
      );
    expect(page(0)).toContain('<p class="remark" dir="auto">1 file in quarantine</p>');
    expect(page(4)).toContain('<p class="error" dir="auto">1 file in quarantine</p>');
  });
});

describe("what a table is for", () => {
  it("is said in words, without the keys of its file's header", async () => {
    const { steps } = await loadSql(SQL_DIR);
    const said = definitionsIn(steps).map(({ definition }) => definition.comment ?? "");
    expect(said).toContain(
      "The artists that songs lost in the last run: a corrected song has another artist.",
    );
    expect(said.filter((one) => one.includes("scope:"))).toEqual([]);
  });
});

describe("a column of a narrow chart", () => {
  const labels = (names: readonly string[]): unknown => {
    const chart = planChart(
      answerOf(
        ["day", "play_count"],
        names.map((name) => [name, "1"]),
      ),
      "column",
    );
    if (chart === undefined) throw new Error("no chart");
    const paint = { text: "#000", quiet: "#000", line: "#000", series: ["#000"] };
    return (chartOption(chart, paint, { width: NARROW_WIDTH }) as { xAxis: { axisLabel: object } }).xAxis
      .axisLabel;
  };

  it("has its label, aslant where labels are too long to stand side by side", () => {
    const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    expect(labels(days)).toMatchObject({ interval: 0, rotate: 40 });
    expect(labels(["F", "M"])).not.toHaveProperty("rotate");
    expect(labels(Array.from({ length: 24 }, (_, at) => `${at}–${at + 1}`))).not.toHaveProperty("rotate");
  });
});
