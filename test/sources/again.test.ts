/** Which files are loaded again: by what their urls begin with, or by the days in their locations. */
import { describe, expect, it } from "vitest";
import { isAgain, listedAgain, parseAgain } from "../../src/sources/again.ts";
import { findSource } from "../../src/sources/find-source.ts";
import { DECLARED } from "../support/sources.ts";

const DATED = "s3://lake/log_data/{yyyy}/{MM}/{dd}/";
const parse = (typed: string, locations = [DATED, "s3://lake/song_data/"]) =>
  parseAgain(typed, (one) => one, locations);

describe("files that are loaded again", () => {
  it("are those whose urls begin with what was typed", () => {
    const again = parse("s3://lake/log_data/2018-11");
    expect(isAgain(again, "s3://lake/log_data/2018-11-30.json")).toBe(true);
    expect(isAgain(again, "s3://lake/log_data/2018-12-01.json")).toBe(false);
    expect(isAgain(undefined, "s3://lake/log_data/2018-11-30.json")).toBe(false);
  });

  it("are those of the days from one to another, both with all of their hours", () => {
    const again = parse("2018-11-30..2018-12-01");
    expect(again.prefixes).toEqual(["s3://lake/log_data/2018/11/30/", "s3://lake/log_data/2018/12/01/"]);
    const hours = parse("2018-11-30..2018-11-30", ["s3://lake/{yyyy}/{MM}/{dd}/{HH}/"]).prefixes;
    expect([hours?.length, hours?.at(-1)]).toEqual([24, "s3://lake/2018/11/30/23/"]);
  });

  it.each([
    ["2018-11-31..2018-12-01", [DATED], "2018-11-31 is not a day"],
    ["2018-12-01..2018-11-30", [DATED], "2018-11-30 comes before 2018-12-01"],
    ["2018-11-01..2018-11-30", ["s3://lake/log_data/"], "days select files only in locations with a date"],
  ])("cannot be those of %s in %s", (typed, locations, message) => {
    expect(() => parse(typed, locations)).toThrow(message);
  });

  it("are listed beyond a lookback, as far as they are of the source", () => {
    const declaration = DECLARED.find(({ name }) => name === "events");
    if (declaration === undefined) throw new Error("events is not declared");
    const setting = { declaration, locations: [DATED], jsonpaths: undefined };
    const source = findSource(setting, { now: new Date("2019-06-01T12:00:00Z"), lookback: 0 });
    expect(source.urls).toEqual(["s3://lake/log_data/2019/06/01/"]);
    const urls = (typed: string) => listedAgain(source, parse(typed)).urls.slice(1);
    expect(urls("2018-11-30..2018-11-30")).toEqual(["s3://lake/log_data/2018/11/30/"]);
    expect(urls("s3://lake/log_data/2019/06/01/x.json")).toEqual([]);
    expect(urls("s3://lake/song_data/")).toEqual([]);
    expect(urls("s3://lake/")).toEqual(["s3://lake/log_data/"]);
    expect(listedAgain(source, { typed: "", prefixes: undefined, knownOnly: false }).urls.slice(1)).toEqual([
      "s3://lake/log_data/",
    ]);
  });
});
