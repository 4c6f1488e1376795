/** A file that is not whole is no bad row: a run stops, however many rows are tolerated, and names the file. */
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { beginMember } from "../../src/sources/one-member.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

const text = (rows: readonly object[]): string => rows.map((one) => `${JSON.stringify(one)}\n`).join("");
const zstd = async (plain: string): Promise<Buffer> => {
  const member = beginMember("zstd");
  await member.add(Buffer.from(plain));
  return member.finish();
};
const plays = (count: number): readonly object[] => Array.from({ length: count }, () => play());
/** Over 1 MB as gzip of no compression: such a file is loaded where it lies. */
const large = (): Buffer =>
  gzipSync(
    text(Array.from({ length: 4000 }, (_, index) => song({ song_id: `SO${index}`, title: "x".repeat(300) }))),
    {
      level: 0,
    },
  );
const cut = (whole: Buffer, by: number): Buffer => whole.subarray(0, whole.length - by);

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
});
afterEach(() => scratch.remove());

describe("a file that is", () => {
  it.each([
    ["a gzip file cut off in the middle", ".gz", async () => cut(gzipSync(text(plays(2000))), 2000)],
    ["a gzip file without its last byte", ".gz", async () => cut(gzipSync(text(plays(3))), 1)],
    ["a zstd file cut off in the middle", ".zst", async () => cut(await zstd(text(plays(20))), 900)],
    ["a plain file called .gz", ".gz", async () => Buffer.from(text(plays(3)))],
    ["a gzip file called .zst", ".zst", async () => gzipSync(text(plays(3)))],
  ])("%s stops the run beside whole files, alone, and with others of its kind", async (_, ending, make) => {
    const url = scratch.write(`events/1.json${ending}`, await make());
    scratch.write("songs/1.json", [song()]);
    const before = await scratch.run({ maxRejects: 99 });
    expect(before).toMatchObject({ status: "failed", exitCode: 1, rejects: [] });
    expect(before.error).toMatchObject({
      message: expect.stringMatching(
        /^a (gzip|zstd) file is cut off or damaged, or is not \1 at all: /,
      ) as string,
      where: url,
      next: expect.stringContaining(`take ${ending} off its name`) as string,
    });
    // Of another compression than most, which was said to pass when it is tried again.
    scratch.write("events/2.json", plays(9));
    expect(await scratch.run({ maxRejects: 99 })).toMatchObject({ exitCode: 1, error: { where: url } });
    const other = scratch.write(`events/3.json${ending}`, await make());
    const both = await scratch.run({ maxRejects: 99 });
    expect(both.error).toMatchObject({
      message: expect.stringContaining(", and so is 1 more file: ") as string,
      where: `${url}, ${other}`,
    });
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
    expect(await scratch.query("select status, error is not null from etl_runs")).toHaveLength(3);
  });

  it("large and cut off stops the run, and is loaded when it is whole", async () => {
    const whole = large();
    scratch.write("events/1.json", [play()]);
    const url = scratch.write("songs/1.json.gz", cut(whole, 100_000));
    expect(await scratch.run({ maxRejects: 99 })).toMatchObject({ exitCode: 1, error: { where: url } });
    scratch.write("songs/1.json.gz", whole);
    const result = await scratch.run({ maxRejects: 99 });
    expect(result.error).toBeUndefined();
    expect(result.sources[1]).toMatchObject({ rowsStaged: 4000, rowsRejected: 0 });
  });

  it("empty has no rows, whatever it is called", async () => {
    scratch.write("events/1.json.gz", "");
    scratch.write("events/2.json.gz", gzipSync(text(plays(2))));
    const result = await scratch.run();
    expect(result.error).toBeUndefined();
    expect(result.sources[0]).toMatchObject({ rowsStaged: 2 });
  });
});
