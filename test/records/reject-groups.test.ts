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

  it("of a code that nobody knows have a remedy all the same", () => {
    expect(groupRejects([reject(1, { code: 9999 })])[0]?.next).not.toBe("");
    expect(groupRejects([])).toEqual([]);
  });
});
