import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBinary, encodeBinary } from "../../src/serve/binary.ts";

const [BYTEA, DATE, TIME, NUMERIC] = [17, 1082, 1083, 1700] as const;

describe("a value in binary", () => {
  // What PostgreSQL sends: ndigits, weight, sign, dscale, and digits to the base of 10,000.
  it.each([
    [NUMERIC, "1.25", "0002 0000 0000 0002 0001 09c4"],
    [NUMERIC, "-12345.6789", "0003 0001 4000 0004 0001 0929 1a85"],
    [NUMERIC, "0.00", "0000 0000 0000 0002"],
    [NUMERIC, "0.0001", "0001 ffff 0000 0004 0001"],
    [NUMERIC, "10000", "0001 0001 0000 0000 0001"],
    [DATE, "2000-01-01", "00000000"],
    [DATE, "1999-12-31", "ffffffff"],
    [DATE, "2020-02-29", "00001cc4"],
    [TIME, "00:00:01", "00000000000f4240"],
    [BYTEA, "00ff27", "00ff27"],
  ] as const)("has PostgreSQL's form: %i %s", (type, text, hex) => {
    expect(encodeBinary(type, text).toString("hex")).toBe(hex.replaceAll(" ", ""));
  });

  it("comes back as the number that it was", () => {
    const digits = fc.stringMatching(/^-?(?:0|[1-9]\d{0,20})(?:\.\d{1,17})?$/);
    fc.assert(
      fc.property(digits, (text) => {
        const sign = /[1-9]/.test(text) ? text : text.replace("-", "");
        expect(decodeBinary(NUMERIC, encodeBinary(NUMERIC, text))).toBe(sign);
      }),
    );
  });

  it("comes back as the day, the time and the bytes that it was", () => {
    for (const day of ["0001-01-01", "1969-12-31", "2000-03-01", "9999-12-31"])
      expect(decodeBinary(DATE, encodeBinary(DATE, day))).toBe(day);
    expect(decodeBinary(TIME, encodeBinary(TIME, "23:59:59.000001"))).toBe("23:59:59.000001");
    expect(decodeBinary(BYTEA, encodeBinary(BYTEA, "00ff27"))).toBe(String.raw`\x00ff27`);
  });

  it.each([
    [NUMERIC, "0002 0000 0000 0002 0001"],
    [NUMERIC, "00"],
    [DATE, "00"],
  ])("is refused where its bytes are none: %i %s", (type, hex) => {
    expect(() => decodeBinary(type, Buffer.from(hex.replaceAll(" ", ""), "hex"))).toThrow("incorrect binary");
  });
});
