import { describe, expect, it } from "vitest";
import { formatNumber, NUMBER_FORMAT } from "../../../src/warehouse/local/number-format.ts";

describe("a number in a format", () => {
  it.each([
    ["12", "99", " 12"],
    ["0.1", "0.9", " 0.1"],
    ["-12.345", "999.99", " -12.35"],
    ["485", "0999", " 0485"],
    ["1485", "9G999", " 1,485"],
    ["0", "99", "   "],
    ["0.004", "0.00", " 0.00"],
    ["-0.004", "0.00", " 0.00"],
    ["99.995", "99.99", " ##.##"],
    ["-1", "FM99", "-1"],
    ["12345678901234567890.5", "99999999999999999999", " 12345678901234567891"],
  ])("%s in %s is %j", (value, format, text) => expect(formatNumber(value, format)).toBe(text));

  it("is told from the format of a date", () => {
    expect(["FM999,990.00", "9D9", ".99"].every((format) => NUMBER_FORMAT.test(format))).toBe(true);
    expect(["DD.MM", "999PR", "HH24", ""].some((format) => NUMBER_FORMAT.test(format))).toBe(false);
  });
});
