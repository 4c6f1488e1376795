import { describe, expect, it } from "vitest";
import {
  countOf,
  formatAge,
  formatBytes,
  formatCount,
  formatDuration,
  formatMoment,
  formatShare,
  parseMoment,
} from "../../src/text/amounts.ts";

describe("amounts", () => {
  it("groups the digits of counts, and uses the word for one", () => {
    expect([
      formatCount(6820),
      countOf(1, "play"),
      countOf(0, "play"),
      countOf(2, "retry", "retries"),
    ]).toEqual(["6,820", "1 play", "0 plays", "2 retries"]);
  });

  it("groups digits as Intl does, whole numbers and others", () => {
    const intl = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
    const numbers = [
      -0,
      0,
      7,
      12,
      123,
      1234,
      -1234,
      -999,
      100_000,
      1_234_567,
      1e15,
      2 ** 53,
      1e21,
      0.005,
      -1234.567,
      1e6 + 0.5,
    ];
    expect(numbers.map(formatCount)).toEqual(numbers.map((number) => intl.format(number)));
    expect([Number.NaN, Number.POSITIVE_INFINITY].map(formatCount)).toEqual(["–", "–"]);
  });

  it("never calls a share none or all of what it is not", () => {
    expect([formatShare(333, 6820), formatShare(1, 1e6), formatShare(999_999, 1e6)]).toEqual([
      "4.9 %",
      "under 0.1 %",
      "over 99.9 %",
    ]);
    expect([formatShare(0, 5), formatShare(5, 5), formatShare(0, 0)]).toEqual(["0.0 %", "100.0 %", "–"]);
  });

  it("writes bytes and times in the unit that fits", () => {
    expect([0, 999, 1000, 7_471_825, 3.5e12].map(formatBytes)).toEqual([
      "0 bytes",
      "999 bytes",
      "1 kB",
      "7.5 MB",
      "3.5 TB",
    ]);
    expect([0, 12, 999, 3200, 59_999, 250_000, 7_500_000, 273_600_000].map(formatDuration)).toEqual([
      "0 s",
      "12 ms",
      "999 ms",
      "3.2 s",
      "59.9 s",
      "4 min 10 s",
      "2 h 5 min",
      "3 d 4 h",
    ]);
  });

  it("tells an age as people do: nobody counts eight years in days", () => {
    const day = 86_400_000;
    expect(
      [12, 3.5 * day, 59 * day, 60 * day, 100 * day, 729 * day, 730 * day, 2921 * day].map(formatAge),
    ).toEqual(["12 ms", "3 d 12 h", "59 d", "2 months", "3 months", "24 months", "2 years", "8 years"]);
  });

  it("reads the warehouse's timestamps as UTC", () => {
    expect(parseMoment("2018-11-30 00:22:07.796")?.toISOString()).toBe("2018-11-30T00:22:07.796Z");
    expect([parseMoment(null), parseMoment(""), parseMoment("infinity")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(formatMoment(new Date("2018-11-30T00:22:07.796Z"))).toBe("2018-11-30 00:22:07 UTC");
  });
});
