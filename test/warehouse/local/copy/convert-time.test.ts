import { describe, expect, it } from "vitest";
import {
  momentParser,
  parseTime,
  type MomentKind,
} from "../../../../src/warehouse/local/copy/convert-time.ts";

function parse(text: string, format: string, kind: MomentKind = "timestamp"): string | undefined {
  const moment = momentParser(format, kind)(text);
  return moment && `${moment.date} ${moment.time}`;
}

describe("a moment", () => {
  it.each([
    ["2018-11-01 20:57:10", "", "2018-11-01 20:57:10"],
    ["2018-11-01 20:57:10.123456789", "", "2018-11-01 20:57:10.123456"],
    ["2018-11-01T20:57:10Z", "", undefined],
    ["2018-11-01", "", undefined],
    ["1541105830796", "epochmillisecs", "2018-11-01 20:57:10.796"],
    ["1541105830005", "epochmillisecs", "2018-11-01 20:57:10.005"],
    ["-1", "epochmillisecs", "1969-12-31 23:59:59.999"],
    ["1541105830796.0", "epochmillisecs", undefined],
    ["253402300800000", "epochmillisecs", undefined],
    ["1541105830", "epochsecs", "2018-11-01 20:57:10.000"],
    ["1541105830", "auto", undefined],
    ["1541105830", "EPOCHSECS", undefined],
    ["03/31/2003", "MM/DD/YYYY", "2003-03-31 00:00:00"],
    ["March 31, 2003", "MON DD, YYYY", "2003-03-31 00:00:00"],
    ["31-mar-03", "DD-MON-YY", "2003-03-31 00:00:00"],
    ["31-mar-99", "DD-MON-YY", "1999-03-31 00:00:00"],
    ["03.31.2003 18:45:05.5", "MM.DD.YYYY HH:MI:SS", "2003-03-31 18:45:05.5"],
    ["03.31.2003 06:45:05 PM", "MM.DD.YYYY HH12:MI:SS AM", "2003-03-31 18:45:05"],
    ["12:00:00 AM 2003-03-31", "HH12:MI:SS AM YYYY-MM-DD", "2003-03-31 00:00:00"],
    ["2003-03-31 18", "YYYY-MM-DD HH", "2003-03-31 18:00:00"],
    ["2003-02-29", "YYYY-MM-DD", undefined],
    ["2004-02-29", "YYYY-MM-DD", "2004-02-29 00:00:00"],
    ["2003-13-01", "YYYY-MM-DD", undefined],
    ["2003-03-31 24:00:00", "YYYY-MM-DD HH:MI:SS", undefined],
    ["2003-03-31x", "YYYY-MM-DD", undefined],
  ])("%s by '%s' is %s", (text, format, expected) => {
    expect(parse(text, format)).toBe(expected);
  });

  it("of another day than the one before has a date of its own", () => {
    const parseMillis = momentParser("epochmillisecs", "timestamp");
    const days = ["1541116799999", "1541116800000", "1541030399999"].map((text) => parseMillis(text)?.date);
    expect(days).toEqual(["2018-11-01", "2018-11-02", "2018-10-31"]);
  });

  // The table of the manual, "Using automatic recognition with DATEFORMAT and TIMEFORMAT".
  it.each([
    ["2019-02-11T05:09:12.195Z", "2019-02-11 05:09:12.195"],
    ["J2451187", "1999-01-08 00:00:00"],
    ["J2345678 04:05:06.789", "1710-02-23 04:05:06.789"],
    ["Jan-08-95 BC", "0095-01-08 (BC) 00:00:00"],
    ["19960108 040809", "1996-01-08 04:08:09"],
    ["960108 040809", "1996-01-08 04:08:09"],
    ["1996.008", "1996-01-08 00:00:00"],
    ["1996-01-08 04:05:06.789", "1996-01-08 04:05:06.789"],
    ["17 Dec 07:37:16 1997 PST", "1997-12-17 07:37:16"],
    ["12/17/1997 07:37:16.00 PST", "1997-12-17 07:37:16.00"],
    ["1997-12-17 07:37:16-08", "1997-12-17 07:37:16"],
    ["12.17.1997 07:37:16.00 PST", "1997-12-17 07:37:16.00"],
    ["17.12.1997 07:37:16", "1997-12-17 07:37:16"],
    ["1997-12-17", "1997-12-17 00:00:00"],
    ["yesterday", undefined],
    ["1997-12-17 07:37:16 XYZ", undefined],
  ])("%s is recognized as %s", (text, expected) => {
    expect(parse(text, "auto")).toBe(expected);
  });

  it("with a time zone is moved to UTC", () => {
    expect(parse("1997-12-17 07:37:16-08:30", "", "timestamptz")).toBe("1997-12-17 16:07:16");
    expect(parse("1997-12-31 23:37:16 PST", "auto", "timestamptz")).toBe("1998-01-01 07:37:16");
    expect(parse("1997-12-17 07:37:16", "", "timestamptz")).toBe("1997-12-17 07:37:16");
  });

  it("has no format with a time zone, or with a part twice", () => {
    expect(() => momentParser("YYYY-MM-DD HH:MI:SSOF", "timestamptz")).toThrow(
      /a time zone is read with 'auto'|COPY cannot read the format/,
    );
    expect(() => momentParser("YYYY-YY", "date")).not.toThrow();
    expect(() => momentParser("DD-DD", "date")).toThrow(/COPY cannot read the format/);
  });
});

describe("a time of day", () => {
  it.each([
    ["20:57:10.5", "20:57:10.5"],
    ["7:05:00", "07:05:00"],
    ["25:00:00", undefined],
    ["20:57", undefined],
  ])("%s is %s", (text, expected) => {
    expect(parseTime(text)).toBe(expected);
  });
});
