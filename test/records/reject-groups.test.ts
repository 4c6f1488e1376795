import { describe, expect, it } from "vitest";
import { groupRejects } from "../../src/records/reject-groups.ts";
import { adviseOn } from "../../src/records/remedy.ts";
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
      meaning: "the value is not a timestamp",
      next: expect.stringContaining("TIMEFORMAT"),
    });
    expect(groups[1]?.meaning).toBe("the value is not a floating-point number");
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

  it("that hold the name of their column are a header, the first line or one of a file that was joined to others", () => {
    const digit = { code: 1207, column: "trip_id", reason: "Invalid digit" };
    const header = groupRejects([
      reject(1, { ...digit, value: " Trip_ID" }),
      reject(2, { ...digit, value: "trip_id" }),
    ]);
    expect(header.map(({ meaning }) => meaning)).toEqual([
      "the line names the columns",
      "the line is a header, and other lines come before it",
    ]);
    expect(header.map(({ next }) => next)).toEqual([
      expect.stringContaining("IGNOREHEADER 1"),
      expect.stringContaining("files with headers were joined"),
    ]);
  });

  it("that hold half of a character are not told to be in another encoding", () => {
    const reason =
      "String contains invalid or unsupported UTF-8 codepoints. Bad UTF-8 hex sequence: ed a0 bc (error 5)";
    const [half] = groupRejects([reject(1, { code: 1220, reason, value: "cut \ud83c" })]);
    expect(half).toMatchObject({
      meaning: "the text holds half of a character that is written as two escapes",
      next: expect.not.stringContaining("UTF-8") as string,
    });
    const [whole] = groupRejects([reject(1, { code: 1220, reason, value: "\u{1f3b5}\ufffd" })]);
    expect(whole?.next).toBe("write the file as UTF-8");
  });

  it("of JSON are not told how to quote CSV, nor those of CSV what JSON is", () => {
    const whole = { column: undefined, columnType: undefined };
    const key = 'Invalid JSON: "b" where a key in double quotes is expected';
    const [json] = groupRejects([reject(1, { ...whole, code: 1216, reason: key })]);
    expect(json).toMatchObject({
      meaning: "the text is not a JSON object",
      next: expect.not.stringMatching(/QUOTE|double those/) as string,
    });
    const [csv] = groupRejects([reject(1, { code: 1214, reason: "Invalid quote formatting for CSV" })]);
    expect(csv?.next).toMatch(/double those inside it/);
  });

  it("of which the file shows more are told so, whatever code and reason say, and stand apart", () => {
    const reason = "Invalid JSONPath format: Member is not an object.";
    const groups = groupRejects([
      reject(1, { code: 1216, reason, seen: { kind: "list" } }),
      reject(2, { code: 1216, reason, seen: { kind: "list" } }),
      reject(3, { code: 1216, reason }),
      reject(4, { code: 1216, reason, seen: { kind: "wrapped", key: "a\u001bb" } }),
    ]);
    expect(groups.map(({ meaning }) => meaning)).toEqual([
      "the file is one list of rows",
      "the path of the column does not fit the row",
      String.raw`the rows are wrapped in one object, in the list a\u001bb`,
    ]);
  });

  it("come with a way to tolerate them where no other row is lost with them", () => {
    expect(adviseOn(reject(1), 3)).toBe(
      "fix the values, or TIMEFORMAT in sql/staging, or tolerate rejected rows with DWH_MAX_REJECTS (now 3); `dwh status --errors` lists them",
    );
    for (const kind of ["list", "cut", "utf16", "pointer", "large", "parquet"] as const) {
      expect(adviseOn(reject(1, { seen: { kind } }), 3)).not.toContain("DWH_MAX_REJECTS (now");
    }
    const large = { code: 1216, reason: "Invalid JSON: an object or array of more than 4 MB" };
    expect(adviseOn(reject(1, large), 3)).toMatch(/^shorten the object .*whatever DWH_MAX_REJECTS says$/);
  });

  it("of a code that nobody knows have a remedy all the same", () => {
    expect(groupRejects([reject(1, { code: 9999 })])[0]?.next).not.toBe("");
    expect(groupRejects([])).toEqual([]);
  });
});
