import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import {
  SETTING_FORMATS,
  formatDurationSetting,
  parseDuration,
  type SettingFormat,
} from "../../src/config/formats.ts";

describe("durations", () => {
  it.each([
    ["90s", 90_000],
    ["45m", 2_700_000],
    ["1h30m", 5_400_000],
    ["24d", 2_073_600_000],
  ])("reads %s", (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(["45", "", "m", "1.5h", "-1m", "0s", "25d", "1h 30m", "1000ms", "5w"])("refuses %j", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it("come back as they were written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 * 86_400 }), (seconds) => {
        expect(parseDuration(formatDurationSetting(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });
});

describe("formats", () => {
  it.each([
    ["location", "data/log_data", true],
    ["location", "/data/log_data", true],
    ["location", "s3://udacity-dend/log", true],
    ["location", "s3://udacity-dend", true],
    ["location", "s3://", false],
    ["location", "S3://bucket/x", false],
    ["location", "https://bucket.s3.amazonaws.com/x", false],
    ["path", "c:\\data", true],
    ["path", "s3://bucket/x", false],
    ["port", "0", false],
    ["port", "5439", true],
    ["port", "65536", false],
    ["rejected rows", "1e3", false],
    ["rejected rows", "12abc", false],
    // One more would be MAXERROR 100001, which COPY does not take (Database Developer Guide, "Data load operations").
    ["rejected rows", "99999", true],
    ["rejected rows", "100000", false],
    ["host", "localhost", true],
    ["host", "c.abc123.us-west-2.redshift.amazonaws.com", true],
    ["host", "::1", true],
    ["host", "127.0.0.1", true],
    ["host", "jdbc:redshift://c:5439/dev", false],
    ["role", "default", true],
    ["role", "arn:aws:iam::123456789012:role/copy", true],
    ["role", "arn:aws-cn:iam::123456789012:role/a/b,arn:aws:iam::210987654321:role/c", true],
    ["role", "arn:aws:iam::123456789012:user/me", false],
  ] as const)("%s takes %j: %s", (format, text, taken) => {
    const { validate, coerce = (given: string) => given }: SettingFormat = SETTING_FORMATS[format];
    const judge = (): string => {
      try {
        validate(coerce(text));
        return "taken";
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(judge()).toMatch(taken ? /^taken$/ : /^must be /);
  });
});
