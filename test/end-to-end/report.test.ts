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
import { openScratch, SQL_DIR, type Scratch } from "../support/scratch.ts";

describe.skipIf(!hasPublicData)(
  "the report on the public data set (skipped where it is not beside the checkout)",
  () => {
    let scratch: Scratch;
    let page: string;
    let numbers: { analyses: { name: string; total: number }[]; tables: { name: string; rows: number }[] };

    beforeAll(async () => {
      scratch = openScratch();
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

    it("states the most played song and the busiest hour", () => {
      const text = textOf(page);
      expect(text).toContain("Most played song You're The One 37 plays");
      expect(text).toContain("Busiest hour 16 (UTC) 542 plays");
      expect(text).toContain("333 of them (4.9 %) are matched with a song of the catalogue");
      expect(text).toContain("Can the data be trusted? ✓ yes");
    });

    it("rests every total on all plays", async () => {
      const [[count] = []] = await scratch.query("select count(*) from songplays");
      expect(count).toBe("6820");
      expect(numbers.analyses.map(({ total }) => total)).toEqual(numbers.analyses.map(() => Number(count)));
      expect(page.match(/rests on all 6,820 plays/g)).toHaveLength(numbers.analyses.length);
      for (const { name, rows } of numbers.tables) {
        expect(await scratch.query(`select count(*) from ${name}`)).toEqual([[String(rows)]]);
      }
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
      };
      const ask = () => production.inside((session) => readReport(session, sql, made));
      expect(await ask()).toMatchObject({ runCount: 0, plays: undefined });
      const lines = (objects: readonly object[]): Buffer =>
        Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));
      production.lake.write("log_data/1.json", lines([play(), play({ song: "Another" })]));
      production.lake.write("song_data/a.json", lines([song()]));
      expect((await production.run()).error).toBeUndefined();
      const numbers = summarizeReport(await ask()) as {
        sums: { holds: boolean }[];
        analyses: { total: number }[];
      };
      expect(numbers).toMatchObject({ run_count: 1, plays: { count: 2, matched: 1 } });
      expect(numbers.sums.filter(({ holds }) => !holds)).toEqual([]);
      expect(new Set(numbers.analyses.map(({ total }) => total))).toEqual(new Set([2]));
    } finally {
      await production.close();
    }
  });
});
