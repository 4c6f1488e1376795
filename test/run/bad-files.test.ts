import { describe, expect, it } from "vitest";
import type { Reject } from "../../src/records/result.ts";
import { chooseBadFiles } from "../../src/run/bad-files.ts";
import { rejectOfScan } from "../../src/run/scan-error.ts";
import type { LoadedObject } from "../../src/sources/pack-map.ts";

const rows = (url: string, count: number, more: Partial<Reject> = {}): readonly Reject[] =>
  Array.from({ length: count }, (_, index) => ({
    source: "events",
    url,
    line: index + 1,
    column: "ts",
    columnType: "bigint",
    value: undefined,
    code: 1207,
    reason: "Invalid digit",
    ...more,
  }));

describe("the files that are left out", () => {
  it.each([
    [
      "every bad one where nothing is tolerated",
      [...rows("a", 1), ...rows("b", 9)],
      10,
      0,
      false,
      ["b", "a"],
    ],
    [
      "the worst, as few as it takes",
      [...rows("a", 4), ...rows("b", 3), ...rows("c", 6)],
      13,
      7,
      false,
      ["c"],
    ],
    ["the first by name of two that are alike", [...rows("b", 2), ...rows("a", 2)], 4, 2, false, ["a"]],
    ["none where all is tolerated", rows("a", 2), 2, 2, false, []],
    ["none where no row is known", [], 5, 0, false, []],
    [
      "those that are bad for certain, where the log does not hold all",
      [...rows("a", 1), ...rows("b", 6)],
      50,
      5,
      false,
      ["b"],
    ],
    [
      "the worst that is known, where none is for certain",
      [...rows("a", 1), ...rows("b", 3)],
      50,
      5,
      false,
      ["b"],
    ],
    [
      "the one at which a COPY ended",
      [...rows("a", 5), ...rows("b", 1, { reason: "an object or array of more than 4 MB" })],
      6,
      9,
      true,
      ["b"],
    ],
    ["one at least of a COPY that failed", rows("a", 1), 1, 9, true, ["a"]],
  ])("are %s", (...[, rejects, rejected, maxRejects, failed, urls]) => {
    expect(chooseBadFiles({ rejects, rejected, maxRejects, failed })).toEqual(urls);
  });
});

describe("the message of a COPY of Parquet", () => {
  const object = (url: string): LoadedObject => ({
    kind: "file",
    url,
    size: 1,
    file: { url, etag: "e", size: 1, source: "events", compression: "", format: { kind: "parquet" } },
  });
  const objects = ["s3://lake/a.parquet", "s3://lake/a.parquet-2", "s3://other/lake/a.parquet"].map(object);
  // github.com/aws/amazon-redshift-python-driver, issue 107, and github.com/rudderlabs/rudder-server, pull request 3178.
  it.each([
    [
      "\n  -----------------------------------------------\n  error:  Spectrum Scan Error\n  code:      15007\n  context:   File 'https://s3.us-east-2.amazonaws.com/lake/a.parquet' has an incompatible Parquet schema\n  query:     1\n  location:  dory_util.cpp:1450",
      "s3://lake/a.parquet",
      "File 'https://s3.us-east-2.amazonaws.com/lake/a.parquet' has an incompatible Parquet schema",
    ],
    [
      "code: 15007 context: Unmatched number of columns between table and file. Table columns: 20, Data columns: 16, File name: https://s3.us-east-1.amazonaws.com/lake/a.parquet-2 query: 26301369",
      "s3://lake/a.parquet-2",
      "Unmatched number of columns between table and file. Table columns: 20, Data columns: 16, File name: https://s3.us-east-1.amazonaws.com/lake/a.parquet-2",
    ],
  ])("names its file", (detail, url, reason) => {
    expect(rejectOfScan({ message: "Spectrum Scan Error", detail }, objects)).toMatchObject({
      url,
      code: 15_007,
      reason,
    });
  });

  it("names none where it does not, or names another", () => {
    const says = (detail: string) => rejectOfScan({ message: "Spectrum Scan Error", detail }, objects);
    expect(says("code: 15001 context: no file is named")).toBeUndefined();
    expect(says("context: File 'https://s3.us-east-2.amazonaws.com/lake/b.parquet'")).toBeUndefined();
    expect(says("context: File 'https://s3.us-east-2.amazonaws.com/mine/lake/a.parquet'")).toBeUndefined();
    expect(rejectOfScan({ message: "Load failed", detail: "s3://lake/a.parquet" }, objects)).toBeUndefined();
  });
});
