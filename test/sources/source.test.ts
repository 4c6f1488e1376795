import { describe, expect, it } from "vitest";
import { fileKey, parseListing } from "../../src/sources/source.ts";

const object = (url: string) => ({ url, etag: "1", size: 1 });

describe("a source file", () => {
  it.each([
    ["s3://lake/_archive/.old/a.json", true],
    ["s3://lake/a.NDJSON.GZ", true],
    ["s3://lake/.a.json", false],
    ["s3://lake/_a.json", false],
    ["s3://lake/a.json.bak", false],
    ["s3://lake/a.csv", false],
  ])("is told by its own name, not by its folders': %s", (url, loaded) => {
    const { files, passedOver } = parseListing({ name: "songs", format: { kind: "json" } }, [object(url)]);
    expect([files.length, passedOver.length]).toEqual(loaded ? [1, 0] : [0, 1]);
  });

  it.each([
    ["a.json", ""],
    ["a.json.gz", "gzip"],
    ["a.JSONL.ZST", "zstd"],
  ])("has the compression that its name ends in: %s", (name, compression) => {
    expect(parseListing({ name: "events", format: { kind: "json" } }, [object(name)]).files).toMatchObject([
      { compression, source: "events" },
    ]);
  });

  it("is another one when its url, its etag or its size is another", () => {
    const keys = [
      { url: "a", etag: "1", size: 1 },
      { url: "b", etag: "1", size: 1 },
      { url: "a", etag: "2", size: 1 },
      { url: "a", etag: "1", size: 2 },
    ].map(fileKey);
    expect(new Set(keys).size).toBe(4);
  });
});
