import { describe, expect, it } from "vitest";
import { computeSums } from "../../src/report/sums.ts";
import { NO_DATA, analysisOf, answerOf, sampleData, sumOf, tableOf } from "./sample.ts";

const data = sampleData("songs");
if (data.detail === undefined) throw new Error("the sample has a run");
const run = { ...data.detail.run, status: "succeeded" };
const [source] = data.detail.sources;
const [stage] = data.steps;
if (source === undefined || stage === undefined) throw new Error("the sample has a source and a step");

const staged = (rows: number) => tableOf("create table staged (a bigint)", rows);
const growth = { table: "plays", before: 0, added: 25 };
const whole = {
  ...data,
  growth: [growth],
  detail: { ...data.detail, run, sources: [{ ...source, source: "events" }] },
  steps: [{ ...stage, sources: ["events"], writes: ["staged"] }],
  tables: [...data.tables, staged(28)],
};

const broken = (changed: typeof data): readonly string[] =>
  computeSums(changed)
    .filter(({ holds }) => !holds)
    .map(({ what }) => what);

describe("the sums", () => {
  it("have both sides of each counted", () => {
    expect(broken(whole)).toEqual([]);
    expect(computeSums(whole)).toEqual([
      {
        what: "events: rows read = rows of the staging table + rejected",
        counted: "30 = 28 + 2",
        holds: true,
        of: "record",
      },
      { what: "songs", counted: "25 = 25", holds: true, of: "data" },
      {
        what: "plays: rows added by all runs on record = rows of the table",
        counted: "25 = 25",
        holds: true,
        of: "record",
      },
      {
        what: "plays: total of each analysis that counts its rows = rows of the table",
        counted: "3 of 3 are 25",
        holds: true,
        of: "data",
      },
    ]);
  });

  it("take what the run counted of all sources where the ledger does not know the rows of every file", () => {
    const unknown = { ...source, source: "events", rowsRead: undefined, rowsRejected: undefined };
    const sums = computeSums({ ...whole, detail: { ...whole.detail, sources: [unknown] } });
    expect(sums[0]).toEqual({
      what: "All sources: rows read = rows of the staging tables + rejected",
      counted: "30 = 28 + 2",
      holds: true,
      of: "record",
    });
  });

  it("find rows that were lost on the way into staging", () => {
    expect(broken({ ...whole, tables: [...data.tables, staged(27)] })).toEqual([
      "events: rows read = rows of the staging table + rejected",
    ]);
  });

  it("say nothing of staging tables that are of another run, or that the source does not fill alone", () => {
    const failed = { ...whole.detail, run: { ...run, status: "check failed" } };
    expect(computeSums({ ...whole, detail: failed })).toHaveLength(3);
    const two = { ...stage, sources: ["events"], writes: ["staged", "other"] };
    expect(computeSums({ ...whole, steps: [two] })).toHaveLength(3);
  });

  it("find rows that a run added and that are gone, and rows that no run added", () => {
    const sum = ["plays: rows added by all runs on record = rows of the table"];
    expect(broken({ ...whole, growth: [{ ...growth, added: 24 }] })).toEqual(sum);
    expect(broken({ ...whole, growth: [{ ...growth, added: 26 }] })).toEqual(sum);
  });

  it("count what a table held before the first run on record", () => {
    const [, , grown] = computeSums({ ...whole, growth: [{ table: "plays", before: 22, added: 3 }] });
    expect(grown).toEqual({
      what: "plays: rows before the first run on record + rows added since = rows of the table",
      counted: "22 + 3 = 25",
      holds: true,
      of: "record",
    });
  });

  it("of the files of sql/sums are one for each row, and hold where both sides are equal as numbers", () => {
    const rows = [
      ["equal", "1200", "1200"],
      ["by value", "2.50", "2.5"],
      ["whole", "10", "10.00"],
      ["lost", "3", "2"],
      // JavaScript's numbers do not tell these apart.
      ["long", "9007199254740993", "9007199254740992"],
      ["unknown", null, null],
    ];
    expect(computeSums({ ...NO_DATA, sums: [sumOf("own", rows)] })).toEqual([
      { what: "equal", counted: "1,200 = 1,200", holds: true, of: "data" },
      { what: "by value", counted: "2.5 = 2.5", holds: true, of: "data" },
      { what: "whole", counted: "10 = 10", holds: true, of: "data" },
      { what: "lost", counted: "3 = 2", holds: false, of: "data" },
      { what: "long", counted: expect.any(String) as string, holds: false, of: "data" },
      { what: "unknown", counted: "nothing = nothing", holds: false, of: "data" },
    ]);
  });

  it("hold the analyses of a table against its rows, and leave out those that count nothing", () => {
    const analyses = [
      analysisOf("right", "bar", answerOf(["a", "play_count"], [["x", "25"]]), "plays"),
      analysisOf("wrong", "bar", answerOf(["a", "play_count"], [["x", "24"]]), "plays"),
      analysisOf("other", "bar", answerOf(["a", "price"], [["x", "7"]])),
      analysisOf("unasked", "bar", undefined, "plays"),
    ];
    expect(computeSums({ ...whole, analyses }).at(-1)).toMatchObject({
      counted: "1 of 2 are 25",
      holds: false,
    });
  });

  it("are none where nothing was counted", () => {
    expect(computeSums(NO_DATA)).toEqual([]);
  });
});
