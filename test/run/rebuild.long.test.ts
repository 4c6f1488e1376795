/** `dwh rebuild`: tables are made anew from all files, and readers see the old ones until the COMMIT. */
import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { RunInput } from "../../src/run/run-input.ts";
import { WAREHOUSES, type Place } from "../support/both-warehouses.ts";
import { play, song } from "../support/records.ts";
import { rebuildOf } from "../support/rebuilds.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

let place: Place;

describe.each(WAREHOUSES)("a rebuild of $name", ({ open }) => {
  afterEach(() => place.close());

  it("makes the star of all files that are there: what a corrected file took away is gone, and the history of the runs stays", async () => {
    place = await open();
    place.write("events", "1.json", [play({ userId: "1" }), play({ userId: "2", sessionId: 5 })]);
    const two = place.write("events", "2.json", [play({ userId: "3" })]);
    place.write("songs", "1.json", [song()]);
    await place.run();
    // The corrected file has a row less, and no row of the star names its file.
    const one = place.write("events", "1.json", [play({ userId: "1", sessionId: 9 })]);
    await place.run();
    expect(await place.query("select count(*) from songplays")).toEqual([["4"]]);
    await place.query("update songplays set level = 'odd'");
    const result = await place.run(await rebuildOf());
    expect(result.error).toBeUndefined();
    expect(result).toMatchObject({ status: "succeeded", exitCode: 0 });
    expect(await place.query("select user_id, session_id, level from songplays order by 1")).toEqual([
      ["1", "9", "free"],
      ["3", "1", "free"],
    ]);
    expect(await place.query("select user_id from users order by 1")).toEqual([["1"], ["3"]]);
    expect(await place.query("select count(*) from etl_runs")).toEqual([["3"]]);
    const events = await place.query("select url, run_id from etl_files where source = 'events' order by 1");
    expect(events).toEqual([
      [one, result.runId],
      [two, result.runId],
    ]);
    expect(result.tables.find(({ name }) => name === "songplays")).toMatchObject({ before: 4, after: 2 });
    expect(await place.run()).toMatchObject({ status: "nothing new" });
  });

  it("is seen at once: while it works readers see the old star, and nothing in between", async () => {
    place = await open();
    place.write("events", "1.json", [play({ userId: "1" }), play({ userId: "2" })]);
    place.write("songs", "1.json", [song()]);
    await place.run();
    await place.query("update songplays set level = 'odd'");
    const seen: unknown[] = [];
    let looks = Promise.resolve();
    const onEvent: RunInput["onEvent"] = ({ type }) => {
      if (type !== "step finished") return;
      looks = looks.then(
        async () => void seen.push(await place.query("select level, count(*) from songplays group by 1")),
      );
    };
    await place.run({ ...(await rebuildOf()), onEvent });
    await looks;
    const said = seen.map((one) => JSON.stringify(one));
    const [old, made] = [JSON.stringify([["odd", "2"]]), JSON.stringify([["free", "2"]])];
    const change = said.indexOf(made);
    const before = change === -1 ? said : said.slice(0, change);
    expect(new Set(before)).toEqual(new Set([old]));
    expect(said.slice(before.length).every((one) => one === made)).toBe(true);
    expect(await place.query("select level, count(*) from songplays group by 1")).toEqual([["free", "2"]]);
  });
});

/** In these the warehouse has no part, and one of them serves all. */
describe("a rebuild", () => {
  let scratch: Scratch;
  let gone = "";
  const rebuild = async (words: readonly string[], more: Partial<RunInput> = {}) =>
    scratch.run({ ...(await rebuildOf(words)), ...more });
  beforeAll(async () => {
    scratch = openScratch();
    scratch.write("events/1.json", [play({ userId: "1" })]);
    gone = scratch.write("events/2.json", [play({ userId: "2", ts: 1_541_200_000_000 })]);
    scratch.write("songs/1.json", [song()]);
    await scratch.run();
  });
  afterAll(() => scratch.remove());

  it("of some tables leaves the others alone, and takes the files that their transforms read", async () => {
    const before = await scratch.star();
    await scratch.query("update users set first_name = 'odd'");
    await scratch.query("update time set week = 0");
    const { steps, tables, ...result } = await rebuild(["time"]);
    expect(result.error).toBeUndefined();
    // The moments that plays have left are told by songplays, which matches with the songs that are staged.
    expect(result.sources.map(({ name, files }) => [name, files])).toEqual([
      ["events", 2],
      ["songs", 1],
    ]);
    const notes = new Map(steps.map(({ kind, name, status, note }) => [`${kind} ${name}`, note ?? status]));
    expect(notes.get("transform users")).toBe("it is not rebuilt");
    expect(notes.get("check users__nobody_lost")).toBe("nothing that it reads is rebuilt");
    expect(notes.get("audit time__play__known")).toBe("succeeded");
    expect(notes.get("check songplays__nothing_lost")).toBe("succeeded");
    expect(tables.find(({ name }) => name === "users")).toMatchObject({ before: 2, after: 2 });
    const { users, ...star } = await scratch.star();
    const { users: _, ...others } = before;
    expect(star).toEqual(others);
    expect(users?.every((one) => one.includes("odd"))).toBe(true);
  });

  it("is rolled back by an audit that no run would ask yet", async () => {
    await scratch.query(
      "insert into songplays (start_time, user_id, session_id, item_in_session) values ('2018-11-01', 99, 9, 9)",
    );
    const { status, exitCode, checks } = await rebuild(["users"]);
    expect({ status, exitCode }).toEqual({ status: "check failed", exitCode: 3 });
    expect(checks.filter(({ count }) => count > 0).map(({ name }) => name)).toEqual([
      "songplays__user_id__known",
    ]);
    expect(await scratch.query("select distinct first_name from users")).toEqual([["odd"]]);
  });

  it("of some tables leaves new files to the next run", async () => {
    scratch.write("events/3.json", [play({ userId: "3" })]);
    expect(await rebuild(["songplays"])).toMatchObject({ status: "succeeded" });
    expect(await scratch.query("select user_id from songplays order by 1")).toEqual([["1"], ["2"]]);
    expect((await scratch.run()).sources.map(({ files }) => files)).toEqual([1, 0]);
    expect(await scratch.query("select count(*) from users")).toEqual([["3"]]);
  });

  it("does nothing where files are gone that the tables have rows of, unless it may lose them", async () => {
    rmSync(gone);
    const refused = await rebuild([]);
    expect(refused).toMatchObject({
      exitCode: 2,
      error: {
        message: expect.stringMatching(
          /^1 file with rows in artists, songplays, .* cannot be loaded again as it was/,
        ) as string,
        where: gone,
        next: expect.stringContaining("--yes") as string,
      },
    });
    expect(await scratch.query("select count(*) from songplays")).toEqual([["3"]]);
    expect(await rebuild([], { mayLose: true })).toMatchObject({ status: "succeeded" });
    expect(await scratch.query("select user_id from users order by 1")).toEqual([["1"], ["3"]]);
    expect(await scratch.query("select count(*) from etl_files where url like '%2.json'")).toEqual([["0"]]);
  });

  it("does not take a file that waits in quarantine for one that is there", async () => {
    const url = scratch.write("events/3.json", [play({ userId: "3", ts: "soon" })]);
    await scratch.run({ onBadFile: "quarantine" });
    expect(await rebuild([], { onBadFile: "quarantine" })).toMatchObject({
      exitCode: 2,
      error: { where: url },
    });
  });
});
