import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { peakOf, planChart } from "../../src/report/chart.ts";
import type { Answer } from "../../src/report/data.ts";
import { answerOf } from "./sample.ts";

const typed = (columns: Readonly<Record<string, string>>, rows: Answer["rows"]): Answer => ({
  columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
  rows,
});
const HOURS = { hour: "integer", play_count: "bigint" };
const DAYS = { day: "date", level: "character varying(16)", play_count: "bigint" };

describe("planChart", () => {
  it("takes the first text as category and the last column as value, and leaves (all others) out with a note", () => {
    const answer = typed({ place: "integer", song: "character varying(1024)", play_count: "bigint" }, [
      ["1", "You're The One", "37"],
      ["2", "Undo", "28"],
      [null, "(all others)", "6755"],
    ]);
    const chart = planChart(answer, "bar");
    expect(chart).toMatchObject({
      category: "song",
      value: "play_count",
      categories: ["You're The One", "Undo"],
      series: [{ name: "", values: [37, 28] }],
      notes: ["Not drawn: (all others), 6,755."],
    });
    expect(chart && peakOf(chart)).toEqual({ names: ["You're The One"], value: 37 });
  });

  it("tells two rows of the same name apart by what stands beside it", () => {
    const answer = answerOf(
      ["song", "artist", "play_count"],
      [
        ["Intro", "The xx", "3"],
        ["Intro", null, "2"],
        [null, "Muse", "1"],
      ],
    );
    expect(planChart(answer, "bar")?.categories).toEqual(["Intro · The xx", "Intro", "(unknown) · Muse"]);
  });

  it("draws an hour without plays as 0", () => {
    const chart = planChart(
      typed(HOURS, [
        ["22", "5"],
        ["20", "3"],
      ]),
      "column",
    );
    expect(chart).toMatchObject({ categories: ["20–21", "21–22", "22–23"], series: [{ values: [3, 0, 5] }] });
  });

  it("draws one line for each text beside the day, and days without plays as 0", () => {
    const chart = planChart(
      typed(DAYS, [
        ["2020-02-28", "free", "1"],
        ["2020-02-28", "paid", "2"],
        ["2020-03-01", "paid", "4"],
      ]),
      "line",
    );
    expect(chart).toMatchObject({
      categories: ["2020-02-28", "2020-02-29", "2020-03-01"],
      series: [
        { name: "free", values: [1, 0, 0] },
        { name: "paid", values: [2, 0, 4] },
      ],
      notes: ["1 day without any: drawn as 0."],
    });
  });

  it("has the highest value that is drawn, and not the sum of lines that no line shows", () => {
    const rows = [
      ["2020-02-28", "stopped", "1"],
      ["2020-02-28", "began", "1"],
      ["2020-02-29", "began", "1"],
      ["2020-03-01", "stopped", "3"],
    ];
    const chart = planChart(typed(DAYS, rows), "line");
    expect(chart && peakOf(chart)).toEqual({ names: ["2020-03-01, stopped"], value: 3 });
    const even = planChart(typed(DAYS, rows.slice(0, 3)), "line");
    expect(even && peakOf(even)).toEqual({
      names: ["2020-02-28, stopped", "2020-02-28, began", "2020-02-29, began"],
      value: 1,
    });
  });

  it("sums by month what is too long for days, and by year what is too long for months", () => {
    const days = (years: number): Answer["rows"] =>
      Array.from({ length: years * 12 }, (_, month) => [
        `${1990 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-15`,
        "free",
        "2",
      ]);
    const months = planChart(typed(DAYS, days(3)), "line");
    expect(months?.categories).toHaveLength(36);
    expect(months).toMatchObject({ category: "month", notes: ["Summed by month."] });
    const years = planChart(typed(DAYS, days(40)), "line");
    expect(years?.categories).toHaveLength(40);
    expect(years?.series[0]?.values[0]).toBe(24);
  });

  it("sums what is beyond the lines that can be told apart", () => {
    const rows = Array.from({ length: 9 }, (_, index) => ["2020-01-01", `level ${index}`, "1"]);
    const chart = planChart(typed(DAYS, rows), "line");
    expect(chart?.series.map(({ name, values }) => [name, values[0]])).toEqual([
      ["level 0", 1],
      ["level 1", 1],
      ["level 2", 1],
      ["level 3", 1],
      ["level 4", 1],
      ["(other)", 4],
    ]);
  });

  it("draws nothing of no rows, of one column, and without a declared chart", () => {
    expect(planChart(typed(HOURS, []), "column")).toBeUndefined();
    expect(planChart(typed({ play_count: "bigint" }, [["1"]]), "column")).toBeUndefined();
    expect(planChart(typed(HOURS, [["1", "2"]]), undefined)).toBeUndefined();
    expect(planChart(answerOf(["song", "play_count"], [["(all others)", "1"]]), "bar")).toBeUndefined();
  });

  it("draws every play of a line chart once, whatever the days and levels are", () => {
    const day = fc
      .date({ min: new Date("1971-01-01"), max: new Date("2060-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const row = fc.tuple(fc.option(day, { freq: 20 }), fc.option(fc.string()), fc.nat({ max: 1000 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
        const answer = typed(
          DAYS,
          rows.map(([date, level, count]) => [date, level, String(count)]),
        );
        const drawn = planChart(answer, "line")?.series.flatMap(({ values }) => values) ?? [];
        const sum = (numbers: readonly number[]): number =>
          numbers.reduce((total, number) => total + number, 0);
        expect(sum(drawn)).toBe(sum(rows.map(([, , count]) => count)));
      }),
    );
  });
});
