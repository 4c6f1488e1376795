import { describe, expect, it } from "vitest";
import { groupRejects } from "../../src/records/reject-groups.ts";
import type { Reject } from "../../src/records/result.ts";

function reject(line: number, change: Partial<Reject> = {}): Reject {
  return {
    source: "events",
    url: "s3://lake/log_data/1.json",
    line,
    column: "ts",
    columnType: "timestamp",
    value: "soon",
    code: 1206,
    reason: "Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]",
    ...change,
  };
}

describe("rejected rows", () => {
  it("that are wrong in the same way stand together, the most frequent first, with the code in words and a remedy", () => {
    const length = { column: "length", columnType: "double", code: 1208, reason: "Invalid digit" };
    const groups = groupRejects([reject(1, length), reject(2), reject(3), reject(4, { source: "songs" })]);
    expect(
      groups.map(({ source, column, rejects }) => [source, column, rejects.map(({ line }) => line)]),
    ).toEqual([
      ["events", "ts", [2, 3]],
      ["events", "length", [1]],
      ["songs", "ts", [4]],
    ]);
    expect(groups[0]).toMatchObject({
      meaning: "the value is no timestamp",
      next: expect.stringContaining("TIMEFORMAT"),
    });
    expect(groups[1]?.meaning).toBe("the value is no floating-point number");
  });

  /** Codes that the guide has for two things: "Multibyte character load errors", "Load error reference". */
  it.each([
    [
      1220,
      "Multibyte character not supported for CHAR (Hint: Try using VARCHAR). Invalid char: c3a9",
      /ASCII/,
      /VARCHAR/,
    ],
    [
      1220,
      "String contains invalid or unsupported UTF-8 codepoints. Bad UTF-8 hex sequence: ff (error 3)",
      /no valid UTF-8|not valid UTF-8/,
      /UTF-8/,
    ],
    [1204, "Value out of range, Type: Float8", /out of range/, /another type/],
    [1204, "String length exceeds DDL length", /too long/, /in bytes/],
  ] as const)("of code %i are told apart by their reason: %s", (code, reason, meaning, next) => {
    const [group] = groupRejects([reject(1, { code, reason })]);
    expect(group?.meaning).toMatch(meaning);
    expect(group?.next).toMatch(next);
  });

  it("that hold the name of their column in the first line are a header", () => {
    const digit = { code: 1207, column: "trip_id", reason: "Invalid digit" };
    const header = groupRejects([
      reject(1, { ...digit, value: " Trip_ID" }),
      reject(2, { ...digit, value: "trip_id" }),
    ]);
    expect(header.map(({ meaning }) => meaning)).toEqual([
      "the line names the columns",
      "the value is no whole number",
    ]);
    expect(header[0]?.next).toContain("IGNOREHEADER 1");
  });

  it("of a code that nobody knows have a remedy all the same", () => {
    expect(groupRejects([reject(1, { code: 9999 })])[0]?.next).not.toBe("");
    expect(groupRejects([])).toEqual([]);
  });
});
