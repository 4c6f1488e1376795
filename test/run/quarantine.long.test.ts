/** One bad file does not stop the others: it is left out, kept in the ledger with its reason, and tried again when it changes. */
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { RunResult } from "../../src/records/result.ts";
import { WAREHOUSES, type Place } from "../support/both-warehouses.ts";
import { play, song } from "../support/records.ts";

const QUARANTINE = "select source, url, rows_rejected, reason from etl_quarantine order by url";
const LOADED = "select url from etl_files order by url";
const bad = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, index) => play({ itemInSession: index, ts: "soon" }));
/** Over 1 MB: loaded where it lies, in no pack. */
const large = (last: object): readonly object[] => [
  ...Array.from({ length: 4000 }, (_, index) => song({ song_id: `SO${index}`, title: "x".repeat(200) })),
  last,
];
const quarantine = { onBadFile: "quarantine" } as const;

/** Where the test that runs has its files. */
let place: Place;
afterEach(() => place.close());

const expectPublished = async (result: RunResult, urls: readonly string[]): Promise<void> => {
  expect(result.error).toBeUndefined();
  expect(result).toMatchObject({ status: "succeeded", exitCode: 0 });
  expect((await place.query(LOADED)).flat()).toEqual([...urls].sort());
};

describe.each(WAREHOUSES)("a run of $name that leaves bad files out", ({ open }) => {
  it("publishes the rest of a pack, and keeps the one file of it that is bad, with its reason", async () => {
    place = await open();
    const first = place.write("events", "1.json", [play()]);
    const spoilt = place.write("events", "2.json", [play({ userId: "2" }), ...bad(2)]);
    const last = place.write("events", "3.json", [play({ userId: "3" })]);
    const songs = place.write("songs", "1.json", [song()]);
    const result = await place.run(quarantine);
    await expectPublished(result, [first, last, songs]);
    expect(result.quarantined).toMatchObject([{ source: "events", url: spoilt, rowsRejected: 2 }]);
    expect(result.inQuarantine).toBe(1);
    expect(await place.query(QUARANTINE)).toEqual([
      [
        "events",
        spoilt,
        "2",
        expect.stringMatching(
          /^2 rows of it cannot be loaded, and a run tolerates 0; line 2, ts: .*\(1206\)$/,
        ),
      ],
    ]);
    expect(await place.query("select count(*) from users")).toEqual([["2"]]);
    // What was wrong is on record as of any other rejected row.
    expect(await place.query("select url, line_number, column_name from etl_rejects order by 2")).toEqual([
      [spoilt, "2", "ts"],
      [spoilt, "3", "ts"],
    ]);
    expect(await place.query("select status, rows_staged, rows_rejected, files from etl_runs")).toEqual([
      ["succeeded", "3", "2", "3"],
    ]);
  });

  it("leaves a file out with an object that no COPY takes, whatever is tolerated", async () => {
    place = await open();
    const good = place.write("events", "1.json", [play()]);
    const spoilt = place.write("events", "2.json", [play(), play({ song: "x".repeat(4_300_000) })]);
    const songs = place.write("songs", "1.json", [song()]);
    const result = await place.run({ ...quarantine, maxRejects: 50 });
    await expectPublished(result, [good, songs]);
    expect(result.quarantined).toMatchObject([{ url: spoilt }]);
  });

  it("leaves a file out whose rows lack what each row needs", async () => {
    place = await open();
    const good = place.write("events", "1.json", [play()]);
    const spoilt = place.write("events", "2.json", [play(), { title: "a song among the events" }]);
    const songs = place.write("songs", "1.json", [song()]);
    const result = await place.run(quarantine);
    await expectPublished(result, [good, songs]);
    expect(result.quarantined).toMatchObject([{ url: spoilt, rowsRejected: 1 }]);
  });

  it("finds one bad file after the other where the log does not hold all rows", async () => {
    place = await open({ mostLogged: 3 });
    const good = place.write("events", "1.json", [play()]);
    const spoilt = [2, 3].map((index) => place.write("events", `${index}.json`, [play(), ...bad(5)]));
    const songs = place.write("songs", "1.json", [song()]);
    const result = await place.run(quarantine);
    await expectPublished(result, [good, songs]);
    expect(result.quarantined?.map(({ url }) => url).sort()).toEqual(spoilt);
  });

  it("stops as before where nobody can say which file is bad", async () => {
    place = await open({ refusedViews: new Set(["sys_load_error_detail"]) });
    place.write("events", "1.json", [play()]);
    place.write("events", "2.json", [play(), ...bad(2)]);
    place.write("songs", "1.json", [song()]);
    const result = await place.run(quarantine);
    expect(result).toMatchObject({ status: "rejected", exitCode: 4 });
    expect(await place.query("select count(*) from etl_quarantine")).toEqual([["0"]]);
    expect(await place.query("select rows_rejected from etl_runs")).toEqual([["2"]]);
  });
});

