import { describe, expect, it } from "vitest";
import { carryOver } from "../../src/sources/carry.ts";
import type { SourceFile } from "../../src/sources/source.ts";
import type { Store } from "../../src/store/store.ts";

const MB = 1024 * 1024;

const files = (count: number, size: number): SourceFile[] =>
  Array.from({ length: count }, (_, index) => ({
    url: `s3://far/${index}.json`,
    etag: `${index}`,
    size,
    source: "events",
    compression: "",
    format: { kind: "json" },
  }));

const urlOf = (index: number): string => `s3://home/work/${index}.json`;

/** A store whose copies end when the test says so. */
function heldStore() {
  const held = new Map<string, { readonly end: () => void; readonly fail: (error: Error) => void }>();
  const nothing = (): never => expect.unreachable("only copies are asked for");
  const store: Store = {
    list: nothing,
    read: nothing,
    readParts: nothing,
    write: nothing,
    remove: nothing,
    localPath: nothing,
    copy: ({ url }) =>
      new Promise((resolve, reject) => {
        const done = (): boolean => held.delete(url);
        held.set(url, { end: () => done() && resolve(), fail: (error) => done() && reject(error) });
      }),
  };
  return { store, held };
}

/** Lets everything that may happen without an answer happen. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("carrying files over", () => {
  it("copies several small files at a time, and a large one by itself, each to the url of its place", async () => {
    const { store, held } = heldStore();
    const small = carryOver(store, files(20, MB), urlOf);
    await settle();
    expect(held.size).toBe(8);
    for (let round = 0; round < 20; round += 1) {
      for (const { end } of held.values()) end();
      await settle();
    }
    expect((await small).map(({ url }) => url)).toEqual(Array.from({ length: 20 }, (_, n) => urlOf(n)));

    const large = carryOver(store, files(2, 1024 * MB), urlOf);
    await settle();
    expect([...held.keys()]).toEqual(["s3://far/0.json"]);
    held.get("s3://far/0.json")?.end();
    await settle();
    held.get("s3://far/1.json")?.end();
    expect(await large).toMatchObject([
      { kind: "file", url: urlOf(0), size: 1024 * MB, file: { url: "s3://far/0.json" } },
      { kind: "file", url: urlOf(1), file: { url: "s3://far/1.json" } },
    ]);
  });

  it("fails when the last one that is under way has ended, so that nothing is written behind its back", async () => {
    const { store, held } = heldStore();
    let failed = false;
    const carried = carryOver(store, files(3, MB), urlOf).catch((error: unknown) => {
      failed = true;
      return error;
    });
    await settle();
    held.get("s3://far/0.json")?.fail(new Error("denied"));
    await settle();
    expect([failed, held.size]).toEqual([false, 2]);
    for (const { end } of held.values()) end();
    expect(await carried).toMatchObject({ message: "denied" });
  });
});
