import { describe, expect, it } from "vitest";
import { planPacks } from "../../src/sources/pack-plan.ts";
import type { Compression } from "../../src/compression/compression.ts";
import type { SourceFile } from "../../src/sources/source.ts";

const MB = 1024 * 1024;

const files = (count: number, size: number, compression: Compression = "", name = "f"): SourceFile[] =>
  Array.from({ length: count }, (_, index) => ({
    url: `/${name}${index}.json`,
    etag: "1",
    size,
    source: "songs",
    compression,
    format: { kind: "json" },
  }));

const shape = (all: readonly SourceFile[]) => {
  const { packs, asTheyLie, compression } = planPacks(all);
  return { packs: packs.map(({ length }) => length), asTheyLie: asTheyLie.length, compression };
};

describe("a plan of packs", () => {
  it("joins small files into one pack a megabyte, and into sixteen of them at most", () => {
    expect(shape(files(100, 300))).toMatchObject({ packs: [100], asTheyLie: 0 });
    expect(shape(files(8, MB / 2)).packs).toEqual([2, 2, 2, 2]);
    expect(shape(files(80, MB / 2)).packs).toEqual(Array.from({ length: 16 }, () => 5));
  });

  it("makes more than sixteen rather than one that is too large", () => {
    const { packs } = planPacks(files(6000, 0.9 * MB));
    expect(packs.length).toBeGreaterThan(16);
    for (const pack of packs) expect(pack.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(130 * MB);
  });

  it("leaves files where they lie that are large on average, or alone", () => {
    expect(shape(files(3, 2 * MB))).toMatchObject({ packs: [], asTheyLie: 3 });
    expect(shape(files(1, 300))).toMatchObject({ packs: [], asTheyLie: 1 });
    expect(shape([])).toEqual({ packs: [], asTheyLie: 0, compression: "" });
  });

  it("leaves a large file among many small ones where it lies", () => {
    expect(shape([...files(100, 300), ...files(1, 20 * MB, "", "large")])).toMatchObject({
      packs: [100],
      asTheyLie: 1,
    });
  });

  it("takes the compression of most bytes, and packs what has another one, however large", () => {
    expect(shape([...files(2, 3 * MB, "gzip"), ...files(5, MB, "", "plain")])).toMatchObject({
      compression: "gzip",
      asTheyLie: 2,
      packs: [1, 1, 1, 1, 1],
    });
  });

  it("packs files of another region as it does others, and remembers that the rest has to be carried over", () => {
    const all = [...files(100, 300), ...files(1, 20 * MB, "", "large")];
    expect(planPacks(all, "eu-north-1")).toEqual({ ...planPacks(all), away: "eu-north-1" });
    expect(planPacks(all).away).toBeUndefined();
  });

  it("keeps every file once, in its order", () => {
    const all = files(50, MB / 5);
    expect(planPacks(all).packs.flat()).toEqual(all);
  });
});
