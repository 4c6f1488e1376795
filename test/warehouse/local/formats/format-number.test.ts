/** TO_CHAR of a number: the Developer Guide lists the signs ("Numeric format strings"), their rules are those of PostgreSQL's manual. */
import { describe, expect, it } from "vitest";
import { formatNumber } from "../../../../src/warehouse/local/formats/format-number.ts";
import { numberFormat } from "../../../../src/warehouse/local/formats/number-format.ts";
import { readNumber } from "../../../../src/warehouse/local/formats/read-number.ts";

function format(value: string, written: string): string {
  const read = numberFormat(written);
  if ("rest" in read) throw new Error(`${written}: ${read.rest}`);
  return formatNumber(value, read);
}

describe("a number in a format", () => {
  it.each([
    ["12", "99", " 12"],
    ["0.1", "0.9", " 0.1"],
    ["-0.1", "99.99", "  -.10"],
    ["-0.1", "FM9.99", "-.1"],
    ["-12.345", "999.99", " -12.35"],
    ["12", "9990999.9", "    0012.0"],
    ["12", "FM9990999.9", "0012."],
    ["485", "999", " 485"],
    ["-485", "999", "-485"],
    ["485", "9 9 9", " 4 8 5"],
    ["485", "0999", " 0485"],
    ["1485", "9,999", " 1,485"],
    ["1485", "9G999", " 1,485"],
    ["-12", "9,999", "   -12"],
    ["148.5", "999.999", " 148.500"],
    ["148.5", "FM999.999", "148.5"],
    ["148.5", "FM999.990", "148.500"],
    ["0", "999", "   0"],
    ["0", "99.99", "   .00"],
    ["0", "FM9.9", "0."],
    ["0.004", "0.00", " 0.00"],
    ["-0.004", "0.00", " 0.00"],
    ["99.995", "99.99", " ##.##"],
    ["-1", "FM99", "-1"],
    ["12345678901234567890.5", "99999999999999999999", " 12345678901234567891"],
    ["1e+20", "FM999999999999999999999", "100000000000000000000"],
    ["1.5e-07", "FM0.00000000", "0.00000015"],
    ["-485", "999S", "485-"],
    ["485", "S999", "+485"],
    ["-4", "S999", "  -4"],
    ["-485", "999MI", "485-"],
    ["485", "999MI", "485 "],
    ["485", "FM999MI", "485"],
    ["485", "SG999", "+485"],
    ["-485", "9SG99", "4-85"],
    ["-485", "999PR", "<485>"],
    ["485", "999PR", " 485 "],
    ["485", "L999", "$ 485"],
    ["485", "RN", "        CDLXXXV"],
    ["485", "FMRN", "CDLXXXV"],
    ["5.2", "FMRN", "V"],
    ["482", "999th", " 482nd"],
    ["11", "99TH", " 11TH"],
    ["485", '"Good number:"999', "Good number: 485"],
  ])("%s in %s is %j", (value, written, text) => expect(format(value, written)).toBe(text));

  it.each(["99V9", "9.99EEEE", "PL999", "CC", "DD.MM", "HH24", "", "9.9.9"])("knows no %j", (written) => {
    expect(numberFormat(written)).toHaveProperty("rest");
  });
});

describe("a number is read by a format", () => {
  it.each([
    ["12,454.8-", "FM99G999D9S", "-12454.8"],
    ["$ 12,454.88", "FML99G999D99", "12454.88"],
    ["$ 2,012,454.88", "FML9,999,999.99", "2012454.88"],
    ["12.345", "99D999", "12.345"],
    ["-7", "99", "-7"],
    ["<7>", "99PR", "-7"],
    ["12x", "999", undefined],
    ["1234", "999", undefined],
    ["1.25", "9.9", undefined],
    ["", "9", undefined],
  ])("%j by %s is %s", (text, written, number) => {
    const read = numberFormat(written);
    if ("rest" in read) throw new Error(written);
    expect(readNumber(text, read)).toBe(number);
  });
});
