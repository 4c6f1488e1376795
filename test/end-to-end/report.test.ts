import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readReport } from "../../src/records/read-report.ts";
import { command } from "../../src/commands/report.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { summarizeReport } from "../../src/report/numbers.ts";
import { textOf } from "../report/markup.ts";
import { fakeContext } from "../support/context.ts";
import { openProduction } from "../support/production.ts";
import { hasPublicData, readPublicEvents, readPublicSongs } from "../support/public-data.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

describe.skipIf(!hasPublicData)(
  "the report on the public data set (skipped where it is not beside the checkout)",
  () => {
    let scratch: Scratch;
    let page: string;
    let numbers: {
      analyses: { name: string; total?: number; total_of?: string }[];
      tables: { name: string; rows: number }[];
      sums: { what: string; counted: string; holds: boolean }[];
    };

    beforeAll(async () => {
      scratch = openScratch(undefined, { shared: true });
      for (const [name, content] of readPublicEvents().files) scratch.write(join("events", name), content);
      scratch.write("songs/all.json", readPublicSongs().join("\n"));
      expect((await scratch.run()).error).toBeUndefined();
      const env = { DWH_WAREHOUSE: join(scratch.folder, "warehouse.duckdb") };
      await command(fakeContext({}, env));
      page = readFileSync(join(scratch.folder, "report.html"), "utf8");
      const json = fakeContext({ flags: { format: "json" } }, env);
      await command(json);
      numbers = JSON.parse(json.io.out()) as typeof numbers;
    });
    afterAll(() => scratch.remove());

    it("states plays and listeners, the most played song and the busiest hour", () => {
      const text = textOf(page);
      expect(text).toContain("Most played song You're The One 37 plays");
      expect(text).toContain("Busiest hour 16–17 (UTC) 542 plays");
      expect(text).toContain("Plays 6,820 plays 96 listeners, 2018-11-01 to 2018-11-30");
      expect(text).toContain(
        "Plays of songs in the catalogue ! 4.9 % 333 of 6,820 plays; less than the 20.0 % that are expected",
      );
      expect(text).toContain("Is the published data sound? ✓ yes");
    });

    it("rests every total on all plays", async () => {
      const [[count] = []] = await scratch.query("select count(*) from songplays");
      expect(count).toBe("6820");
      const counting = numbers.analyses.filter(({ total_of: table }) => table === "songplays");
      expect(counting.map(({ total }) => total)).toEqual(Array.from({ length: 10 }, () => Number(count)));
      expect(page.match(/rests on all 6,820 rows of songplays/g)).toHaveLength(counting.length);
      for (const { name, rows } of numbers.tables) {
        expect(await scratch.query(`select count(*) from ${name}`)).toEqual([[String(rows)]]);
      }
    });

    it("counts both sides of every sum", () => {
      expect(numbers.sums).toEqual(
        [
          ["events: rows read = rows of the staging table + rejected", "8,056 = 8,056 + 0"],
          ["songs: rows read = rows of the staging table + rejected", "14,896 = 14,896 + 0"],
          ["NextSong events staged, and found among the plays", "6,820 = 6,820"],
          ["artists: rows added by all runs on record = rows of the table", "9,553 = 9,553"],
          ["songplays: rows added by all runs on record = rows of the table", "6,820 = 6,820"],
          ["songs: rows added by all runs on record = rows of the table", "14,896 = 14,896"],
          ["time: rows added by all runs on record = rows of the table", "6,813 = 6,813"],
          [
            "user_levels: rows added by all runs on record = rows of the table",
            expect.stringMatching(/^([\d,]+) = \1$/) as string,
          ],
          ["users: rows added by all runs on record = rows of the table", "97 = 97"],
          [
            "songplays: total of each analysis that counts its rows = rows of the table",
            "10 of 10 are 6,820",
          ],
        ].map(([what, counted]) => ({
          what,
          counted,
          holds: true,
          of: /added|staging/.test(what ?? "") ? "record" : "data",
        })),
      );
    });

    it("is one file under a megabyte", () => {
      expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
    });
  },
);

describe("the report on the production path", () => {
  it("asks over pg, before any table is there and after a run", async () => {
    const production = await openProduction();
    try {
      const sql = await loadSql(SQL_DIR);
      const made = {
        at: new Date(),
        pipeline: "p",
        warehouse: "cluster",
        version: "1",
        signal: new AbortController().signal,
        auditEvery: 604_800_000,
      };
      const ask = () => production.inside((session) => readReport(session, sql, made));
      expect(await ask()).toMatchObject({ runCount: 0, growth: [] });
      const lines = (objects: readonly object[]): Buffer =>
        Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));
      production.lake.write("log_data/1.json", lines([play(), play({ song: "Another" })]));
      production.lake.write("song_data/a.json", lines([song()]));
      expect((await production.run()).error).toBeUndefined();
      const numbers = summarizeReport(await ask()) as {
        sums: { holds: boolean }[];
        cards: { value: string }[];
        analyses: { total?: number }[];
      };
      expect(numbers).toMatchObject({ run_count: 1 });
      expect(numbers.cards.map(({ value }) => value)).toEqual([
        "2 plays",
        "50.0 %",
        "Another",
        expect.stringMatching(/^\d+–\d+ \(UTC\)$/) as string,
      ]);
      expect(numbers.sums).toHaveLength(10);
      expect(numbers.sums.filter(({ holds }) => !holds)).toEqual([]);
      const totals = numbers.analyses.flatMap(({ total }) => total ?? []);
      expect(totals).toEqual(Array.from({ length: 10 }, () => 2));
    } finally {
      await production.close();
    }
  });
});
