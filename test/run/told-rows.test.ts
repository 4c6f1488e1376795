/** Rows that lack something beside others that COPY has left out: which of them it has loaded. */
import { describe, expect, it } from "vitest";
import { loadedRows, type FoundRow } from "../../src/run/told-rows.ts";
import type { Reject } from "../../src/records/result.ts";

const reject = (line: number, column?: string): Reject => ({
  source: "events",
  url: "a.json",
  line,
  column,
  columnType: undefined,
  value: undefined,
  code: 0,
  reason: "no value",
});
const error = (line: number): Reject => ({ ...reject(line, "ts"), code: 1206 });
const sure = (line: number, column = "id"): FoundRow => ({
  reject: reject(line, column),
  errors: [],
  isAlone: false,
});
const open = (line: number, errors: readonly Reject[], column = "id"): FoundRow => ({
  reject: reject(line, column),
  errors,
  isAlone: false,
});
const told = (found: readonly FoundRow[], rows: number): readonly (readonly [number, string | undefined])[] =>
  loadedRows(found, rows).map(({ line, column }) => [line, column]);

describe("rows that lack something", () => {
  it("are all told where no error may be about them", () => {
    expect(told([sure(1), sure(2)], 2)).toEqual([
      [1, "id"],
      [2, "id"],
    ]);
  });

  it("are told in order where as many are found as there are", () => {
    expect(told([open(1, [error(1)]), sure(2)], 2).map(([line]) => line)).toEqual([1, 2]);
  });

  it("are not told where an error is about them, since no other row has their line", () => {
    expect(told([{ ...open(1, [error(1)]), isAlone: true }, sure(2)], 1)).toEqual([[2, "id"]]);
  });

  it("are as many of a line as its errors leave, without a column where it may be one or the other", () => {
    const one = error(1);
    expect(told([open(1, [one]), open(1, [one])], 1)).toEqual([[1, "id"]]);
    expect(told([open(1, [one], "ts"), open(1, [one], "id")], 1)).toEqual([[1, undefined]]);
  });

  it("are told of several lines where each of them has as many errors as it can have", () => {
    const [one, two] = [error(1), error(2)];
    const lines = [open(1, [one]), open(1, [one]), open(2, [two]), sure(3)];
    expect(told(lines, 2).map(([line]) => line)).toEqual([1, 3]);
    // One of the two lines has a row that was loaded, and nobody knows which.
    expect(told(lines, 3)).toEqual([]);
  });

  it("are none where fewer are found, or more errors are needed than there are", () => {
    expect(told([sure(1)], 2)).toEqual([]);
    expect(told([sure(1), sure(2), open(3, [error(3)])], 1)).toEqual([]);
  });
});