/** In these neither the COPY nor its log has a part: the wire is asked by `npm run test:kills` alone. */
const ITSELF = process.env["DWH_TEST_SWEEP"] === "all" ? WAREHOUSES : WAREHOUSES.slice(0, 1);

describe.each(ITSELF)("of a run of $name that leaves bad files out", ({ open }) => {
  it("leaves as few files out as it takes to keep what is tolerated in a run, in all sources together", async () => {
    place = await open();
    const few = place.write("events", "1.json", [play(), ...bad(2)]);
    const many = place.write("events", "2.json", [play({ userId: "2" }), ...bad(3)]);
    const songs = place.write("songs", "1.json", [song(), song({ year: "never" }), song({ year: "soon" })]);
    const result = await place.run({ ...quarantine, maxRejects: 4 });
    await expectPublished(result, [few, songs]);
    expect(result.quarantined).toMatchObject([{ url: many, rowsRejected: 3 }]);
    expect(result.sources.map(({ rowsStaged, rowsRejected }) => [rowsStaged, rowsRejected])).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it("names a large file that is in no pack", async () => {
    place = await open();
    const events = place.write("events", "1.json", [play()]);
    const good = place.write("songs", "1.json", large(song({ song_id: "SOLAST" })));
    const spoilt = place.write("songs", "2.json", large(song({ year: "never" })));
    const result = await place.run(quarantine);
    await expectPublished(result, [events, good]);
    expect(result.quarantined).toMatchObject([{ source: "songs", url: spoilt, rowsRejected: 1 }]);
  });

  it("leaves every file out that is damaged or cannot be decoded, whatever is wrong with it", async () => {
    place = await open();
    const good = place.write("events", "1.json", [play()]);
    const songs = place.write("songs", "1.json", [song()]);
    const line = `${JSON.stringify(play())}\n`;
    const faults: readonly (readonly [name: string, content: Buffer, reason: RegExp])[] = [
      ["cut.json.gz", gzipSync(line.repeat(500)).subarray(0, -20), /^a gzip file is cut off, on line \d+$/],
      ["none.json.gz", Buffer.from("{}"), /^a gzip file is not one, despite its name$/],
      ["wide.json", Buffer.from(line, "utf16le"), /^the file is in UTF-16; /],
      ["torn.json", Buffer.from(line.slice(0, -9)), /^the file ends inside an object; /],
      [
        "latin.json",
        Buffer.from(JSON.stringify(play({ song: "caf\u00e9" })), "latin1"),
        /^1 row of it cannot/,
      ],
    ];
    const urls = faults.map(([name, content]) => place.write("events", name, content));
    const result = await place.run(quarantine);
    await expectPublished(result, [good, songs]);
    const reasons = new Map(result.quarantined?.map(({ url, reason }) => [url, reason]));
    expect([...reasons.keys()].sort()).toEqual([...urls].sort());
    for (const [index, [, , reason]] of faults.entries())
      expect(reasons.get(urls[index] ?? "")).toMatch(reason);
  });

  it("keeps a bad file that is all there is, publishes nothing, and does not try it again until it changes", async () => {
    place = await open();
    const songs = place.write("songs", "1.json", [song()]);
    const good = place.write("events", "1.json", [play()]);
    await place.run(quarantine);
    const spoilt = place.write("events", "2.json", bad(1));
    const found = await place.run(quarantine);
    expect(found).toMatchObject({ status: "nothing new", exitCode: 0, inQuarantine: 1 });
    expect(found.quarantined).toMatchObject([{ url: spoilt }]);
    expect(found.loadedAt).not.toEqual(found.endedAt);
    const idle = await place.run(quarantine);
    expect(idle).toMatchObject({ status: "nothing new", exitCode: 0, inQuarantine: 1, retries: 0 });
    expect(idle.quarantined ?? []).toEqual([]);
    expect(idle.rejects).toEqual([]);
    // Bad again in another way: one entry, of what lies there now.
    place.write("events", "2.json", [...bad(2), play()]);
    expect(await place.run(quarantine)).toMatchObject({ status: "nothing new", inQuarantine: 1 });
    expect(await place.query("select url, rows_rejected from etl_quarantine")).toEqual([[spoilt, "2"]]);
    place.write("events", "2.json", [play({ userId: "9" })]);
    const fixed = await place.run(quarantine);
    await expectPublished(fixed, [good, songs, spoilt]);
    expect(fixed.inQuarantine).toBe(0);
    expect(await place.query(QUARANTINE)).toEqual([]);
  });

  it("that is to stop tries what waits in quarantine like any other file, and stops at it", async () => {
    place = await open();
    place.write("events", "1.json", [play()]);
    const spoilt = place.write("events", "2.json", bad(1));
    place.write("songs", "1.json", [song()]);
    await place.run(quarantine);
    expect(await place.run()).toMatchObject({ exitCode: 4, error: { where: `${spoilt}:1` } });
    expect(await place.run({ maxRejects: 1 })).toMatchObject({ status: "succeeded", inQuarantine: 0 });
    expect(await place.query(QUARANTINE)).toEqual([]);
  });

  it("keeps what is in quarantine though its file has gone from the source", async () => {
    place = await open();
    place.write("events", "1.json", [play()]);
    place.write("events", "2.json", bad(1));
    place.write("songs", "1.json", [song()]);
    await place.run(quarantine);
    place.take("events", "2.json");
    expect(await place.run(quarantine)).toMatchObject({ status: "nothing new", inQuarantine: 1 });
  });

  it("makes the place for it in a warehouse of an earlier version", async () => {
    place = await open();
    place.write("events", "1.json", [play()]);
    place.write("songs", "1.json", [song()]);
    await place.run();
    await place.query("drop table etl_quarantine");
    expect(await place.run()).toMatchObject({ status: "nothing new", exitCode: 0, inQuarantine: 0 });
    await place.query("drop table etl_quarantine");
    place.write("events", "2.json", bad(1));
    expect(await place.run(quarantine)).toMatchObject({ status: "nothing new", inQuarantine: 1 });
  });

  it("keeps nothing in quarantine when a check refuses the rest", async () => {
    place = await open();
    place.write("events", "1.json", [play()]);
    place.write("songs", "1.json", [song()]);
    await place.run();
    await place.query("insert into users (user_id) values (1), (1)");
    place.write("events", "2.json", bad(1));
    place.write("events", "3.json", [play({ itemInSession: 9 })]);
    const result = await place.run(quarantine);
    expect(result).toMatchObject({ status: "check failed", exitCode: 3 });
    expect(result.quarantined ?? []).toEqual([]);
    expect(await place.query("select count(*) from etl_quarantine")).toEqual([["0"]]);
  });
});
