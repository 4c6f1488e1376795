import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { memoryBucket, type Bucket } from "../support/fake-aws/bucket.ts";
import { openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";
import { sourceAt } from "../support/sources.ts";

const MB = 1024 * 1024;

const lines = (objects: readonly object[]): Buffer =>
  Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));

/** So many plays in 1 MB each: COPY passes over keys that are no columns. */
const largePlays = (count: number, last: object = {}): Buffer => {
  const padding = "x".repeat(MB);
  const plays = Array.from({ length: count }, (_, index) => play({ ts: 1541106106796 + index, padding }));
  return lines([...plays.slice(1), { ...plays[0], ...last }]);
};

describe("a run whose cluster and work prefix are in another region than its sources", () => {
  let production: Production;
  let far: Bucket;
  const sources = [
    sourceAt("events", "s3://far/log_data/"),
    sourceAt("songs", "s3://lake/song_data/"),
  ] as const;
  beforeEach(async () => {
    production = await openProduction();
    far = memoryBucket({ region: "eu-north-1" });
    production.aws.buckets.set("far", far);
    production.lake.write("song_data/a.json", lines([song()]));
  });
  afterEach(() => production.close());

  it("carries over a large file whatever its size, and small ones in packs, once", async () => {
    far.write("log_data/large.json", largePlays(17));
    for (let file = 1; file <= 20; file += 1) far.write(`log_data/${file}.json`, lines([play()]));
    const told: string[] = [];
    const first = await production.run({
      sources,
      onEvent: (event) => event.type === "stage" && told.push(`${event.stage} ${event.detail}`),
    });
    expect(first.error).toBeUndefined();
    expect(first.sources.map(({ files, rowsStaged }) => [files, rowsStaged])).toEqual([
      [21, 37],
      [1, 1],
    ]);
    expect(told).toContain("pack 21 new files of events, carried over from eu-north-1");
    expect(told).toContain("pack 1 new file of songs");
    const { rows } = await production.inside((session) =>
      session.execute("select url from etl_files where url not like 's3://far/log_data/%.json'"),
    );
    expect(rows).toEqual([["s3://lake/song_data/a.json"]]);
    // Nothing large was read in one piece.
    expect(production.aws.calls).toContain("s3.UploadPart");
    expect(production.lake.list("work/")).toEqual([]);
    expect(await production.run({ sources })).toMatchObject({ status: "nothing new" });
  });

  it("tells the source file and its line of a row that cannot be loaded from a copy", async () => {
    far.write("log_data/1.json", largePlays(10, { ts: "soon" }));
    const result = await production.run({ sources });
    expect(result).toMatchObject({ status: "rejected", exitCode: 4 });
    expect(result.rejects).toMatchObject([{ url: "s3://far/log_data/1.json", line: 10, value: "soon" }]);
    expect(production.lake.list("work/")).toEqual([]);
  });

  it("carries over a file that is not whole too, so that what is wrong is its own line", async () => {
    far.write("log_data/1.json", lines([play()]));
    far.write("log_data/2.json", Buffer.from(`${JSON.stringify(play())}\n{"ts": 1, "page"`));
    far.write("log_data/3.json", lines([play()]));
    const result = await production.run({ sources });
    expect(result).toMatchObject({ status: "rejected", exitCode: 4 });
    expect(result.rejects).toMatchObject([{ url: "s3://far/log_data/2.json", line: 2 }]);
  });

  it("brings the JSONPaths file along", async () => {
    const jsonpaths = Object.keys(play()).map((key) => `$['${key}']`);
    far.write("log_json_path.json", Buffer.from(JSON.stringify({ jsonpaths })));
    far.write("log_data/1.json", lines([play()]));
    const result = await production.run({
      sources: [sourceAt("events", "s3://far/log_data/", "s3://far/log_json_path.json"), sources[1]],
    });
    expect(result.error).toBeUndefined();
    expect(result.sources[0]).toMatchObject({ files: 1, rowsStaged: 1 });
    expect(production.lake.list("work/")).toEqual([]);
  });

  it("says where the work prefix has to be when that is not in the cluster's region", async () => {
    far.write("log_data/1.json", lines([play()]));
    const result = await production.run({ sources, workUrl: "s3://far/work/" });
    expect(result).toMatchObject({ status: "failed", exitCode: 1 });
    expect(result.error).toMatchObject({
      message: expect.stringContaining("PermanentRedirect") as string,
      next: expect.stringContaining("DWH_WORK_URL") as string,
    });
    expect(far.list("work/")).toEqual([]);
  });
});
