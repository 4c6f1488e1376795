import { describe, expect, it } from "vitest";
import { StepError } from "../../src/errors.ts";
import { reconcile, type LoadFacts } from "../../src/run/reconcile.ts";
import type { LoadedObject } from "../../src/sources/pack-map.ts";
import type { SourceFile } from "../../src/sources/source.ts";
import type { Reject } from "../../src/records/result.ts";

const file = (name: string): SourceFile => ({
  url: `s3://lake/${name}`,
  etag: "1",
  size: 10,
  source: "events",
  compression: "",
  format: { kind: "json" },
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
    { file: file("a.json"), firstLine: 1, lines: 3, objects: 3, skipped: 0 },
    { file: file("b.json"), firstLine: 4, lines: 2, objects: 2, skipped: 0 },
  ],
};
const LARGE: LoadedObject = { kind: "file", url: "s3://lake/c.json", size: 10, file: file("c.json") };
const OTHER: LoadedObject = { kind: "file", url: "s3://lake/d.json", size: 10, file: file("d.json") };

/** Rows read, staged and rejected of each file, by its name. */
function settle(
  objects: readonly LoadedObject[],
  facts: Partial<LoadFacts>,
): { readonly rows: readonly unknown[]; readonly warnings: readonly string[] } {
  const nothing = { lines: new Map<string, number>(), counted: new Map<string, number>() };
  const all = { loaded: 0, rejected: 0, listed: [], ...nothing, ...facts };
  const { entries, warnings } = reconcile(objects, all, "sql/staging/staging_events.sql:5");
  const rows = entries.map((entry) => [
    entry.file.url.slice("s3://lake/".length),
    entry.rowsRead,
    entry.rowsStaged,
    entry.rowsRejected,
  ]);
  return { rows, warnings };
}

