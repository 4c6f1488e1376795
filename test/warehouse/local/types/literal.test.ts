/** Texts as dates and times ("Date, time, and timestamp literals", "Examples with datetime types" and "Datetime types" of the Developer Guide). */
import { describe, expect, it } from "vitest";
import { readLiteral } from "../../../../src/warehouse/local/types/literal.ts";
import { readTimeZone } from "../../../../src/warehouse/local/types/time-zone.ts";

describe("a date", () => {
  it.each([
    ["January 8, 1999", "1999-01-08"],
    ["1999-01-08", "1999-01-08"],
    ["1/8/1999", "1999-01-08"],
    ["01/02/00", "2000-01-02"],
    ["2000-Jan-31", "2000-01-31"],
    ["Jan-31-2000", "2000-01-31"],
    ["31-Jan-2000", "2000-01-31"],
    ["20080215", "2008-02-15"],
    ["080215", "2008-02-15"],
    ["2008.366", "2008-12-31"],
    ["Jun 1,2008", "2008-06-01"],
    ["20081231", "2008-12-31"],
    ["12/31/2008", "2008-12-31"],
    ["20080501", "2008-05-01"],
    ["Jun 1, 2008", "2008-06-01"],
    // The time is left.
    ["2008-02-18 02:36:48", "2008-02-18"],
    [" 2008-02-18 ", "2008-02-18"],
    ["01/02/70", "1970-01-02"],
    ["01/02/69", "2069-01-02"],
    ["0044-03-15 BC", "0044-03-15 (BC)"],
  ])("%j is %s", (text, date) => expect(readLiteral(text, { name: "date" })).toBe(date));

  // The month stands first (DateStyle MDY).
  it.each([
    "31/12/2008",
    "13-01-2008",
    "2008-02-30",
    "2008-13-01",
    "2008",
    "x",
    "",
    "2008-01-01x",
    "2008-01/01",
  ])("%j is none", (text) => {
    expect(readLiteral(text, { name: "date" })).toMatchObject({ sqlState: "22007" });
  });
});

describe("a moment", () => {
  it.each([
    ["20080215 04:05:06.789", "2008-02-15 04:05:06.789"],
    ["20080215 04:05:06", "2008-02-15 04:05:06"],
    ["20080215 04:05", "2008-02-15 04:05:00"],
    ["20080215 040506", "2008-02-15 04:05:06"],
    ["20080215 04:05 AM", "2008-02-15 04:05:00"],
    ["20080215 04:05 PM", "2008-02-15 16:05:00"],
    ["20080215 16:05", "2008-02-15 16:05:00"],
    ["20080215", "2008-02-15 00:00:00"],
    ["Jun 1,2008  09:59:59", "2008-06-01 09:59:59"],
    ["Dec 31,2008 18:20", "2008-12-31 18:20:00"],
    // "Time zone values in input strings are ignored."
    ["Jun 1,2008 09:59:59 EST", "2008-06-01 09:59:59"],
    ["2008-06-01T09:59:59Z", "2008-06-01 09:59:59"],
    ["epoch", "1970-01-01 00:00:00"],
  ])("%j is %s", (text, moment) => expect(readLiteral(text, { name: "timestamp" })).toBe(moment));

  it.each([
    ["17 Dec 07:37:16 1997 PST", "1997-12-17 15:37:16+00"],
    ["12/17/1997 07:37:16.00 PST", "1997-12-17 15:37:16.00+00"],
    ["12/17/1997 07:37:16.00 US/Pacific", "1997-12-17 15:37:16.00+00"],
    ["1997-12-17 07:37:16-08", "1997-12-17 15:37:16+00"],
    ["17.12.1997 07:37:16.00 PST", "1997-12-17 15:37:16.00+00"],
    ["2008-06-01 09:59:59 US/Pacific", "2008-06-01 16:59:59+00"],
    ["2008-06-01 09:59:59 PST", "2008-06-01 17:59:59+00"],
    ["2008-06-01 09:59:59", "2008-06-01 09:59:59+00"],
    ["2008-06-01 09:59:59 +05:30", "2008-06-01 04:29:59+00"],
  ])("%j with a time zone is %s", (text, moment) =>
    expect(readLiteral(text, { name: "timestamptz" })).toBe(moment),
  );

  it.each([
    "2008-06-01 25:00",
    "2008-06-01 13:05 PM",
    "2008-06-01 09:60",
    "2008-06-01 09:59 Nowhere",
    "2008-06-01 IST",
  ])("%j is none", (text) => {
    expect(readLiteral(text, { name: "timestamptz" })).toMatchObject({ sqlState: "22007" });
  });
});

describe("a time", () => {
  it.each([
    ["04:05:06.789", "04:05:06.789"],
    ["04:05:06", "04:05:06"],
    ["04:05", "04:05:00"],
    ["040506", "04:05:06"],
    ["04:05 AM", "04:05:00"],
    ["04:05 PM", "16:05:00"],
    ["16:05", "16:05:00"],
    ["2008-02-15 16:05", "16:05:00"],
  ])("%j is %s", (text, time) => expect(readLiteral(text, { name: "time" })).toBe(time));

  it.each([
    ["13:24:55 PST", "21:24:55+00"],
    ["20:00:00 PST", "04:00:00+00"],
    ["1.12.1997 07:37:16.00 PDT", "14:37:16.00+00"],
    ["04:05", "04:05:00+00"],
  ])("%j with a time zone is %s", (text, time) => expect(readLiteral(text, { name: "timetz" })).toBe(time));

  it.each(["24:00", "x", "", "2008-02-15"])("%j is none", (text) => {
    expect(readLiteral(text, { name: "time" })).toMatchObject({ sqlState: "22007" });
  });
});

// "Time zone usage notes" under "CONVERT_TIMEZONE function".
describe("a time zone", () => {
  it.each([
    ["PST", -480],
    ["pdt", -420],
    ["UTC", 0],
    ["PST8", -480],
    ["EST5", -300],
    ["NEWZONE +2", -120],
    ["NEWZONE-2:15", 135],
    ["GMT+2", -120],
    ["US/Pacific", "America/Los_Angeles"],
    ["us/pacific", "America/Los_Angeles"],
    ["Singapore", "Asia/Singapore"],
    ["Africa/Kampala", expect.stringMatching(/^Africa\//) as string],
    ["PST8PDT", expect.stringMatching(/^(?:PST8PDT|America\/Los_Angeles)$/) as string],
  ])("%s", (text, zone) => expect(readTimeZone(text)).toEqual(zone));

  it.each([
    ["Nowhere", "22023"],
    ["+2", "22023"],
    ["", "22023"],
    ["IST", "0A000"],
    ["AEST-10AEDT", "0A000"],
  ])("%j is none", (text, sqlState) => expect(readTimeZone(text)).toMatchObject({ sqlState }));
});
