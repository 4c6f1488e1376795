/** `dwh run --reload`: files are loaded again whatever the ledger says, and are in it once. */
import { afterEach, describe, expect, it } from "vitest";
import { parseAgain } from "../../src/sources/again.ts";
import { WAREHOUSES, type Place } from "../support/both-warehouses.ts";
import { play, song } from "../support/records.ts";

const LEDGER = "select url, run_id from etl_files order by url";
const again = (prefix: string) => parseAgain(prefix, (one) => one, []);
const quarantine = { onBadFile: "quarantine" } as const;

let place: Place;
afterEach(() => place.close());

describe.each(WAREHOUSES)("a reload in $name", ({ open }) => {
  it("brings rows back that somebody lost, and leaves each file in the ledger once, with the run that loaded it last", async () => {
    place = await open();
    const one = place.write("events", "2018/11/1.json", [play({ userId: "1" })]);
    const two = place.write("events", "2018/11/2.json", [play({ userId: "2" })]);
    const three = place.write("events", "2018/12/1.json", [play({ userId: "3" })]);
    const songs = place.write("songs", "1.json", [song()]);
    const first = await place.run();
    const star = async (): Promise<unknown> => [
      await place.query(
        "select user_id, session_id, item_in_session, start_time from songplays order by 1, 2, 3",
      ),
      // Without the run that wrote the row last.
      await place.query("select user_id, first_name, level, last_event_at from users order by 1"),
      await place.query("select start_time, hour, weekday from time order by 1"),
    ];
    const before = await star();
    await place.query("delete from songplays where user_id < 3");
    const second = await place.run({ again: again(one.slice(0, one.indexOf("1.json"))) });
    expect(second.error).toBeUndefined();
    expect(second).toMatchObject({ status: "succeeded", exitCode: 0 });
    expect(second.sources.map(({ files }) => files)).toEqual([2, 0]);
    expect(await star()).toEqual(before);
    expect(await place.query(LEDGER)).toEqual(
      [
        [one, second.runId],
        [two, second.runId],
        [three, first.runId],
        [songs, first.runId],
      ].sort(([left = ""], [right = ""]) => (left < right ? -1 : 1)),
    );
    expect(await place.run()).toMatchObject({ status: "nothing new" });
  });
});

/** In these the warehouse has no part. */
describe("a reload", () => {
  const open = WAREHOUSES[0]?.open ?? (() => Promise.reject(new Error("there is no warehouse")));

  it("loads what is new as every run does", async () => {
    place = await open();
    const one = place.write("events", "1.json", [play()]);
    place.write("songs", "1.json", [song()]);
    await place.run();
    place.write("events", "2.json", [play({ userId: "2" })]);
    const result = await place.run({ again: again(one) });
    expect(result.sources.map(({ files }) => files)).toEqual([2, 0]);
    expect(await place.query("select count(*) from etl_files")).toEqual([["3"]]);
  });

  it("tries a file that is in quarantine", async () => {
    place = await open();
    place.write("events", "1.json", [play()]);
    place.write("songs", "1.json", [song()]);
    const url = place.write("events", "2.json", [play({ ts: "soon" }), play({ userId: "7" })]);
    expect(await place.run(quarantine)).toMatchObject({ inQuarantine: 1 });
    expect(await place.run({ ...quarantine, maxRejects: 1 })).toMatchObject({ status: "nothing new" });
    const result = await place.run({ ...quarantine, maxRejects: 1, again: again(url) });
    expect(result).toMatchObject({ status: "succeeded", inQuarantine: 0 });
    expect(await place.query("select count(*) from users")).toEqual([["2"]]);
  });

  it.each([
    ["alone", false],
    ["beside others", true],
  ])("puts a file into quarantine that is bad now, %s, and the ledger lets it go", async (_, more) => {
    place = await open();
    const url = place.write("events", "1.json", [play(), play({ ts: "soon" })]);
    const other = place.write("events", "2.json", [play({ userId: "2" })]);
    const songs = place.write("songs", "1.json", [song()]);
    expect(await place.run({ maxRejects: 1 })).toMatchObject({ status: "succeeded" });
    const prefix = more ? url.slice(0, url.indexOf("1.json")) : url;
    const result = await place.run({ ...quarantine, again: again(prefix) });
    expect(result).toMatchObject({ exitCode: 0, inQuarantine: 1 });
    expect((await place.query(LEDGER)).map(([one]) => one)).toEqual([other, songs]);
    expect(await place.query("select url from etl_quarantine")).toEqual([[url]]);
    // Its rows are those of the load before: they are there, and wait for the next.
    expect(await place.query("select count(*) from songplays")).toEqual([["2"]]);
    expect(await place.run({ maxRejects: 1 })).toMatchObject({ status: "succeeded", inQuarantine: 0 });
  });

  it("ends with the nearest path where no file is meant", async () => {
    place = await open();
    const url = place.write("events", "2018/11/1.json", [play()]);
    place.write("songs", "1.json", [song()]);
    await place.run();
    const folder = url.slice(0, url.lastIndexOf("/") + 1);
    const result = await place.run({ again: again(folder.replace("/11/", "/1/")) });
    expect(result).toMatchObject({
      exitCode: 2,
      error: {
        message: expect.stringContaining("matches no file of a source") as string,
        next: expect.stringContaining(`did you mean ${folder}?`) as string,
      },
    });
    expect(await place.query("select count(*) from etl_files")).toEqual([["2"]]);
  });

  it("leaves star and ledger as they were when a check refuses it", async () => {
    place = await open();
    const url = place.write("events", "1.json", [play()]);
    place.write("songs", "1.json", [song()]);
    const { runId } = await place.run();
    await place.query("insert into users (user_id) values (1), (1)");
    expect(await place.run({ again: again(url) })).toMatchObject({ exitCode: 3 });
    expect(await place.query("select distinct run_id from etl_files")).toEqual([[runId]]);
  });
});
