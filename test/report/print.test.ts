/** The page on paper, in a real browser. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command } from "../../src/commands/report.ts";
import { fakeContext } from "../support/context.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { print, type Printed } from "./printed.ts";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

describe.skipIf(!existsSync(CHROMIUM))(`the page on paper (skipped without ${CHROMIUM})`, () => {
  let scratch: Scratch;
  let printed: Printed;

  beforeAll(async () => {
    scratch = openScratch(undefined, { shared: true });
    const hour = 3_600_000;
    const names = Array.from({ length: 30 }, (_, index) => `The ${index}th of Many`);
    scratch.write(
      "songs/a.json",
      names.map((name, index) =>
        song({ song_id: `SO${index}`, title: name, artist_id: `AR${index}`, artist_name: name }),
      ),
    );
    // Every day of a month, every hour, every listener: tables that are longer than a sheet, and others that are not.
    scratch.write(
      "events/a.json",
      Array.from({ length: 900 }, (_, index) =>
        play({
          ts: Date.UTC(2031, 5, 1) + index * 0.8 * hour,
          song: names[index % 30],
          artist: names[index % 30],
          userId: String(index % 27),
          firstName: `Listener ${index % 27}`,
          location: `Town ${index % 25}`,
          sessionId: Math.floor(index / 9),
          itemInSession: index % 9,
          level: index % 2 === 0 ? "free" : "paid",
        }),
      ),
    );
    expect((await scratch.run()).error).toBeUndefined();
    const output = join(scratch.folder, "report.html");
    const warehouse = join(scratch.folder, "warehouse.duckdb");
    await command(fakeContext({ flags: { format: "text", output } }, { DWH_WAREHOUSE: warehouse }));
    printed = await print(output, CHROMIUM);
  });
  afterAll(() => scratch?.remove());

  it("has no heading apart from its chart, and no caption apart from its first rows", () => {
    const marks = [...printed.places].map(([name, { sheet }]) => ({
      kind: name.split("-")[0],
      of: name.split("-")[1],
      name,
      sheet,
    }));
    const heads = marks.filter(({ kind }) => kind === "head");
    const apart = heads.flatMap((head) =>
      marks.filter(({ kind, of, sheet }) => kind === "with" && of === head.of && sheet !== head.sheet),
    );
    expect(apart).toEqual([]);
    expect(heads.length).toBeGreaterThan(60);
  });

  it("has no half-empty sheet, the last apart", () => {
    const ends = Array.from({ length: printed.sheets - 1 }, (_, sheet) =>
      Math.min(
        ...[...printed.places.values()].filter((place) => place.sheet === sheet).map(({ height }) => height),
      ),
    );
    expect(ends.length).toBeGreaterThan(10);
    expect(ends.map((end, sheet) => ({ sheet, end })).filter(({ end }) => end > 0.5)).toEqual([]);
  });

  it("breaks no moment into two lines", () => expect(printed.brokenMoments).toEqual([]));
});
