import { copyFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { dwh } from "../support/dwh.ts";
import { hasPublicData, unpackPublicData, type PublicData } from "../support/public-data.ts";
import { sourceAt } from "../support/sources.ts";

const COUNTS = `select (select count(*) from staging_events), (select count(*) from staging_songs),
  (select count(*) from songplays), (select count(*) from users), (select count(*) from songs),
  (select count(*) from artists), (select count(*) from time)`;

/** What a run that loads everything logs, up to its commit. */
const LINES = 40;

describe.skipIf(!hasPublicData)("the public data set (skipped where it is not beside the checkout)", () => {
  let data: PublicData;
  let whole: Scratch;
  let star: Record<string, string[]>;
  const scratches: Scratch[] = [];
  const fresh = (): Scratch => {
    // As many threads as a laptop's warehouse has: here there are rows enough to be told apart.
    const scratch = openScratch(undefined, { shared: true, threads: availableParallelism() });
    scratches.push(scratch);
    return scratch;
  };

  beforeAll(async () => {
    data = unpackPublicData();
    whole = fresh();
    const sources = [
      sourceAt("events", `${data.events}/`, data.jsonpaths),
      sourceAt("songs", `${data.songs}/`),
    ];
    const first = await whole.run({ sources });
    if (first.exitCode !== 0) throw new Error("the public data cannot be loaded", { cause: first.error });
    star = await whole.star();
  });
  afterAll(() => {
    for (const scratch of scratches) scratch.remove();
    data.remove();
  });

  it("gives the figures of the design in one run, and the next finds nothing new", async () => {
    const figures = [["8056", "14896", "6820", "97", "14896", "9553", "6813"]];
    expect(await whole.query(COUNTS)).toEqual(figures);
    expect(await whole.query("select status, checks_failed, checks_warned from etl_runs")).toEqual([
      ["succeeded", "0", "0"],
    ]);
    const sources = [sourceAt("events", `${data.events}/`), sourceAt("songs", `${data.songs}/`)];
    expect(await whole.run({ sources })).toMatchObject({ status: "nothing new" });
    expect(await whole.query(COUNTS)).toEqual(figures);
  });

  it("matches 333 plays with the catalogue, and every one of the others keeps its title", async () => {
    const [row] = await whole.query("select count(song_id), count(title) from songplays");
    expect(row).toEqual(["333", "6820"]);
  });

  it("ends in the same star whatever order the days and the songs come in", async () => {
    const groups = fc.array(fc.nat({ max: 2 }), {
      minLength: data.days.length,
      maxLength: data.days.length,
    });
    await fc.assert(
      fc.asyncProperty(groups, fc.nat({ max: 2 }), async (groupOf, songsWith) => {
        const scratch = fresh();
        for (let group = 0; group <= 2; group += 1) {
          data.days.forEach((day, index) => {
            if (groupOf[index] === group) copyFileSync(day, join(scratch.folder, "events", basename(day)));
          });
          const sources = [
            sourceAt("events", join(scratch.folder, "events/")),
            ...(group >= songsWith ? [sourceAt("songs", `${data.songs}/`)] : []),
          ];
          if (group === 0 && !groupOf.includes(0)) continue;
          const result = await scratch.run({ sources });
          expect(result.error).toBeUndefined();
        }
        expect(await scratch.star()).toEqual(star);
      }),
      { numRuns: 1 },
    );
  });

  it("ends in the same star when runs are killed at any moment and repeated", async () => {
    const scratch = fresh();
    const args = [
      "run",
      "--events",
      data.events,
      "--songs",
      data.songs,
      "--warehouse",
      join(scratch.folder, "warehouse.duckdb"),
    ];
    // After so many lines of its log, which is longer when it loads anything.
    const lengths = fc.sample(fc.nat({ max: LINES }), 3);
    for (const length of lengths) {
      const running = dwh(args);
      await running.says(new RegExp(`^(?:.*\\n){${length}}`)).catch(() => undefined);
      await running.end();
    }
    const last = await dwh(args);
    expect(last).toMatchObject({ code: 0 });
    expect(await scratch.star()).toEqual(star);
    expect(await scratch.query("select count(*), count(distinct url) from etl_files")).toEqual([
      ["14926", "14926"],
    ]);
  });
});
