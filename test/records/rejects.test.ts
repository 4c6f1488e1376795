import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { play } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
});
afterEach(() => scratch.remove());

const MINUTE = 60_000;

describe("rows that were rejected", () => {
  it.each([-9, 0, 9])(
    "are found when this machine's clock is %i minutes ahead of the warehouse's",
    async (minutes) => {
      scratch.write("events/a.json", [play(), play({ ts: "soon" })]);
      const now = () => new Date(Date.now() + minutes * MINUTE);
      const result = await scratch.run({ now });
      expect(result).toMatchObject({ status: "rejected", exitCode: 4 });
      expect(result.error).toMatchObject({ where: `${join(scratch.folder, "events/a.json")}:2` });
    },
  );

  it("are told in the order of their files and lines, each once, with the value in the source file", async () => {
    scratch.write("events/b.json", [play({ ts: "soon" }), play(), play({ userId: "x" })]);
    scratch.write("events/a.json", [play(), play({ ts: "late", userId: "y" })]);
    const { rejects } = await scratch.run({ maxRejects: 5 });
    expect(rejects.map(({ url, line, column, value }) => [url.slice(-6), line, column, value])).toEqual([
      ["a.json", 2, "ts", "late"],
      ["b.json", 1, "ts", "soon"],
      ["b.json", 3, "userid", "x"],
    ]);
  });

  it("are those of this run, and not those of an earlier one in the same file", async () => {
    scratch.write("events/a.json", [play(), play({ ts: "soon" }), play()]);
    expect((await scratch.run()).rejects.map(({ line }) => line)).toEqual([2]);
    scratch.write("events/a.json", [play(), play(), play({ ts: "late" })]);
    const result = await scratch.run({ maxRejects: 1 });
    expect(result.error).toBeUndefined();
    expect(result.rejects.map(({ line }) => line)).toEqual([3]);
  });

  it("may be as many as are allowed, and not one more", async () => {
    scratch.write("events/a.json", [play(), play({ ts: "soon" }), play({ ts: "late" })]);
    expect(await scratch.run({ maxRejects: 1 })).toMatchObject({ status: "rejected", exitCode: 4 });
    expect(await scratch.run({ maxRejects: 2 })).toMatchObject({ status: "succeeded", exitCode: 0 });
  });
});
