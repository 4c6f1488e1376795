import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StepError } from "../../src/errors.ts";
import { writeRecord } from "../../src/records/record.ts";
import type { Reject, RunResult } from "../../src/records/result.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { HIDDEN } from "../../src/text/passed-over.ts";
import { play } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

let scratch: Scratch;
let run: RunResult;
beforeEach(async () => {
  scratch = openScratch();
  scratch.write("events/a.json", [play()]);
  run = await scratch.run();
});
afterEach(() => scratch.remove());

const REJECT: Reject = {
  source: "events",
  url: "/data/a.json",
  line: 2,
  column: "ts",
  columnType: "timestamp",
  value: "soon",
  code: 1206,
  reason: "no time",
};

/** Writes the record of a run that ended so. */
const write = (facts: Partial<RunResult>): Promise<void> =>
  scratch.look((session) =>
    writeRecord(
      session,
      openFolderStore({}),
      { ...run, runId: "another", ...facts },
      {
        prefix: join(scratch.folder, "work/"),
        copyRole: "default",
      },
    ),
  );

/** Of two bytes a letter, with one byte before: a cut at an even number of bytes would part a letter. */
const long = (letters: number): string => `a${"é".repeat(letters)}`;

describe("the record", () => {
  it("cuts values and reasons to what its columns hold, on a character's border", async () => {
    await write({ rejects: [{ ...REJECT, value: long(512), reason: long(2000) }] });
    expect(await scratch.query("select value, reason from etl_rejects")).toEqual([[long(511), long(511)]]);
  });

  it("cuts the error too, and keeps what, where and what next of a short one", async () => {
    await write({ error: new StepError(long(5000)) });
    await write({ runId: "short", error: new StepError("it broke", { where: "a.sql:1", next: "fix it" }) });
    expect(
      await scratch.query("select run_id, error from etl_runs where error is not null order by run_id"),
    ).toEqual([
      ["another", long(2047)],
      ["short", "it broke; at a.sql:1; next: fix it"],
    ]);
  });

  it("writes a NUL in a value as its escape, and leaves what is not known empty", async () => {
    await write({
      rejects: [
        { ...REJECT, value: "a\0b" },
        { ...REJECT, line: 3, value: undefined, column: undefined, columnType: undefined },
      ],
    });
    expect(
      await scratch.query("select line_number, column_name, column_type, value from etl_rejects order by 1"),
    ).toEqual([
      ["2", "ts", "timestamp", "a\\u0000b"],
      ["3", null, null, null],
    ]);
  });

  it("keeps what is done about each rejected row, by what its file shows", async () => {
    await write({ rejects: [REJECT, { ...REJECT, line: 3, seen: { kind: "mark" } }] });
    expect(await scratch.query("select remedy from etl_rejects order by line_number")).toEqual([
      ["the value is not a timestamp: fix the values, or TIMEFORMAT in sql/staging"],
      [
        expect.stringMatching(
          /^there is a byte order mark in the middle of the file: remove the bytes EF BB BF/,
        ),
      ],
    ]);
  });

  it("counts what was passed over as the summary does, and says nothing where it is hidden alone", async () => {
    const [source] = run.sources as [RunResult["sources"][number]];
    const hidden = { reason: HIDDEN, files: 2, first: "/data/_SUCCESS" };
    const other = { reason: "without a name", files: 1, first: "/data/x" };
    await write({ runId: "both", sources: [{ ...source, passedOver: 3, passedFor: [hidden, other] }] });
    await write({ runId: "hidden", sources: [{ ...source, passedOver: 2, passedFor: [hidden] }] });
    const sql = "select error from etl_runs where run_id in ('both', 'hidden') order by run_id";
    expect(await scratch.query(sql)).toEqual([
      [expect.stringContaining("events: 3 objects passed over: 2 hidden")],
      [null],
    ]);
  });

  it("tells checks that fail apart from those that warn, and sums up the sources", async () => {
    const check = { name: "c", title: "", path: "", columns: [], rows: [], count: 2 };
    const [source] = run.sources;
    await write({
      sources: [source, source].filter((one) => one !== undefined),
      checks: [
        { ...check, severity: "error" },
        { ...check, severity: "error" },
        { ...check, severity: "warn" },
        { ...check, severity: "warn", count: 0 },
      ],
    });
    expect(
      await scratch.query(
        "select files, rows_read, rows_staged, rows_added, checks_failed, checks_warned from etl_runs where run_id = 'another'",
      ),
      // A play, its moment, its user, and the level of that.
    ).toEqual([["2", "2", "2", "4", "2", "1"]]);
  });

  it("counts the rows that a run added to each table, not those that were there", async () => {
    scratch.write("events/b.json", [play(), play()]);
    await scratch.run();
    expect(await scratch.query("select rows_added from etl_runs order by started_at")).toEqual([
      ["4"],
      ["4"],
    ]);
    expect(
      await scratch.query(
        "select table_name, rows_before, rows_after from etl_tables order by counted_at, table_name",
      ),
    ).toEqual([
      ["artists", "0", "0"],
      ["songplays", "0", "1"],
      ["songs", "0", "0"],
      ["time", "0", "1"],
      ["user_levels", "0", "1"],
      ["users", "0", "1"],
      ["artists", "0", "0"],
      ["songplays", "1", "3"],
      ["songs", "0", "0"],
      ["time", "1", "3"],
      ["user_levels", "1", "1"],
      ["users", "1", "1"],
    ]);
  });

  it("leaves the rows that were added open where a run did not get so far as to count", async () => {
    await write({ runId: "idle", tables: [] });
    expect(await scratch.query("select rows_added from etl_runs where run_id = 'idle'")).toEqual([[null]]);
    expect(await scratch.query("select * from etl_tables where run_id = 'idle'")).toEqual([]);
  });

  it("holds every step in its order, with what became of it", async () => {
    const recorded = await scratch.query(
      "select position, step, kind, status from etl_steps order by position",
    );
    expect(recorded).toEqual(
      run.steps.map(({ position, name, kind, status }) => [String(position), name, kind, status]),
    );
    expect(recorded.length).toBeGreaterThan(20);
  });
});
