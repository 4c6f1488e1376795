import { describe, expect, it } from "vitest";
import { JsonScanner } from "../../../../src/formats/json-scanner.ts";
import type { JsonPath } from "../../../../src/formats/json-path.ts";
import { follow, parseJsonpaths } from "../../../../src/warehouse/local/copy/jsonpaths.ts";

const parse = (paths: unknown): unknown =>
  parseJsonpaths(JSON.stringify({ jsonpaths: paths }), "s3://b/p.json");

describe("a JSONPaths file", () => {
  it("is one object with paths in bracket or in dot notation", () => {
    expect(parse(["$['id']", "$['store']['book']['it\\'s']", "$['location'][0]"])).toEqual([
      ["id"],
      ["store", "book", "it's"],
      ["location", 0],
    ]);
    expect(parse(["$.id", "$.store.book", "$.location[0].x", "$[3]"])).toEqual([
      ["id"],
      ["store", "book"],
      ["location", 0, "x"],
      [3],
    ]);
  });

  it("without the key jsonpaths is passed over, and 'auto' is meant", () => {
    expect(parseJsonpaths('{"paths": ["$.a"]}', "s3://b/p.json")).toBeUndefined();
  });

  it.each([
    ["no JSON", "{"],
    ["two objects", '{"jsonpaths": []} {}'],
    ["an array", "[]"],
    ["no list", '{"jsonpaths": "$.a"}'],
    ["an empty path", '{"jsonpaths": [""]}'],
    ["a path that is no text", '{"jsonpaths": [1]}'],
    ["a wildcard", '{"jsonpaths": ["$.a[*]"]}'],
    ["a filter", '{"jsonpaths": ["$.a[?(@.b)]"]}'],
    ["both notations", '{"jsonpaths": ["$.a", "$[\'b\']"]}'],
    ["both notations in one path", '{"jsonpaths": ["$.a[\'b\']"]}'],
  ])("with %s fails the COPY", (_, text) => {
    expect(() => parseJsonpaths(text, "s3://b/p.json")).toThrow(
      expect.objectContaining({ sqlState: "XX000", where: "s3://b/p.json" }) as Error,
    );
  });
});

describe("a path", () => {
  const walk = (json: string, path: JsonPath): unknown => {
    const bytes = Buffer.from(`${json} `);
    const scanner = new JsonScanner(bytes);
    scanner.value();
    const found = follow({ kind: scanner.kind, bytes, start: 0, end: scanner.at, plain: false }, path);
    return found !== undefined && "start" in found
      ? found.bytes.toString("utf8", found.start, found.end)
      : found;
  };
  it.each([
    ['{"a": {"b": 1.10}}', ["a", "b"], "1.10"],
    ['{"a": [1, {"b": [ 2 ]}]}', ["a", 1, "b"], "[ 2 ]"],
    ['{"a": 1}', ["b"], undefined],
    ['{"a": null}', ["a", "b"], undefined],
    ['{"\\u0061": 1}', ["a"], "1"],
    ["[1, 2]", [1], "2"],
  ] as const)("in %s along %s leads to %s", (json, path, expected) => {
    expect(walk(json, path)).toBe(expected);
  });

  it("to an element that is not there, or into a value that has no members, is an error of the row", () => {
    expect(walk("[1]", [1])).toMatchObject({
      reason: "Invalid JSONPath format: Not an array or index out of range.",
    });
    expect(walk('{"a": 1}', ["a", 0])).toMatchObject({ code: 1216 });
    expect(walk('{"a": 1}', ["a", "b"])).toMatchObject({
      reason: "Invalid JSONPath format: Member is not an object.",
    });
  });
});
