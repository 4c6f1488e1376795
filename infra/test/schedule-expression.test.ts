import { describe, expect, it } from "vitest";
import { scheduleProblem } from "../src/schedule-expression.ts";

describe("scheduleProblem", () => {
  it.each([
    "cron(0 3 * * ? *)",
    "cron(15 10 ? * 6L 2022-2023)",
    "cron(0/15 * * * ? *)",
    "cron(0 8-18/2 ? * MON-FRI *)",
    "cron(0 9 ? * 2#1 *)",
    "cron(5,35 14 * JAN,JUL ? *)",
    "cron(0 0 L * ? *)",
    "cron(0 0 L-3 * ? *)",
    "cron(0 0 15W * ? *)",
    "cron(0 0 LW * ? *)",
    "cron(0 9 ? * FRI#2 *)",
    "cron(0 9 ? * L *)",
    "cron(*/5 * * * ? 2026)",
    "rate(1 day)",
    "rate(12 hours)",
  ])("takes %s", (expression) => expect(scheduleProblem(expression)).toBeUndefined());

  it.each([
    ["0 3 * * ? *", "neither cron(…) nor rate(…)"],
    ["cron(0 3 * * ?)", "5 fields instead of 6"],
    ["cron(0  3 * * ? *)", "7 fields instead of 6"],
    ["cron(60 3 * * ? *)", "the minutes is wrong"],
    ["cron(0 24 * * ? *)", "the hours is wrong"],
    ["cron(0 3 32 * ? *)", "the day of month is wrong"],
    ["cron(0 3 0W * ? *)", "the day of month is wrong"],
    ["cron(0 3 32W * ? *)", "the day of month is wrong"],
    ["cron(0 3 L-31 * ? *)", "the day of month is wrong"],
    ["cron(0 3 ? * #2 *)", "the day of week is wrong"],
    ["cron(0 3 ? * SON#2 *)", "the day of week is wrong"],
    ["cron(0 3 * 13 ? *)", "the month is wrong"],
    ["cron(0 3 ? * 8 *)", "the day of week is wrong"],
    ["cron(0 3 ? * SON *)", "the day of week is wrong"],
    ["cron(0 3 * * ? 1969)", "the year is wrong"],
    ["cron(0 18-8 * * ? *)", "the hours is wrong"],
    ["cron(0 3/0 * * ? *)", "the hours is wrong"],
    ["cron(? 3 * * ? *)", "the minutes is wrong"],
    ["cron(0 3 * * * *)", "one of day of month and day of week must be ?"],
    ["cron(0 3 ? * ? *)", "one of day of month and day of week must be ?"],
    ["rate(0 days)", "not a rate"],
    ["rate(1 week)", "not a rate"],
  ])("refuses %s: %s", (expression, problem) => expect(scheduleProblem(expression)).toBe(problem));
});
