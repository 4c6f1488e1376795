/**
 * Histories of corrected files, in which plays move in time and between songs, songs between titles and artists, and songs come before or
 * after their plays: whatever the way, the star is that of the files as they are at the end, and every audit passes after every run. To load
 * all of them again changes nothing, and a rebuild makes what one run makes of them.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { rebuildOf } from "../support/rebuilds.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

/** The plays of each file, which no correction changes: user, session, place in it. */
const PLAYS = [
  [
    ["1", 1, 1],
    ["1", 1, 2],
  ],
  [
    ["2", 1, 1],
    ["", 2, 1],
  ],
  [["1", 2, 1]],
] as const;
const SONGS = [["SO1", "SO2"], ["SO3"], ["SO4"]] as const;

const title = fc.constantFrom("One", "Two", "Three");
const values = fc.record({
  ts: fc.constantFrom(1, 2, 3, 4).map((second) => 1_541_000_000_000 + second * 1000),
  song: title,
  length: fc.constantFrom(100, 200),
  level: fc.constantFrom("free", "paid"),
});
const facts = fc.record({
  title,
  artist_id: fc.constantFrom("AR1", "AR2", "AR3"),
  artist_location: fc.constantFrom("", "Oslo", "Rome"),
  duration: fc.constantFrom(90, 140, 210),
});

/** One version of a file: undefined leaves it as it is. */
const version = <T>(rows: fc.Arbitrary<T>, count: number) =>
  fc.option(fc.array(rows, { minLength: count, maxLength: count }), { nil: undefined, freq: 2 });
const run = fc.record({
  events: fc.tuple(...PLAYS.map((keys) => version(values, keys.length))),
  songs: fc.tuple(...SONGS.map((ids) => version(facts, ids.length))),
});
/** Three runs, of which one at least brings something. */
const histories = fc
  .array(run, { minLength: 3, maxLength: 3 })
  .filter((all) => all.some(({ events, songs }) => [...events, ...songs].some((one) => one !== undefined)));
type Run = typeof run extends fc.Arbitrary<infer T> ? T : never;

/** Writes what a run brings; a file that is the same again is none. */
function bring(scratch: Scratch, { events, songs }: Run): void {
  events.forEach((rows, file) => {
    const lines = rows?.map((row, at) => {
      const [userId, sessionId, itemInSession] = PLAYS[file]?.[at] ?? [];
      return play({ ...row, userId, sessionId, itemInSession });
    });
    if (lines !== undefined) scratch.write(`events/${file}.json`, lines);
  });
  songs.forEach((rows, file) => {
    const lines = rows?.map((row, at) => song({ ...row, song_id: SONGS[file]?.[at] }));
    if (lines !== undefined) scratch.write(`songs/${file}.json`, lines);
  });
}

/** A user is what the latest event said that was ever seen, also one that was corrected since. */
async function starOf(scratch: Scratch): Promise<Record<string, string[]>> {
  const { users: _, ...star } = await scratch.star();
  return star;
}

it("a history of corrections ends in the star of its last files", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const step = openScratch();
      const whole = openScratch();
      try {
        for (const one of history) {
          bring(step, one);
          const result = await step.run({ auditEvery: 0 });
          expect(result.error).toBeUndefined();
          expect(["succeeded", "nothing new"]).toContain(result.status);
          bring(whole, one);
        }
        expect((await whole.run()).error).toBeUndefined();
        expect(await starOf(step)).toEqual(await starOf(whole));
        // Loaded once more, the files make the same rows; made anew, users are those of the last files too.
        const again = { typed: "", prefixes: undefined, knownOnly: false };
        expect((await step.run({ again })).error).toBeUndefined();
        expect(await starOf(step)).toEqual(await starOf(whole));
        expect((await step.run(await rebuildOf())).error).toBeUndefined();
        expect(await step.star()).toEqual(await whole.star());
      } finally {
        step.remove();
        whole.remove();
      }
    }),
    { numRuns: 4 },
  );
});
