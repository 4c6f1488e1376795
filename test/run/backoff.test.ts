import { describe, expect, it } from "vitest";
import { backoff } from "../../src/run/backoff.ts";

describe("the wait before another try", () => {
  it("doubles from a second to a minute, and no further", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 50, 5000].map((attempt) => backoff(attempt, 0.999999))).toEqual([
      1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000,
    ]);
  });

  it("leaves half of it to chance", () => {
    expect([0, 0.5, 0.999999].map((random) => backoff(3, random))).toEqual([2000, 3000, 4000]);
  });
});
