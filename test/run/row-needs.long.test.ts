/** Rows that COPY takes and that do not hold what each row of their source needs: named by file and line, and rejected like any other. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { sourceAt } from "../support/sources.ts";

const LEDGER = "select rows_read, rows_staged, rows_rejected from etl_files order by url";
const REJECTS =
  "select url, line_number, column_name, value, reason from etl_rejects order by url, line_number";
const NEEDED = "no value, which each row needs";
const OF_PLAYS = `${NEEDED} where page = 'NextSong'`;
/** So many rows are loaded where they lie. */
const MANY = 4000;

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
});
afterEach(() => scratch.remove());

const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

describe("a row without what each row needs", () => {
  it.each([
    ["a play without a session", { sessionId: null }, "sessionid", OF_PLAYS],
    ["a play whose session is an empty text", { sessionId: "" }, "sessionid", OF_PLAYS],
    ["a play without a moment", { ts: undefined }, "ts", OF_PLAYS],
    ["a play without a place in its session", { itemInSession: null }, "iteminsession", OF_PLAYS],
    ["a row whose page is blank", { page: "  " }, "page", NEEDED],
  ])("ends the run with file and line: %s", async (_, values, column, reason) => {
    scratch.write("events/1.json", [play(), play({ page: "Home", sessionId: null })]);
    const url = scratch.write("events/2.json", [play(), play(values), play()]);
    const result = await scratch.run();
    expect(result).toMatchObject({ status: "rejected", exitCode: 4 });
    expect(result.error).toMatchObject({
      message: `1 row was rejected, 1 of events, and a run tolerates 0: nothing was loaded; ${reason} in ${column}`,
      where: `${url}:2`,
      next: expect.stringContaining("DWH_MAX_REJECTS (now 0)") as string,
    });
    expect(await scratch.query(REJECTS)).toEqual([[url, "2", column, null, reason]]);
    expect(await scratch.query("select rows_read, rows_staged, rows_rejected from etl_runs")).toEqual([
      ["5", "4", "1"],
    ]);
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
  });

  it("is left out within what is tolerated, beside those that COPY leaves out, and adds up file by file", async () => {
    scratch.write("events/1.json", [
      play(),
      play({ ts: "soon", sessionId: null }),
      play({ sessionId: null }),
    ]);
    scratch.write("events/2.json", [play({ ts: null }), play(), play({ userId: "x" })]);
    scratch.write("songs/1.json", [song(), song({ song_id: "" })]);
    const result = await scratch.run({ maxRejects: 5 });
    expect(result).toMatchObject({ status: "succeeded", exitCode: 0 });
    expect(result.sources).toMatchObject([
      { rowsRead: 6, rowsStaged: 2, rowsRejected: 4 },
      { rowsRead: 2, rowsStaged: 1, rowsRejected: 1 },
    ]);
    expect(
      await scratch.query(
        "select line_number, column_name, value from etl_rejects order by url, line_number",
      ),
    ).toEqual([
      ["2", "ts", "soon"],
      ["3", "sessionid", null],
      ["1", "ts", null],
      ["3", "userid", "x"],
      ["2", "song_id", null],
    ]);
    expect(await scratch.query(LEDGER)).toEqual([
      ["3", "1", "2"],
      ["3", "1", "2"],
      ["2", "1", "1"],
    ]);
    expect(await scratch.query("select count(*) from staging_events")).toEqual([["2"]]);
    expect(result.events.filter(({ type }) => type === "warning")).toEqual([]);
    expect(await scratch.run()).toMatchObject({ status: "nothing new" });
  });

  it("is in no number of what was loaded, once it is left out", async () => {
    scratch.write("events/1.json", [play(), play({ sessionId: null, extra: 1 }), play({ sessionId: null })]);
    scratch.write("songs/1.json", [song(), {}]);
    const result = await scratch.run({ maxRejects: 9 });
    expect(result.columns).toMatchObject([{ rows: 1, asked: { rows: 1 } }, { rows: 1 }]);
    expect(await scratch.query("select name, rows_loaded from etl_columns where kind = 'key'")).toEqual([
      ["extra", "1"],
    ]);
    const staged = "select row_count from etl_steps where kind = 'stage' order by step";
    expect(await scratch.query(staged)).toEqual([["1"], ["1"]]);
    // The row of songs that fills no column is rejected: nobody has to be told of it twice.
    expect(result.events.filter(({ type }) => type === "warning")).toEqual([]);
  });

  it("is found on a line that it shares with a row that COPY leaves out", async () => {
    const shared = [play({ userId: "x" }), play({ sessionId: null }), play()];
    const url = scratch.write("events/1.json", shared.map((row) => JSON.stringify(row)).join(""));
    scratch.write("events/2.json", [play(), play({ ts: null })]);
    expect(await scratch.run({ maxRejects: 5 })).toMatchObject({ status: "succeeded", exitCode: 0 });
    expect(
      await scratch.query(`select line_number, column_name from etl_rejects where url = '${url}' order by 2`),
    ).toEqual([
      ["1", "sessionid"],
      ["1", "userid"],
    ]);
    expect(await scratch.query(LEDGER)).toEqual([
      ["3", "1", "2"],
      ["2", "1", "1"],
    ]);
  });

  it("is found on a line that it shares with a rejected row and with one that is both", async () => {
    const shared = [
      play({ userId: "x" }),
      play({ sessionId: null }),
      play({ userId: "y", ts: null }),
      play({ sessionId: null }),
      play(),
    ];
    const url = scratch.write("events/1.json", shared.map((row) => JSON.stringify(row)).join(""));
    scratch.write("events/2.json", [play(), play({ ts: null })]);
    expect(await scratch.run({ maxRejects: 9 })).toMatchObject({ status: "succeeded", exitCode: 0 });
    expect(
      await scratch.query(`select line_number, column_name from etl_rejects where url = '${url}' order by 2`),
    ).toEqual([
      ["1", "sessionid"],
      ["1", "sessionid"],
      ["1", "userid"],
      ["1", "userid"],
    ]);
    expect(await scratch.query(LEDGER)).toEqual([
      ["5", "1", "4"],
      ["2", "1", "1"],
    ]);
  });

  it.each([0, 1])("is told by what its file shows, where %d are tolerated", async (maxRejects) => {
    scratch.write("events/1.json", [play()]);
    scratch.write("events/2.json", `{"records":[${JSON.stringify(play())}]}`);
    const { rejects } = await scratch.run({ maxRejects });
    expect(rejects).toMatchObject([{ column: "page", seen: { kind: "wrapped", key: "records" } }]);
  });

  it("counts with those of the other sources", async () => {
    scratch.write("events/1.json", [play(), play({ sessionId: null })]);
    scratch.write("songs/1.json", [song(), song({ song_id: null })]);
    const result = await scratch.run({ maxRejects: 1 });
    expect(result).toMatchObject({ status: "rejected", exitCode: 4 });
    expect(String(result.error)).toContain("2 rows were rejected, 1 of events and 1 of songs");
    expect(result.rejects.map(({ source, line }) => [source, line])).toEqual([
      ["events", 2],
      ["songs", 2],
    ]);
  });

  it("is found in large files that are loaded where they lie, one of them with a broken row", async () => {
    const many = (name: string): object[] =>
      Array.from({ length: MANY }, (_, at) => song({ song_id: `${name}${at}`, title: "x".repeat(250) }));
    scratch.write("songs/1.json", many("A"));
    const broken = many("B");
    const text = [
      lines(broken.slice(0, 10)),
      '{"song_id": "cut\n',
      lines(broken.slice(10)),
      lines([song({ song_id: " " })]),
    ];
    const url = scratch.write("songs/2.json", text.join(""));
    const result = await scratch.run({ maxRejects: 2 });
    expect(result.error).toBeUndefined();
    expect(result.rejects).toMatchObject([
      { url, line: 11 },
      { url, line: MANY + 2, column: "song_id" },
    ]);
    expect(await scratch.query(LEDGER)).toEqual([
      [String(MANY), String(MANY), "0"],
      [String(MANY + 2), String(MANY), "2"],
    ]);
  });

  it("is found by the JSONPaths file of its source", async () => {
    const columns =
      "artist auth firstName gender itemInSession lastName length level location method page registration sessionId song status ts userAgent userId";
    const paths = scratch.write(
      "paths.json",
      JSON.stringify({ jsonpaths: columns.split(" ").map((key) => `$.event.${key}`) }),
    );
    const url = scratch.write(
      "events/1.json",
      [play(), { ...play(), sessionId: null }].map((event) => ({ sessionId: 7, event })),
    );
    const sources = [sourceAt("events", join(scratch.folder, "events/"), paths)];
    const result = await scratch.run({ sources, maxRejects: 1 });
    expect(result).toMatchObject({ status: "succeeded" });
    expect(result.rejects).toMatchObject([{ url, line: 2, column: "sessionid" }]);
  });
});
