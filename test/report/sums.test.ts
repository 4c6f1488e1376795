import { describe, expect, it } from "vitest";
import { computeSums } from "../../src/report/sums.ts";
import { NO_DATA, sampleData } from "./sample.ts";

const data = sampleData("songs");
const detail = data.detail;
if (detail === undefined) throw new Error("the sample has a run");

const broken = (changed: typeof data): readonly string[] =>
  computeSums(changed)
    .filter(({ holds }) => !holds)
    .map(({ what }) => what);
const whole = { ...data, playsAdded: 25, detail: { ...detail, sources: detail.sources.slice(1) } };

describe("reconcile", () => {
  it("counts both sides of each sum", () => {
    expect(broken(whole)).toEqual([]);
    expect(computeSums(whole).map(({ counted }) => counted)).toEqual([
      "30 = 28 + 2",
      "25 = 25",
      "25 = 25",
      "3 of 3 are 25",
    ]);
  });

  it("takes what the run counted of all sources where the ledger does not know the rows of every file", () => {
    const [source] = whole.detail.sources;
    if (source === undefined) throw new Error("the sample has a source");
    const sums = computeSums({
      ...whole,
      detail: { ...whole.detail, sources: [{ ...source, rowsRead: undefined, rowsRejected: undefined }] },
    });
    expect(sums[0]).toEqual({
      what: "All sources: rows read = rows of the staging tables + rejected",
      counted: "30 = 28 + 2",
      holds: true,
    });
  });

  it("finds rows that were lost on the way into staging", () => {
    const staged = { events: 27, songs: 0, nextSong: 25, plays: 25, found: 25 };
    expect(broken({ ...whole, detail: { ...whole.detail, staged } })).toEqual([
      "events: rows read = rows of the staging table + rejected",
    ]);
  });

  it("finds plays that were lost, and plays that were invented", () => {
    const staged = { events: 28, songs: 0, nextSong: 25, plays: 25, found: 24 };
    expect(broken({ ...whole, detail: { ...whole.detail, staged } })).toEqual([
      "NextSong events staged, and found among the plays",
    ]);
    expect(broken({ ...whole, playsAdded: 24 })).toEqual([
      "Plays added by all runs on record = rows of songplays",
    ]);
  });

  it("tells events that the files hold twice", () => {
    const staged = { events: 28, songs: 0, nextSong: 27, plays: 25, found: 25 };
    const sums = computeSums({ ...whole, detail: { ...whole.detail, staged } });
    expect(sums.map(({ counted }) => counted)).toContain("25 = 25 (2 events more than once in the files)");
  });

  it("leaves out what only repeats how it was computed: sums of a run that left nothing to count", () => {
    const sums = computeSums({ ...whole, detail: { ...whole.detail, staged: undefined } });
    expect(sums.map(({ what }) => what)).toEqual([
      "Plays added by all runs on record = rows of songplays",
      "Total of each analysis that counts plays = rows of songplays",
    ]);
  });

  it("has nothing to say where nothing was counted", () => {
    expect(computeSums(NO_DATA)).toEqual([]);
  });
});
