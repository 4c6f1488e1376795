/** What a run tells of rows that COPY left out, and of files whose lines are not their rows. */
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { renderRunSummary } from "../../src/terminal/run-summary.ts";
import { play, song } from "../support/records.ts";
import { WAYS } from "../support/ways.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

const LEDGER = "select rows_read, rows_staged, rows_rejected from etl_files order by url";
/** Over 1 MB: such files are loaded where they lie. */
const MANY = 4000;
const songs = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, index) => song({ song_id: `SO${index}`, title: "x".repeat(200) }));
const bad = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, index) => play({ itemInSession: index, ts: "soon" }));

describe("a run", () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = openScratch();
  });
  afterEach(() => scratch.remove());

  it("loads a file with several rows in one line, two of them bad, within what is tolerated", async () => {
    const line = [play(), ...bad(2), play({ userId: "2" })].map((one) => JSON.stringify(one)).join(" ");
    scratch.write("events/1.json", `${line}\n`);
    scratch.write("songs/1.json", [song()]);
    const result = await scratch.run({ maxRejects: 2 });
    expect(result.error).toBeUndefined();
    expect(result.sources[0]).toMatchObject({ rowsRead: 4, rowsStaged: 2, rowsRejected: 2 });
    expect(result.rejects.map(({ url, line: at }) => [url.slice(-6), at])).toEqual([
      ["1.json", 1],
      ["1.json", 1],
    ]);
    expect(await scratch.query("select count(*) from etl_rejects")).toEqual([["2"]]);
    expect(await scratch.query(LEDGER)).toEqual([
      ["4", "2", "2"],
      ["1", "1", "0"],
    ]);
  });

  it("tells the errors of the COPY that failed, and not those of one before it that was let through", async () => {
    scratch.write("events/1.json", [play(), ...bad(1)]);
    scratch.write("songs/1.json", [song(), song({ year: "never" }), song({ year: "soon" })]);
    const result = await scratch.run({ maxRejects: 1 });
    expect(result).toMatchObject({ status: "rejected", exitCode: 4 });
    expect(String(result.error)).toContain("in year and 1 more");
    expect(result.error).toMatchObject({ where: expect.stringContaining("songs/1.json:2") as string });
    expect(result.rejects.map(({ source, line }) => [source, line])).toEqual([
      ["events", 2],
      ["songs", 2],
      ["songs", 3],
    ]);
  });

  it.each([
    [
      "pretty-printed",
      (rows: readonly object[]) => JSON.stringify(rows, null, 2).slice(2, -2).replaceAll("},\n", "}\n"),
    ],
    ["without a newline", (rows: readonly object[]) => rows.map((one) => JSON.stringify(one)).join(" ")],
  ])("loads a file of over 1 MB %s, and knows its rows from what COPY says", async (_, write) => {
    scratch.write("events/1.json", [play()]);
    scratch.write("songs/1.json", write([...songs(MANY), song({ year: "never" })]));
    const result = await scratch.run({ maxRejects: 1 });
    expect(result.error).toBeUndefined();
    expect(result.sources[1]).toMatchObject({ objects: 1, rowsStaged: MANY, rowsRejected: 1 });
    expect(await scratch.query(LEDGER)).toEqual([
      ["1", "1", "0"],
      [String(MANY + 1), String(MANY), "1"],
    ]);
  });

  it("loads several files of over 1 MB, and knows the rows of each from their lines, where each has one", async () => {
    scratch.write("events/1.json", [play()]);
    scratch.write("songs/1.json", songs(MANY));
    scratch.write("songs/2.json", songs(MANY + 7));
    const result = await scratch.run();
    expect(result.error).toBeUndefined();
    expect(await scratch.query(LEDGER)).toEqual([
      ["1", "1", "0"],
      [String(MANY), String(MANY), "0"],
      [String(MANY + 7), String(MANY + 7), "0"],
    ]);
  });

  it("loads several such files, one of them pretty-printed, and knows the rows of each", async () => {
    scratch.write("events/1.json", [play()]);
    const pretty = JSON.stringify(songs(MANY), null, 2).slice(2, -2).replaceAll("},\n", "}\n");
    scratch.write("songs/1.json", pretty);
    scratch.write("songs/2.json", songs(MANY + 7));
    const result = await scratch.run();
    expect(result.error).toBeUndefined();
    expect(result.sources[1]).toMatchObject({ objects: 2, rowsRead: 2 * MANY + 7, rowsStaged: 2 * MANY + 7 });
    expect(await scratch.query(LEDGER)).toEqual([
      ["1", "1", "0"],
      [String(MANY), String(MANY), "0"],
      [String(MANY + 7), String(MANY + 7), "0"],
    ]);
    expect(result.events.filter(({ type }) => type === "warning")).toEqual([]);
  });

  it("loads gzip files of one member or several, small and large", async () => {
    const lines = (rows: readonly object[]): string => rows.map((one) => `${JSON.stringify(one)}\n`).join("");
    const members = (...parts: (readonly object[])[]): Buffer =>
      Buffer.concat(parts.map((rows) => gzipSync(lines(rows), { level: 0 })));
    scratch.write("events/1.json.gz", members([play()], [play({ userId: "2" })]));
    scratch.write("events/2.json.gz", members([play({ userId: "3" })]));
    scratch.write("songs/1.json.gz", members(songs(MANY), [song({ song_id: "SOLAST" })]));
    const result = await scratch.run();
    expect(result.error).toBeUndefined();
    expect(result.sources.map(({ rowsStaged }) => rowsStaged)).toEqual([3, MANY + 1]);
  });

  it("that fails says at least how many rows are bad, and not how many the log happens to hold", async () => {
    scratch.remove();
    scratch = openScratch(undefined, { mostLogged: 20 });
    scratch.write("events/1.json", [play(), ...bad(60)]);
    const result = await scratch.run({ maxRejects: 30 });
    expect(result).toMatchObject({ status: "rejected", exitCode: 4 });
    expect(String(result.error)).toMatch(
      /at least 31 rows were rejected and nothing was loaded: .* in ts and 19 more; the warehouse's log of load errors does not hold them all$/,
    );
    const sentence =
      "at least 31 rows were rejected, and the warehouse's log of load errors holds 20 of them";
    expect(renderRunSummary(result, 200, WAYS)).toContain(`rejected rows: at least 31\n${sentence}\n`);
    expect(await scratch.query("select rows_read, rows_staged, rows_rejected from etl_runs")).toEqual([
      ["31", "0", "31"],
    ]);
  });

  it("that fails for an object that is too large says no more than that one row is bad", async () => {
    scratch.write("events/1.json", [play(), play({ song: "x".repeat(4_300_000) }), ...bad(2)]);
    const result = await scratch.run({ maxRejects: 30 });
    expect(result).toMatchObject({ status: "rejected" });
    expect(String(result.error)).toContain("at least 1 row was rejected and nothing was loaded");
  });

  it.each(["sys_load_error_detail", "sys_load_detail"])(
    "that tolerates rows is published though nobody may read %s, and says so",
    async (view) => {
      scratch.remove();
      scratch = openScratch(undefined, { refusedViews: new Set([view]) });
      scratch.write("events/1.json", [play(), ...bad(2)]);
      scratch.write("events/2.json", [play({ userId: "2" })]);
      scratch.write("songs/1.json", songs(MANY));
      scratch.write("songs/2.json", songs(MANY + 7));
      const result = await scratch.run({ maxRejects: 2 });
      expect(result.error).toBeUndefined();
      expect(result).toMatchObject({ status: "succeeded", exitCode: 0 });
      expect(result.sources.map(({ rowsStaged, rowsRejected }) => [rowsStaged, rowsRejected])).toEqual([
        [2, 2],
        [2 * MANY + 7, 0],
      ]);
      const said = `the log of load errors cannot be read: permission denied for relation ${view}`;
      const unread = view === "sys_load_error_detail";
      const warnings = result.events.flatMap((event) => (event.type === "warning" ? [event.message] : []));
      // What is of a size to be counted here does not depend on that log.
      expect(warnings).toEqual(unread ? [`events: ${said}`] : []);
      expect(await scratch.query("select status, rows_rejected, error from etl_runs")).toEqual([
        ["succeeded", "2", unread ? said : null],
      ]);
      expect(await scratch.query("select count(*) from etl_rejects")).toEqual([[unread ? "0" : "2"]]);
      // The figures of one file alone are what nobody knows then.
      expect(await scratch.query(LEDGER)).toEqual([
        unread ? ["3", null, null] : ["3", "1", "2"],
        unread ? ["1", null, null] : ["1", "1", "0"],
        [String(MANY), String(MANY), "0"],
        [String(MANY + 7), String(MANY + 7), "0"],
      ]);
    },
  );

  it("says both numbers where the warehouse's log holds fewer rows than were rejected", async () => {
    scratch.remove();
    scratch = openScratch(undefined, { mostLogged: 20 });
    scratch.write("events/1.json", [play(), ...bad(30)]);
    scratch.write("events/2.json", [play({ userId: "2" })]);
    scratch.write("songs/1.json", [song()]);
    const result = await scratch.run({ maxRejects: 30 });
    expect(result.error).toBeUndefined();
    expect(result.sources[0]).toMatchObject({ rowsRead: 32, rowsStaged: 2, rowsRejected: 30 });
    expect(result.rejects).toHaveLength(20);
    const sentence = "30 rows were rejected, and the warehouse's log of load errors holds 20 of them";
    expect(result.events).toContainEqual({ type: "warning", message: `events: ${sentence}` });
    expect(renderRunSummary(result, 200, WAYS)).toContain(`rejected rows: 30\n${sentence}\n`);
    expect(await scratch.query("select rows_rejected from etl_runs")).toEqual([["30"]]);
    // Which of the two files holds the others is not known.
    expect(await scratch.query(LEDGER)).toEqual([
      ["31", null, null],
      ["1", null, null],
      ["1", "1", "0"],
    ]);
  });
});
