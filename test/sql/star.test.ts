import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { play, song } from "../support/records.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
});
afterEach(() => scratch.remove());

let files = 0;

/** Runs the job on one more file of events and one of songs. */
async function load(events: readonly object[], songs: readonly object[] = []): Promise<void> {
  files += 1;
  if (events.length > 0) scratch.write(`events/${files}.json`, events);
  if (songs.length > 0) scratch.write(`songs/${files}.json`, songs);
  const result = await scratch.run();
  expect(result.error).toBeUndefined();
  // Some loads here have no play, of which a run warns.
  const found = result.checks.filter(({ count, name }) => count > 0 && name !== "staging_events__play__any");
  expect(found).toEqual([]);
}

describe("songplays", () => {
  it("has one row per NextSong event, matched or not, and none of other pages", async () => {
    await load(
      [play(), play({ song: "Nobody Knows" }), play({ page: "Home", song: null, artist: null })],
      [song()],
    );
    expect(await scratch.query("select title, song_id, artist_id from songplays order by title")).toEqual([
      ["Nobody Knows", null, null],
      ["The Song", "SO1", "AR1"],
    ]);
  });

  it("keeps milliseconds, in UTC", async () => {
    await load([play({ ts: 1541105830796 })]);
    expect(await scratch.query("select start_time from songplays")).toEqual([["2018-11-01 20:57:10.796"]]);
  });

  it("matches the nearest duration, then the lowest song_id, never more than one", async () => {
    await load(
      [play({ length: 101 })],
      [
        song({ song_id: "SO4", duration: 300, artist_id: "AR4" }),
        song({ song_id: "SO3", duration: 100, artist_id: "AR3" }),
        song({ song_id: "SO2", duration: 102, artist_id: "AR2" }),
      ],
    );
    expect(await scratch.query("select song_id, artist_id from songplays")).toEqual([["SO2", "AR2"]]);
  });

  it("matches a play of unknown length with the lowest song_id", async () => {
    const songs = [song({ song_id: "SO2" }), song({ song_id: "SO1" })];
    // Beside one of a known length: a load without any is stopped.
    await load([play({ length: null, itemInSession: 1 }), play({ itemInSession: 2 })], songs);
    expect(await scratch.query("select song_id from songplays where item_in_session = 1")).toEqual([["SO1"]]);
  });

  it("is resolved by a later run that brings the song", async () => {
    await load([play()]);
    expect(await scratch.query("select song_id from songplays")).toEqual([[null]]);
    await load([], [song()]);
    expect(await scratch.query("select song_id, artist_id from songplays")).toEqual([["SO1", "AR1"]]);
  });

  it("moves to a nearer song that arrives later", async () => {
    await load([play({ length: 200 })], [song({ song_id: "SO1", duration: 250 })]);
    await load([], [song({ song_id: "SO2", duration: 201 })]);
    expect(await scratch.query("select song_id from songplays")).toEqual([["SO2"]]);
  });

  it("loses its match when a corrected song has another title", async () => {
    scratch.write("songs/x.json", [song()]);
    await load([play()]);
    scratch.write("songs/x.json", [song({ title: "Another Song" })]);
    expect(await scratch.run()).toMatchObject({ status: "succeeded" });
    expect(await scratch.query("select song_id, title from songplays")).toEqual([[null, "The Song"]]);
    expect(await scratch.query("select title from songs")).toEqual([["Another Song"]]);
  });

  it("counts a play once, however often it is in the files", async () => {
    const one = play();
    await load([one, one, play()]);
    await load([one]);
    expect(await scratch.query("select count(*) from songplays")).toEqual([["2"]]);
  });

  it("shows titles and names without the blanks behind them, in the plays and in the catalogue", async () => {
    await load(
      [play({ song: "The Song  ", artist: "The Artist ", location: "Rome " })],
      [song({ title: "The Song ", artist_name: "The Artist  " })],
    );
    const shown = "'<' || title || '|' || artist_name || '|' || location || '>'";
    expect(await scratch.query(`select ${shown}, song_id from songplays`)).toEqual([
      ["<The Song|The Artist|Rome>", "SO1"],
    ]);
    expect(
      await scratch.query(
        "select '<' || songs.title || '|' || artists.name || '>' from songs inner join artists on songs.artist_id = artists.artist_id",
      ),
    ).toEqual([["<The Song|The Artist>"]]);
  });

  it("ignores trailing blanks, as Redshift does when it compares", async () => {
    await load([play({ song: "The Song  " })], [song({ artist_name: "The Band " })]);
    expect(await scratch.query("select song_id from songplays")).toEqual([["SO1"]]);
  });

  it("takes an empty user id for none", async () => {
    await load([play({ userId: "", auth: "Logged Out" }), play({ userId: "1" })]);
    expect(await scratch.query("select user_id from songplays order by 1 nulls first")).toEqual([
      [null],
      ["1"],
    ]);
    expect(await scratch.query("select user_id from users")).toEqual([["1"]]);
  });
});

describe("users", () => {
  it("have the values of the latest event, however late its file arrives", async () => {
    await load([play({ ts: 1541000002000, level: "paid" })]);
    await load([play({ ts: 1541000001000, level: "free" })]);
    expect(await scratch.query("select user_id, level from users")).toEqual([["1", "paid"]]);
    await load([play({ ts: 1541000003000, level: "free", page: "Submit Downgrade" })]);
    expect(await scratch.query("select user_id, level from users")).toEqual([["1", "free"]]);
  });

  it("are found in events of every page", async () => {
    await load([play({ page: "Home", userId: "7" })]);
    expect(await scratch.query("select user_id from users")).toEqual([["7"]]);
  });
});

describe("songs and artists", () => {
  it("take year 0 and empty locations for unknown", async () => {
    await load([], [song()]);
    expect(await scratch.query("select year from songs")).toEqual([[null]]);
    expect(await scratch.query("select location from artists")).toEqual([[null]]);
  });

  it("pick the same variant of an artist in every order of loading", async () => {
    const variants = [
      song({ song_id: "SO1", artist_name: "A feat. B", artist_location: "Paris" }),
      song({ song_id: "SO2", artist_name: "A", artist_location: "" }),
      song({ song_id: "SO3", artist_name: "A & B", artist_location: "Lyon" }),
    ];
    for (const variant of variants) await load([], [variant]);
    const forth = await scratch.query("select name, location from artists");
    scratch.remove();
    scratch = openScratch();
    for (const variant of variants.toReversed()) await load([], [variant]);
    expect(await scratch.query("select name, location from artists")).toEqual(forth);
    expect(forth).toEqual([["A & B", "Lyon"]]);
  });
});

describe("time", () => {
  it("has the ISO week, and weekday 0 for Sunday", async () => {
    // Sunday, 30 December 2018, is in week 52; Monday, the 31st, in week 1 of 2019.
    await load([play({ ts: Date.UTC(2018, 11, 30, 5) }), play({ ts: Date.UTC(2018, 11, 31, 6) })]);
    expect(
      await scratch.query("select hour, day, week, month, year, weekday from time order by start_time"),
    ).toEqual([
      ["5", "30", "52", "12", "2018", "0"],
      ["6", "31", "1", "12", "2018", "1"],
    ]);
  });

  it("has one row for plays of the same moment", async () => {
    await load([play({ ts: 1541000001000 }), play({ ts: 1541000001000, userId: "2" })]);
    expect(await scratch.query("select count(*) from time")).toEqual([["1"]]);
  });
});
