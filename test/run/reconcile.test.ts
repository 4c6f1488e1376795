import { describe, expect, it } from "vitest";
import { StepError } from "../../src/errors.ts";
import { countRead, reconcile } from "../../src/run/reconcile.ts";
import type { LoadedObject } from "../../src/sources/pack-map.ts";
import type { SourceFile } from "../../src/sources/source.ts";
import type { Reject } from "../../src/records/result.ts";

const file = (name: string): SourceFile => ({
  url: `s3://lake/${name}`,
  etag: "1",
  size: 10,
  source: "events",
  compression: "",
});
const reject = (name: string, line: number): Reject => ({
  source: "events",
  url: `s3://lake/${name}`,
  line,
  column: "ts",
  columnType: "timestamp",
  value: "soon",
  code: 1206,
  reason: "no time",
});
const PACK: LoadedObject = {
  kind: "pack",
  url: "s3://lake/work/events-0001.json",
  size: 20,
  members: [
    { file: file("a.json"), firstLine: 1, objects: 3 },
    { file: file("b.json"), firstLine: 4, objects: 2 },
  ],
};
const LARGE: LoadedObject = { kind: "file", url: "s3://lake/c.json", size: 10, file: file("c.json") };
const SCANNED = new Map([[LARGE.url, 7]]);

describe("what was read against what arrived", () => {
  it("counts the rows of packs by what was packed, of other files by what the warehouse scanned", () => {
    expect(countRead([PACK, LARGE], SCANNED)).toBe(12);
    expect(countRead([LARGE], new Map())).toBe(0);
  });

  it("gives every file its rows read, staged and rejected", () => {
    const facts = {
      rowsLoaded: 9,
      scanned: SCANNED,
      rejects: [reject("b.json", 1), reject("c.json", 2), reject("c.json", 5)],
    };
    expect(
      reconcile([PACK, LARGE], facts, "sql/staging/staging_events.sql:5").map((entry) => [
        entry.file.url.slice("s3://lake/".length),
        entry.rowsRead,
        entry.rowsStaged,
        entry.rowsRejected,
      ]),
    ).toEqual([
      ["a.json", 3, 3, 0],
      ["b.json", 2, 1, 1],
      ["c.json", 7, 5, 2],
    ]);
  });

  it.each([11, 13])("does not let %i rows through where 12 were read and none was rejected", (rowsLoaded) => {
    const settle = () => reconcile([PACK, LARGE], { rowsLoaded, scanned: SCANNED, rejects: [] }, "a.sql:5");
    expect(settle).toThrow(StepError);
    expect(settle).toThrow(`12 rows read, 0 rejected, ${rowsLoaded} staged`);
  });
});
