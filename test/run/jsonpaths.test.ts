/** Where COPY is told that the JSONPaths file of a source is. */
import { describe, expect, it } from "vitest";
import { placeJsonpaths, prepareJsonpaths } from "../../src/run/jsonpaths.ts";
import type { Store } from "../../src/store/store.ts";

/** Keeps what is written, and answers with that. */
function openStore(objects: Map<string, Buffer>): Store {
  return {
    list: () => Promise.resolve([]),
    read: (url) => Promise.resolve(objects.get(url) ?? Buffer.alloc(0)),
    readParts: () => {
      throw new Error("nobody asks for parts");
    },
    write: (url, content) => Promise.resolve(void objects.set(url, Buffer.from(content))),
    remove: () => Promise.resolve(),
    localPath: () => undefined,
  };
}

describe("a JSONPaths file", () => {
  const PATHS = '{"jsonpaths": ["$.id"]}';
  const source = { name: "rides", jsonpaths: "/mine/jsonpaths/rides.json" };

  it("of this machine is copied to where the work is, when that is in S3", async () => {
    const objects = new Map([[source.jsonpaths, Buffer.from(PATHS)]]);
    const place = "s3://lake/work/1/rides.jsonpaths";
    expect(await placeJsonpaths(openStore(objects), source, "s3://lake/work/1/")).toBe(place);
    expect(objects.size).toBe(1);
    expect(await prepareJsonpaths(openStore(objects), source, "s3://lake/work/1/")).toBe(place);
    expect(objects.get(place)?.toString()).toBe(PATHS);
  });

  it("stays where it is otherwise", async () => {
    const objects = new Map(
      ["/mine/jsonpaths/rides.json", "s3://lake/rides.json"].map((url) => [url, Buffer.from(PATHS)]),
    );
    expect(await prepareJsonpaths(openStore(objects), source, "/mine/.dwh/work/")).toBe(source.jsonpaths);
    const far = { name: "rides", jsonpaths: "s3://lake/rides.json" };
    expect(await prepareJsonpaths(openStore(objects), far, "s3://lake/work/1/")).toBe(far.jsonpaths);
    expect(objects.size).toBe(2);
  });
});
