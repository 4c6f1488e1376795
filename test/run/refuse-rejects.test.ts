import { describe, expect, it } from "vitest";
import { refuseRejects } from "../../src/run/refuse-rejects.ts";
import { play, song } from "../support/records.ts";
import { openScratch } from "../support/scratch.ts";

const load = (source: string, rejected: number) => ({ source, rejected, rejects: [], lacking: undefined });

describe("the rows that a run may leave out", () => {
  it("are those of all its sources together", () => {
    const loads = [load("events", 2), load("songs", 1), load("tickets", 0)];
    expect(refuseRejects(loads, 3)).toBeUndefined();
    expect(refuseRejects([], 0)).toBeUndefined();
    expect(refuseRejects(loads, 2)).toMatchObject({
      exitCode: 4,
      message: "3 rows were rejected, 2 of events and 1 of songs, and a run tolerates 2: nothing was loaded",
      next: expect.stringContaining("DWH_MAX_REJECTS (now 2)") as string,
    });
  });

  it("publish nothing where each source is within the limit and the run is not, and are all on record", async () => {
    const scratch = openScratch();
    try {
      scratch.write("events/1.json", [play(), play({ ts: "soon" })]);
      scratch.write("songs/1.json", [song(), song({ year: "never" })]);
      const result = await scratch.run({ maxRejects: 1 });
      expect(result).toMatchObject({ status: "rejected", exitCode: 4 });
      expect(result.rejects.map(({ source }) => source)).toEqual(["events", "songs"]);
      expect(await scratch.query("select exit_code, rows_rejected from etl_runs")).toEqual([["4", "2"]]);
      expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
      expect(await scratch.run({ maxRejects: 2 })).toMatchObject({ status: "succeeded" });
    } finally {
      scratch.remove();
    }
  });
});
