/** What the shipped staging files require is what the star needs: without the rest it has the same rows, joined the same way. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

const required = (table: string): readonly string[] =>
  /^-- required: (.*)$/m
    .exec(readFileSync(join(SQL_DIR, `staging/${table}.sql`), "utf8"))?.[1]
    ?.split(", ") ?? [];
const EVENTS = required("staging_events");
const SONGS = required("staging_songs");

type Row = Readonly<Record<string, unknown>>;
const named = (row: Row, isKept: (column: string) => boolean): Row =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [isKept(key.toLowerCase()) ? key : `${key}_v2`, value]),
  );

/** Everything that a question counts, joins or groups by: keys, moments, levels and matches. */
const STAR = `
select p.session_id, p.item_in_session, p.start_time, p.level, p.title, p.artist_name, p.length, u.user_id, s.song_id, s.title, s.duration, a.artist_id, a.name, t.hour
from songplays as p
left join users as u on p.user_id = u.user_id
left join songs as s on p.song_id = s.song_id
left join artists as a on p.artist_id = a.artist_id
left join time as t on p.start_time = t.start_time
order by 1, 2`;

describe("what the shipped staging files require", () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = openScratch();
  });
  afterEach(() => scratch.remove());

  const events = [play({ sessionId: 7, itemInSession: 1 }), play({ sessionId: 7, itemInSession: 2 })];
  const songs = [song({ title: events[0]?.["song"], artist_name: events[0]?.["artist"] })];
  const load = (
    keptOfEvents: (column: string) => boolean,
    keptOfSongs: (column: string) => boolean,
  ): ReturnType<Scratch["run"]> => {
    scratch.write(
      "events/a.json",
      events.map((row) => named(row, keptOfEvents)),
    );
    scratch.write(
      "songs/a.json",
      songs.map((row) => named(row, keptOfSongs)),
    );
    return scratch.run();
  };
  const all = (): boolean => true;

  it("is enough: without every other key the star has the same plays, matches, listeners and moments", async () => {
    expect(await load(all, all)).toMatchObject({ status: "succeeded" });
    const whole = await scratch.query(STAR);
    expect(whole).toHaveLength(2);
    expect(whole[0]?.every((value) => value !== null)).toBe(true);
    scratch.remove();
    scratch = openScratch();
    const needed = await load(
      (column) => EVENTS.includes(column),
      (column) => SONGS.includes(column),
    );
    expect(needed).toMatchObject({ status: "succeeded" });
    expect(await scratch.query(STAR)).toEqual(whole);
  });

  it("is told, column by column, when the keys are gone, and nothing is published", async () => {
    const withoutEvents = await load((column) => column === "page" || !EVENTS.includes(column), all);
    expect(withoutEvents.exitCode).not.toBe(0);
    const said = String(withoutEvents.error);
    scratch.remove();
    scratch = openScratch();
    const withoutSongs = await load(all, (column) => column === "song_id" || !SONGS.includes(column));
    expect(withoutSongs).toMatchObject({ status: "check failed", exitCode: 3 });
    for (const column of SONGS.filter((one) => one !== "song_id"))
      expect(String(withoutSongs.error)).toContain(column);
    for (const column of EVENTS.filter((one) => one !== "page")) expect(said).toContain(column);
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
  });
});
