/** Objects are rows, however many of them stand on a line: Firehose writes them one behind the other, with nothing between. */
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { play } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

const LEDGER = "select rows_read, rows_staged, rows_rejected from etl_files order by url";
const bad = (): object => play({ userId: "bad" });
const together = (...objects: readonly object[]): string =>
  objects.map((one) => JSON.stringify(one)).join("");

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
});
afterEach(() => scratch.remove());

describe("objects on one line", () => {
  it.each([
    ["the first two bad", () => together(bad(), bad(), play())],
    ["the last two bad, with a newline at the end", () => `${together(play(), bad(), bad())}\n`],
    ["all bad", () => together(bad(), bad(), bad())],
  ])("are each a row, %s", async (_, text) => {
    const content = text();
    const rejected = content.split("bad").length - 1;
    scratch.write("events/1.json", content);
    scratch.write("events/2.json", [play()]);
    const result = await scratch.run({ maxRejects: 3 });
    expect(result.error).toBeUndefined();
    expect(result.sources[0]).toMatchObject({ rowsStaged: 4 - rejected, rowsRejected: rejected });
    expect(result.rejects.map(({ line, value }) => [line, value])).toEqual(
      Array.from({ length: rejected }, () => [1, expect.any(String) as string]),
    );
    expect(await scratch.query(LEDGER)).toEqual([
      ["3", String(3 - rejected), String(rejected)],
      ["1", "1", "0"],
    ]);
  });

  it.each([
    ["a list that is not closed", '{"a": [}'],
    ["a string over two lines", '{"a": "x\n{y"}'],
    ["a comma too many", '{"a": 1,}'],
  ])(
    "of which one is no JSON, %s, are counted as COPY counts them, and the other files are whole",
    async (_, text) => {
      scratch.write("events/1.json", together(play(), play()));
      scratch.write(
        "events/2.json.gz",
        gzipSync(`${JSON.stringify(play())}${text}\n${together(play(), play())}`),
      );
      scratch.write("events/3.json", [play()]);
      const result = await scratch.run({ maxRejects: 9 });
      expect(result.error).toBeUndefined();
      const [source] = result.sources;
      expect(source?.rowsRead).toBe((source?.rowsStaged ?? 0) + (source?.rowsRejected ?? 0));
      expect(source?.rowsRejected).toBeGreaterThan(0);
      const ledger = await scratch.query(LEDGER);
      expect([ledger[0], ledger[2]]).toEqual([
        ["2", "2", "0"],
        ["1", "1", "0"],
      ]);
      expect(result.rejects.every(({ url }) => url.endsWith("2.json.gz"))).toBe(true);
    },
  );
});
