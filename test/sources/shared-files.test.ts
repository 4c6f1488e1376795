import { describe, expect, it } from "vitest";
import { searchShared } from "../../src/sources/shared-files.ts";
import { searchSiblings } from "../../src/sources/siblings.ts";
import type { Source, SourceFile } from "../../src/sources/source.ts";

const file = (source: string, url: string, etag = "1"): SourceFile => ({
  source,
  url,
  etag,
  size: 1,
  compression: "",
  format: { kind: "json" },
});

/** What is shared of files that are found where their sources are. */
const shared = (
  places: readonly (readonly [string, readonly string[]])[],
  ...files: readonly SourceFile[]
) => {
  const sources = places.map(([name, urls]): Source => ({
    name,
    urls,
    mayBeEmpty: false,
    jsonpaths: undefined,
    format: { kind: "json" },
  }));
  const search = searchShared(sources);
  for (const one of files) search.add(one);
  return search.found();
};

const siblingsOf = (prefix: string, urls: readonly string[]) => {
  const search = searchSiblings(prefix);
  for (const url of urls) search.add(url);
  return search.found();
};

describe("the listings of all sources", () => {
  it("share a file that lies under two of them, or three", () => {
    const found = shared(
      [
        ["events", ["s3://lake/"]],
        ["songs", ["s3://lake/song/"]],
        ["tickets", ["s3://lake/"]],
      ],
      file("events", "s3://lake/a.json"),
      file("events", "s3://lake/song/b.json"),
      file("songs", "s3://lake/song/b.json"),
      file("tickets", "s3://lake/a.json"),
      file("tickets", "s3://lake/song/b.json"),
    );
    expect(found).toEqual({
      sources: ["events", "songs", "tickets"],
      files: 3,
      first: ["s3://lake/song/b.json"],
    });
  });

  it("share a file of a folder that two paths lead to", () => {
    const places = [
      ["events", ["/in/"]],
      ["songs", ["/link/"]],
    ] as const;
    const found = shared(
      places,
      file("events", "/in/a.json", "7-1.5"),
      file("songs", "/link/a.json", "7-1.5"),
    );
    expect(found?.first).toEqual(["/in/a.json", "/link/a.json"]);
  });

  it("share nothing where every file has one source: not for its content in S3, nor for what one source lists twice", () => {
    const places = [
      ["events", ["s3://lake/a", "/in/", "/link/"]],
      ["songs", ["s3://lake/b", "/songs/"]],
    ] as const;
    const files = [
      file("events", "s3://lake/a.json", "of the content"),
      file("events", "/in/a.json", "7-1.5"),
      file("events", "/link/a.json", "7-1.5"),
      file("songs", "s3://lake/b.json", "of the content"),
    ];
    expect(shared(places, ...files)).toBeUndefined();
    expect(shared([])).toBeUndefined();
  });

  it("share nothing that the other source does not take by its name", () => {
    const places = [
      ["events", ["s3://lake/"]],
      ["songs", ["s3://lake/"]],
    ] as const;
    expect(shared(places, file("songs", "s3://lake/notes.txt"))).toBeUndefined();
  });
});

describe("the siblings that a prefix takes in", () => {
  it.each([
    [
      "s3://lake/log_data",
      ["s3://lake/log_data/a.json", "s3://lake/log_data_old/a.json"],
      ["s3://lake/log_data_old/"],
    ],
    [
      "s3://lake/log",
      ["s3://lake/log.bak", "s3://lake/log/a.json", "s3://lake/logs/x/b.json", "s3://lake/logs/y/c.json"],
      ["s3://lake/log.bak", "s3://lake/logs/"],
    ],
    ["/in/a.json", ["/in/a.json", "/in/a.jsonl"], ["/in/a.jsonl"]],
  ])("are folders and files beside the one that it names: %s", (prefix, urls, siblings) => {
    expect(siblingsOf(prefix, urls)).toEqual(siblings);
  });

  it.each([
    ["s3://lake/log_data/", ["s3://lake/log_data/a.json"]],
    ["s3://lake/log/2018-", ["s3://lake/log/2018-11/a.json", "s3://lake/log/2018-12/a.json"]],
    ["s3://lake", ["s3://lake/a.json", "s3://lake/b/c.json"]],
    ["s3://lake/log_data", []],
  ])("are none where it ends in a slash, or is the beginning of names: %s", (prefix, urls) => {
    expect(siblingsOf(prefix, urls)).toEqual([]);
  });
});
