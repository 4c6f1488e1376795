import { describe, expect, it } from "vitest";
import { collides, gapsOf } from "../src/schedule-times.ts";

const HOUR = 60;
const DAY = 24 * HOUR;

describe("the gaps of a schedule", () => {
  it.each([
    ["rate(90 minutes)", 90, 90],
    ["rate(2 days)", 2 * DAY, 2 * DAY],
    ["cron(0 3 * * ? *)", DAY, DAY],
    ["cron(0/20 * * * ? *)", 20, 20],
    ["cron(0 8-18/2 ? * MON-FRI *)", 2 * HOUR, 62 * HOUR],
    ["cron(0 6,18 ? * 2-6 *)", 12 * HOUR, 60 * HOUR],
    ["cron(0 3 ? * SAT *)", 7 * DAY, 7 * DAY],
    ["cron(0 3 ? * L *)", 7 * DAY, 7 * DAY],
    ["cron(0 0 L * ? *)", 28 * DAY, 31 * DAY],
    ["cron(0 0 L-3 * ? *)", 28 * DAY, 31 * DAY],
    ["cron(0 0 1 * ? *)", 28 * DAY, 31 * DAY],
    ["cron(0 0 1,15 * ? *)", 14 * DAY, 17 * DAY],
    ["cron(0 9 ? * 2#1 *)", 28 * DAY, 35 * DAY],
    ["cron(0 9 ? * 6L *)", 28 * DAY, 35 * DAY],
    ["cron(0 9 LW * ? *)", 28 * DAY, 33 * DAY],
  ])("%s", (expression, shortest, longest) => {
    expect(gapsOf(expression)).toEqual({ shortest, longest });
  });

  it("of one that hardly ever comes are as long as what was looked at", () => {
    expect(gapsOf("cron(0 0 29 2 ? *)").longest).toBeGreaterThan(300 * DAY);
    expect(gapsOf("cron(0 0 31 2 ? *)").longest).toBe(Infinity);
  });
});

describe("a pause and a run", () => {
  it("meet when the pause comes while the run may be at work, on the days of both", () => {
    expect(collides("cron(0 3 * * ? *)", "UTC", "cron(0 4 * * ? *)", 60)).toBe(true);
    expect(collides("cron(0 3 * * ? *)", "UTC", "cron(1 4 * * ? *)", 60)).toBe(false);
    expect(collides("cron(0 3 ? * MON-FRI *)", "UTC", "cron(30 3 ? * SAT *)", 60)).toBe(false);
    // The last day of a month is its last, and not the twenty-eighth.
    expect(collides("cron(0 3 L * ? *)", "UTC", "cron(30 3 31 * ? *)", 60)).toBe(true);
    expect(collides("cron(0 3 L * ? *)", "UTC", "cron(30 3 27 * ? *)", 60)).toBe(false);
    // Over midnight.
    expect(collides("cron(30 23 ? * SUN *)", "UTC", "cron(0 0 ? * MON *)", 60)).toBe(true);
  });

  it("meet by the clock of the run's zone, in summer or in winter", () => {
    expect(collides("cron(0 3 * * ? *)", "America/New_York", "cron(30 7 * * ? *)", 60)).toBe(true);
    expect(collides("cron(0 3 * * ? *)", "America/New_York", "cron(30 8 * * ? *)", 60)).toBe(true);
    expect(collides("cron(0 3 * * ? *)", "America/New_York", "cron(30 3 * * ? *)", 60)).toBe(false);
    expect(collides("cron(0 3 * * ? *)", "Asia/Kolkata", "cron(0 22 * * ? *)", 60)).toBe(true);
  });

  it("are not compared when the run is a rate, which begins whenever it is made", () => {
    expect(collides("rate(1 day)", "UTC", "cron(0 4 * * ? *)", 60)).toBe(false);
  });
});
