import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { locationsBetween, parseTemplate } from "../../src/sources/date-template.ts";
import { findSource } from "../../src/sources/find-source.ts";
import { parseListing } from "../../src/sources/source.ts";

const DAYS = "s3://lake/log_data/{yyyy}/{MM}/{dd}/";
const HOUR_MS = 3_600_000;
const now = new Date("2018-12-01T02:30:00Z");

const find = (locations: readonly string[], lookback?: number) =>
  findSource(
    {
      declaration: {
        name: "events",
        path: "",
        location: undefined,
        jsonpaths: false,
        jsonpathsFile: undefined,
        mayBeEmpty: false,
        format: { kind: "json" },
      },
      locations,
      jsonpaths: undefined,
    },
    { now, lookback },
  );

describe("a location with a date in it", () => {
  it("is looked at for the days that the lookback touches, over the end of a month", () => {
    const { urls, roots } = find([DAYS], 72 * HOUR_MS);
    expect(urls).toEqual([
      "s3://lake/log_data/2018/11/28/",
      "s3://lake/log_data/2018/11/29/",
      "s3://lake/log_data/2018/11/30/",
      "s3://lake/log_data/2018/12/01/",
    ]);
    expect(roots).toEqual(["s3://lake/log_data/"]);
  });

  it("may have hours, or stop at the month, and may be the beginning of names", () => {
    const between = (location: string, hours: number) => {
      const template = parseTemplate(location);
      return template && locationsBetween(template, new Date(now.getTime() - hours * HOUR_MS), now);
    };
    expect(between("s3://lake/{yyyy}{MM}{dd}/{HH}/", 3)).toEqual([
      "s3://lake/20181130/23/",
      "s3://lake/20181201/00/",
      "s3://lake/20181201/01/",
      "s3://lake/20181201/02/",
    ]);
    expect(between("s3://lake/{yyyy}-{MM}", 24)).toEqual(["s3://lake/2018-11", "s3://lake/2018-12"]);
    expect(between("s3://lake/{yyyy}/", 24)).toEqual(["s3://lake/2018/"]);
  });

  it("is all that has a date there when nobody says how far back", () => {
    const source = find([DAYS, "s3://lake/old/"]);
    expect(source.urls).toEqual(["s3://lake/log_data/", "s3://lake/old/"]);
    const object = (url: string) => ({ url, etag: "1", size: 1 });
    const { files, passedOver } = parseListing(source, [
      object("s3://lake/log_data/2018/11/30/a.json"),
      object("s3://lake/log_data/archive/a.json"),
      object("s3://lake/old/a.json"),
    ]);
    expect(files.map(({ url }) => url)).toEqual([
      "s3://lake/log_data/2018/11/30/a.json",
      "s3://lake/old/a.json",
    ]);
    expect(passedOver).toMatchObject([{ url: "s3://lake/log_data/archive/a.json" }]);
  });

  it("leaves other locations as they are, whatever the lookback", () => {
    expect(find(["s3://lake/a/", "s3://lake/{x}/"], HOUR_MS)).toMatchObject({
      urls: ["s3://lake/a/", "s3://lake/{x}/"],
    });
    expect(find(["s3://lake/a/"]).within).toBeUndefined();
  });

  it.each([
    ["s3://lake/{YYYY}/", "{YYYY}"],
    ["s3://lake/{yyyy}/{mm}/", "{mm}"],
    ["s3://lake/{yyyy}/{dd}/", "without {MM}"],
    ["s3://lake/{dd}/", "without {yyyy}"],
    ["s3://lake/{yyyy}/{name}/", "{name}"],
  ])("is refused when it is none: %s", (location, what) => {
    expect(() => find([location])).toThrow(ConfigError);
    expect(() => find([location])).toThrow(what);
  });
});
