import { describe, expect, it } from "vitest";
import { fileKey, parseListing } from "../../src/sources/source.ts";
import { HIDDEN } from "../../src/text/passed-over.ts";

const object = (url: string) => ({ url, etag: "1", size: 1 });
const listed = (urls: readonly string[], url: string) =>
  parseListing({ name: "songs", urls, format: { kind: "json" } }, [object(url)]);

describe("a source file", () => {
  it.each([
    ["a.NDJSON.GZ", true],
    ["a.json.bak", false],
    ["a.csv", false],
    ["delivery-1-2018-11-01-00-00-00-a1b2", false],
    ["a.gz", false],
    ["a.log", false],
  ])("is told by the end of its name: %s", (name, loaded) => {
    const { files, passedOver } = listed(["s3://lake/"], `s3://lake/${name}`);
    expect([files.length, passedOver.length]).toEqual(loaded ? [1, 0] : [0, 1]);
    const reason = "without a name that ends in .json, .jsonl or .ndjson (and .gz or .zst)";
    expect(passedOver.map((one) => one.reason)).toEqual(loaded ? [] : [reason]);
  });

  it.each([
    "s3://lake/log/.a.json",
    "s3://lake/log/_a.json",
    "s3://lake/log/.ipynb_checkpoints/a-checkpoint.json",
    "s3://lake/log/_temporary/0/task/a.json",
    "s3://lake/log/2018/.spark-staging-1/day=1/a.json",
    "s3://lake/log/_SUCCESS",
  ])("is nothing below the source of which a part is hidden: %s", (url) => {
    expect(listed(["s3://lake/log/"], url)).toEqual({ files: [], passedOver: [{ url, reason: HIDDEN }] });
    expect(listed(["s3://lake/log"], url).files).toEqual([]);
    // Found by a second prefix of the same source, which names the hidden part itself, it is meant.
    const own = url.slice(0, url.search(/\/[._]/) + 2);
    expect(listed(["s3://lake/log/", own], url).files).toHaveLength(url.endsWith(".json") ? 1 : 0);
  });

  it.each([
    [["s3://lake/_archive/.old/"], "s3://lake/_archive/.old/a.json"],
    [["s3://lake/_archive/.old"], "s3://lake/_archive/.old/a.json"],
    [["/home/me/.dwh/sample/"], "/home/me/.dwh/sample/a.json"],
    [["/data/_a.json"], "/data/_a.json"],
    [["s3://lake"], "s3://lake/a_b/c.d/e.json"],
  ])("may lie where the source itself is hidden: %s %s", (urls, url) => {
    expect(listed(urls, url).files).toHaveLength(1);
  });

  it.each([
    ["a.json", ""],
    ["a.json.gz", "gzip"],
    ["a.JSONL.ZST", "zstd"],
  ])("has the compression that its name ends in: %s", (name, compression) => {
    const { files } = parseListing({ name: "events", urls: ["/d/"], format: { kind: "json" } }, [
      object(`/d/${name}`),
    ]);
    expect(files).toMatchObject([{ compression, source: "events" }]);
  });

  it("is another one when its source, its url, its etag or its size is another", () => {
    const keys = [
      { source: "s", url: "a", etag: "1", size: 1 },
      { source: "t", url: "a", etag: "1", size: 1 },
      { source: "s", url: "b", etag: "1", size: 1 },
      { source: "s", url: "a", etag: "2", size: 1 },
      { source: "s", url: "a", etag: "1", size: 2 },
    ].map(fileKey);
    expect(new Set(keys).size).toBe(5);
  });
});
