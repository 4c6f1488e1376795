import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InterruptedError } from "../../src/errors.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { play, song } from "../support/records.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
});
afterEach(() => scratch.remove());

describe("a run", () => {
  it("loads what is new, and the next one says that nothing is", async () => {
    scratch.write("events/a.json", [play(), play({ song: "Unknown" })]);
    scratch.write("songs/a.json", [song()]);
    const first = await scratch.run();
    expect(first.error).toBeUndefined();
    expect(first).toMatchObject({ status: "succeeded", exitCode: 0 });
    expect(first.tables).toContainEqual(expect.objectContaining({ name: "songplays", before: 0, after: 2 }));
    const star = await scratch.star();
    const second = await scratch.run();
    expect(second).toMatchObject({ status: "nothing new", exitCode: 0, steps: [] });
    expect(await scratch.star()).toEqual(star);
    expect(await scratch.query("select status from etl_runs order by started_at")).toEqual([
      ["succeeded"],
      ["nothing new"],
    ]);
  });

  it("reconciles rows read, staged and rejected, file by file", async () => {
    scratch.write("events/a.json", [play(), play()]);
    scratch.write("events/b.json", [play(), play({ userId: "x" }), play()]);
    const result = await scratch.run({ maxRejects: 1 });
    expect(result.error).toBeUndefined();
    expect(result.sources[0]).toMatchObject({ rowsRead: 5, rowsStaged: 4, rowsRejected: 1 });
    expect(
      await scratch.query("select rows_read, rows_staged, rows_rejected from etl_files order by url"),
    ).toEqual([
      ["2", "2", "0"],
      ["3", "2", "1"],
    ]);
    expect(
      await scratch.query("select url, line_number, column_name, value, error_code from etl_rejects"),
    ).toEqual([[join(scratch.folder, "events/b.json"), "2", "userid", "x", "1207"]]);
  });

  it("publishes nothing when more rows are rejected than allowed, and names file and line", async () => {
    scratch.write("events/a.json", [play()]);
    await scratch.run();
    const before = await scratch.star();
    scratch.write("events/b.json", [play(), play({ userId: "x" })]);
    const result = await scratch.run();
    expect(result).toMatchObject({ status: "rejected", exitCode: 4 });
    expect(result.error).toMatchObject({
      message: expect.stringContaining("userid") as string,
      where: `${join(scratch.folder, "events/b.json")}:2`,
    });
    expect(await scratch.star()).toEqual(before);
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["1"]]);
    expect(await scratch.query("select line_number, value from etl_rejects")).toEqual([["2", "x"]]);
  });

  it("publishes nothing when a check fails, and shows the offending rows", async () => {
    scratch.write("events/a.json", [play()]);
    await scratch.run();
    await scratch.query("insert into users (user_id) values (1), (1)");
    scratch.write("events/b.json", [play(), play()]);
    const result = await scratch.run();
    expect(result).toMatchObject({ status: "check failed", exitCode: 3 });
    const [failed] = result.checks.filter(({ count }) => count > 0);
    expect(failed).toMatchObject({ name: "new_users__user_id__unique", count: 1 });
    expect(failed?.rows).toHaveLength(1);
    expect(result.steps.find(({ name }) => name === "songplays")).toBeDefined();
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["1"]]);
  });

  it("loads a changed file again, and changes only what it must", async () => {
    const plays = [play(), play()];
    const path = scratch.write("events/a.json", plays);
    scratch.write("events/b.json", [play({ userId: "2" })]);
    await scratch.run();
    const ids = await scratch.query("select songplay_id from songplays order by 1");
    writeFileSync(
      path,
      `${[{ ...plays[0], location: "Rome" }, plays[1]].map((one) => JSON.stringify(one)).join("\n")}\n`,
    );
    const result = await scratch.run();
    expect(result.sources[0]).toMatchObject({ files: 1, rowsStaged: 2 });
    expect(await scratch.query("select location, count(*) from songplays group by 1 order by 1")).toEqual([
      ["Oslo", "2"],
      ["Rome", "1"],
    ]);
    expect(await scratch.query("select songplay_id from songplays order by 1")).toEqual(ids);
  });

  it("takes a file that was only touched for a changed one, and the star stays as it is", async () => {
    const path = scratch.write("events/a.json", [play()]);
    await scratch.run();
    const star = await scratch.star();
    utimesSync(path, 1, 1);
    expect(await scratch.run()).toMatchObject({ status: "succeeded" });
    expect(await scratch.star()).toEqual(star);
  });

  it("changes nothing when a file disappears", async () => {
    const path = scratch.write("events/a.json", [play()]);
    scratch.write("events/b.json", [play()]);
    await scratch.run();
    const star = await scratch.star();
    rmSync(path);
    expect(await scratch.run()).toMatchObject({ status: "nothing new" });
    expect(await scratch.star()).toEqual(star);
  });

  it("rolls back when it is interrupted, and says so in the record", async () => {
    scratch.write("events/a.json", [play()]);
    const controller = new AbortController();
    const result = await scratch.run({
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === "step started" && event.name === "songplays")
          controller.abort(new InterruptedError("SIGTERM"));
      },
    });
    expect(result).toMatchObject({ status: "interrupted", exitCode: 143 });
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
    expect(await scratch.query("select status from etl_runs")).toEqual([["interrupted"]]);
  });

  it("leaves no packs behind, its own or those of a run that was killed", async () => {
    mkdirSync(join(scratch.folder, "work/dwh-run-killed"), { recursive: true });
    writeFileSync(join(scratch.folder, "work/dwh-run-killed/events.manifest"), "{}");
    writeFileSync(join(scratch.folder, "work/notes.txt"), "somebody's own");
    scratch.write("events/a.json", [play()]);
    scratch.write("events/b.json", [play()]);
    await scratch.run();
    expect(readdirSync(join(scratch.folder, "work"), { recursive: true })).toEqual(["notes.txt"]);
  });
});