describe("what was read against what arrived", () => {
  it("does not send people round for ever where COPY may have counted a line of several bad objects once", () => {
    const members = [
      { file: file("a.json"), firstLine: 1, lines: 1, objects: 3, skipped: 0 },
      { file: file("b.json"), firstLine: 2, lines: 2, objects: 2, skipped: 0 },
    ];
    const facts = { loaded: 3, rejected: 1, listed: [reject("a.json", 1)] };
    expect(() => settle([{ ...PACK, members }], facts)).toThrow(
      expect.objectContaining({
        next: "nothing was published; 1 file with several objects on a line was among them, where COPY may count lines: fix the rejected rows, or write one object a line, starting with s3://lake/a.json",
      }) as Error,
    );
    for (const [loaded, rejected] of [
      [4, 0],
      [5, 1],
    ] as const)
      expect(() => settle([PACK], { loaded, rejected })).toThrow(
        expect.objectContaining({
          next: expect.stringMatching(/changed while it was read: run again$/) as string,
        }) as Error,
      );
  });

  it("gives files with a header their lines without it, where only so they add up", () => {
    const format = { kind: "delimited", headerLines: 1 } as SourceFile["format"];
    const csv = ["e.csv", "f.csv"].map((name): LoadedObject => {
      const one = { ...file(name), format };
      return { kind: "file", url: one.url, size: 10, file: one };
    });
    const rowsFor = (first: number, second: number) =>
      settle(csv, {
        loaded: 5,
        lines: new Map([
          ["s3://lake/e.csv", first],
          ["s3://lake/f.csv", second],
        ]),
      }).rows;
    const told = [
      ["e.csv", 2, 2, 0],
      ["f.csv", 3, 3, 0],
    ];
    expect(rowsFor(3, 4)).toEqual(told);
    expect(rowsFor(2, 3)).toEqual(told);
    expect(rowsFor(9, 9)[0]).toEqual(["e.csv", undefined, undefined, undefined]);
  });

  it("gives each of several files whose last lines have no newline one row more than newlines, where only so they add up", () => {
    const rowsFor = (loaded: number) =>
      settle([LARGE, OTHER], {
        loaded,
        lines: new Map([
          [LARGE.url, 2],
          [OTHER.url, 3],
        ]),
      });
    expect(rowsFor(7)).toEqual({
      rows: [
        ["c.json", 3, 3, 0],
        ["d.json", 4, 4, 0],
      ],
      warnings: [],
    });
    // One of the two has such a line, and nothing tells which.
    expect(rowsFor(6)).toMatchObject({
      rows: [["c.json", undefined, undefined, undefined], expect.anything()],
    });
    expect(rowsFor(6).warnings).toHaveLength(1);
  });

  it("gives every file its rows read, staged and rejected; one file beside packs has what they have not", () => {
    const listed = [reject("b.json", 1), reject("c.json", 2), reject("c.json", 5)];
    // Pretty-printed: its lines are not asked.
    const lines = new Map([[LARGE.url, 140]]);
    expect(settle([PACK, LARGE], { loaded: 9, rejected: 3, listed, lines })).toEqual({
      rows: [
        ["a.json", 3, 3, 0],
        ["b.json", 2, 1, 1],
        ["c.json", 7, 5, 2],
      ],
      warnings: [],
    });
  });

  it("counts two bad rows of one line twice", () => {
    const listed = [reject("c.json", 1), reject("c.json", 1)];
    expect(settle([LARGE], { loaded: 5, rejected: 2, listed }).rows).toEqual([["c.json", 7, 5, 2]]);
  });

  it("takes the lines of several files for their rows where they add up", () => {
    const lines = new Map([
      [LARGE.url, 7],
      [OTHER.url, 2],
    ]);
    const listed = [reject("d.json", 2)];
    expect(settle([LARGE, OTHER], { loaded: 8, rejected: 1, listed, lines })).toEqual({
      rows: [
        ["c.json", 7, 7, 0],
        ["d.json", 2, 1, 1],
      ],
      warnings: [],
    });
  });

  it.each([
    ["do not add up, as those of a pretty-printed file", { lines: [140, 2], listed: [] }],
    ["are not told", { lines: [7], listed: [] }],
    ["add up by chance, and a file has more bad rows than lines", { lines: [8, 1], listed: [2, 2] }],
  ])("leaves the rows of several files open where their lines %s, and says so", (_, { lines, listed }) => {
    const facts = {
      loaded: 9 - listed.length,
      rejected: listed.length,
      listed: listed.map((line) => reject("d.json", line)),
      lines: new Map(lines.map((count, index) => [[LARGE, OTHER][index]?.url ?? "", count])),
    };
    const { rows, warnings } = settle([LARGE, OTHER, PACK], { ...facts, loaded: facts.loaded + 5 });
    expect(rows.slice(0, 2)).toEqual([
      ["a.json", 3, 3, 0],
      ["b.json", 2, 2, 0],
    ]);
    expect(rows.slice(2)).toEqual([
      ["c.json", undefined, undefined, undefined],
      ["d.json", undefined, undefined, undefined],
    ]);
    expect(warnings).toEqual([expect.stringContaining("hold 9 rows together")]);
  });

  it("takes what was counted in files before their lines, and holds rows that are as they should be against COPY's word", () => {
    const counts = new Map([[OTHER.url, 4]]);
    const lines = new Map([[LARGE.url, 7]]);
    const inPlace: LoadedObject = { ...LARGE, counted: { rows: 3, whole: true } };
    expect(settle([LARGE, OTHER], { loaded: 11, lines, counted: counts })).toMatchObject({
      rows: [
        ["c.json", 7, 7, 0],
        ["d.json", 4, 4, 0],
      ],
      warnings: [],
    });
    expect(settle([inPlace, OTHER], { loaded: 7 }).rows).toEqual([
      ["c.json", 3, 3, 0],
      ["d.json", 4, 4, 0],
    ]);
    const both = { lines: new Map([[LARGE.url, 5]]), counted: new Map([...counts, [LARGE.url, 3]]) };
    expect(settle([LARGE, OTHER], { loaded: 7, ...both }).rows).toEqual([
      ["c.json", 3, 3, 0],
      ["d.json", 4, 4, 0],
    ]);
    expect(() => settle([inPlace], { loaded: 4 })).toThrow("3 rows read, 0 rejected, 4 staged");
    // Nothing says that COPY counts an error for each of several bad objects on a line.
    expect(settle([inPlace], { loaded: 1, rejected: 1, listed: [reject("c.json", 1)] }).rows).toEqual([
      ["c.json", 2, 1, 1],
    ]);
    const guessed: LoadedObject = { ...LARGE, counted: { rows: 9, whole: false } };
    expect(settle([guessed, OTHER], { loaded: 7, counted: counts }).rows).toEqual([
      ["c.json", undefined, undefined, undefined],
      ["d.json", undefined, undefined, undefined],
    ]);
  });

  it("knows what was read and not what was rejected where the log holds fewer rows than were", () => {
    const facts = { loaded: 2, rejected: 3, listed: [reject("a.json", 1)] };
    expect(settle([PACK], facts).rows).toEqual([
      ["a.json", 3, undefined, undefined],
      ["b.json", 2, undefined, undefined],
    ]);
    expect(settle([LARGE], facts).rows).toEqual([["c.json", 5, 2, 3]]);
  });

  it.each([4, 6])("does not let %i rows through where packs had 5 and none was rejected", (loaded) => {
    const settling = () => settle([PACK], { loaded });
    expect(settling).toThrow(StepError);
    expect(settling).toThrow(`5 rows read, 0 rejected, ${loaded} staged`);
  });

  it("does not let fewer rows through than the packs had, whatever a file beside them holds", () => {
    expect(() => settle([PACK, LARGE], { loaded: 3, rejected: 1 })).toThrow(StepError);
    expect(settle([PACK, LARGE], { loaded: 5 }).rows.at(-1)).toEqual(["c.json", 0, 0, 0]);
  });
});
