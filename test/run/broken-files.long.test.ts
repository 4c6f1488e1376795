/** A file that is not whole is no bad row: a run stops, however many rows are tolerated, and names the file. */
import { gzipSync, inflateRawSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StepError } from "../../src/errors.ts";
import { ZSTD } from "../compression/examples.ts";
import { beginMember } from "../../src/sources/one-member.ts";
import { disturbed, type Disturb } from "../support/disturbed.ts";
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

/** The bytes with one bit turned, of those at the end where the place is negative. */
function flipped(whole: Buffer, at: number): Buffer {
  const bytes = Buffer.from(whole);
  const place = at < 0 ? bytes.length + at : at;
  bytes[place] = (bytes[place] as number) ^ 4;
  return bytes;
}

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
    ["a gzip file with another bit", ".gz", async () => flipped(gzipSync(text(plays(3))), 60)],
    ["a gzip file with another checksum", ".gz", async () => flipped(gzipSync(text(plays(3))), -8)],
    ["a zstd file with another bit", ".zst", async () => flipped(ZSTD, 40)],
    [
      "a gzip file with other bytes behind",
      ".gz",
      async () => Buffer.concat([gzipSync("{}"), Buffer.from("{}")]),
    ],
  ])("%s stops the run beside whole files, alone, and with others of its kind", async (_, ending, make) => {
    const url = scratch.write(`events/1.json${ending}`, await make());
    scratch.write("songs/1.json", [song()]);
    const before = await scratch.run({ maxRejects: 99 });
    expect(before).toMatchObject({ status: "failed", exitCode: 4, rejects: [] });
    expect(before.error).toMatchObject({
      message: expect.stringMatching(
        /^a (gzip|zstd) file (is cut off|is not one, despite its name|is damaged|has other bytes after its end): /,
      ) as string,
      where: expect.stringContaining(url) as string,
      next: expect.stringContaining("write the whole file again") as string,
    });
    // Of another compression than most, which was said to pass when it is tried again.
    scratch.write("events/2.json", plays(9));
    expect(await scratch.run({ maxRejects: 99 })).toMatchObject({
      exitCode: 4,
      error: { where: expect.stringContaining(url) as string },
    });
    const other = scratch.write(`events/3.json${ending}`, await make());
    const both = await scratch.run({ maxRejects: 99 });
    expect(both.error).toMatchObject({
      message: expect.stringContaining(", and 1 more file is not whole: ") as string,
      where: expect.stringMatching(new RegExp(`${url}(:\\d+)?, ${other}`)) as string,
    });
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
    expect(await scratch.query("select status, error is not null from etl_runs")).toHaveLength(3);
  });

  it("large and cut off stops the run, and is loaded when it is whole", async () => {
    const whole = large();
    scratch.write("events/1.json", [play()]);
    const url = scratch.write("songs/1.json.gz", cut(whole, 100_000));
    const lines = inflateRawSync(whole.subarray(10, -8)).subarray(0, -100_000).toString().split("\n").length;
    const ofCut = await scratch.run({ maxRejects: 99 });
    expect(ofCut).toMatchObject({ exitCode: 4, rejects: [] });
    const where = (ofCut.error as StepError).where ?? "";
    expect(where).toMatch(`${url}:`);
    // Of a block that is stored, what came may be read up to its last bytes.
    expect(Math.abs(Number(where.slice(url.length + 1)) - lines)).toBeLessThan(5);
    scratch.write("songs/1.json.gz", flipped(whole, 700_000));
    expect(await scratch.run({ maxRejects: 99 })).toMatchObject({
      exitCode: 4,
      error: { where: url, message: expect.stringContaining("is damaged") as string },
    });
    scratch.write("songs/1.json.gz", whole);
    const result = await scratch.run({ maxRejects: 99 });
    expect(result.error).toBeUndefined();
    expect(result.sources[1]).toMatchObject({ rowsStaged: 4000, rowsRejected: 0 });
  });

  it.each([
    ["gzip", async () => cut(gzipSync(text(plays(50))), 20)],
    ["zstd", async () => flipped(ZSTD, 40)],
  ])(
    "not whole fails a COPY that reads it where it lies, whatever MAXERROR says: %s",
    async (compression, make) => {
      const url = scratch.write("lying/1", await make());
      await scratch.query("create table taken (song varchar(200), song_id varchar(20))");
      const copied = scratch.query(
        `copy taken from '${url}' iam_role default format as json 'auto' ${compression} maxerror 99`,
      );
      await expect(copied).rejects.toMatchObject({
        sqlState: "XX000",
        where: url,
        next: expect.stringContaining("MAXERROR is for rows") as string,
      });
      expect(await scratch.query("select count(*) from taken")).toEqual([["0"]]);
    },
  );

  it("whole when it is looked at and not when COPY reads it stops the run as one that never was", async () => {
    const whole = large();
    const url = scratch.write("songs/1.json.gz", whole);
    scratch.write("events/1.json", [play()]);
    const spoil: Disturb = (sql, execute) => {
      if (/^copy\s+staging_songs/im.test(sql)) scratch.write("songs/1.json.gz", cut(whole, 100_000));
      return execute();
    };
    const result = await scratch.run({ maxRejects: 99 }, (warehouse) => disturbed(warehouse, spoil));
    expect(result).toMatchObject({ exitCode: 4, rejects: [], error: { where: url } });
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
  });

  it("empty has no rows, whatever it is called", async () => {
    scratch.write("events/1.json.gz", "");
    scratch.write("events/2.json.gz", gzipSync(text(plays(2))));
    const result = await scratch.run();
    expect(result.error).toBeUndefined();
    expect(result.sources[0]).toMatchObject({ rowsStaged: 2 });
  });
});
