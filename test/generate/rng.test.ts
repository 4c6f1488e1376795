import { describe, expect, it } from "vitest";
import { createRng } from "../../src/generate/rng.ts";

describe("createRng", () => {
  it("gives the same numbers for the same seed, stream and index", () => {
    const numbers = (): number[] => {
      const rng = createRng(1, 2, 3);
      return Array.from({ length: 5 }, () => rng.below(1000));
    };
    expect(numbers()).toEqual(numbers());
    expect(numbers()).toEqual([796, 887, 381, 312, 50]);
  });

  it("gives other numbers for another seed, stream or index, seeds beyond 32 bits included", () => {
    const first = [
      createRng(1, 1, 1),
      createRng(2, 1, 1),
      createRng(1, 2, 1),
      createRng(1, 1, 2),
      createRng(1 + 2 ** 32, 1, 1),
    ].map((rng) => rng.below(2 ** 32));
    expect(new Set(first).size).toBe(5);
  });

  it("spreads evenly and keeps to its limits", () => {
    const rng = createRng(7, 1);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let draw = 0; draw < 100_000; draw++) {
      const at = rng.between(0, 9);
      counts[at] = (counts[at] ?? Number.NaN) + 1;
    }
    expect(counts).toHaveLength(10);
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it("is true in the share of cases that is asked for", () => {
    const rng = createRng(7, 1);
    const hits = Array.from({ length: 100_000 }, () => rng.chance(0.03)).filter(Boolean).length;
    expect(Math.abs(hits - 3000)).toBeLessThan(300);
    expect([rng.chance(0), rng.chance(1)]).toEqual([false, true]);
  });
});
