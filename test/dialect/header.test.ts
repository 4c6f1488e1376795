import { describe, expect, it } from "vitest";
import { parseHeader } from "../../src/dialect/header.ts";
import { lex } from "../../src/dialect/lexer.ts";

const header = (sql: string, keys: readonly string[] = ["severity", "chart"]) =>
  parseHeader(lex(sql).comments, keys);

describe("the header of an SQL file", () => {
  it("is a sentence over one or more lines, then keys", () => {
    expect(
      header("-- Every play has\n-- a user.\n-- severity: warn\n-- chart: bar x=day, y=plays\nselect 1"),
    ).toEqual({
      title: "Every play has a user.",
      values: { severity: "warn", chart: "bar x=day, y=plays" },
      problems: [],
    });
  });

  it("leaves prose after an empty line alone, and comments further down", () => {
    const sql =
      "-- Title: with a colon.\n--\n-- Prose, which\n-- severity: is not a key here\n\n-- chart: nor here\nselect 1";
    expect(header(sql)).toEqual({ title: "Title: with a colon.", values: {}, problems: [] });
  });

  it("takes keys behind an empty line, and a block comment", () => {
    expect(header("/* A title.\n\n severity: error */ select 1")).toMatchObject({
      title: "A title.",
      values: { severity: "error" },
    });
  });

  it.each(["select 1", "\n-- late\nselect 1", "select 1 -- behind", "--\n-- x\nselect 1"])(
    "misses the sentence in %j",
    (sql) => {
      expect(header(sql).problems).toMatchObject([
        { line: 1, column: 1, message: expect.stringContaining("sentence") as string },
      ]);
    },
  );

  it("finds all problems at once, each with its line", () => {
    const { problems, values } = header(
      "-- severity: warn\n-- severity: error\n-- owner: me\n-- chart:\nselect 1",
    );
    expect(problems).toMatchObject([
      { line: 1, message: expect.stringContaining("sentence") as string },
      { line: 2, message: expect.stringContaining('the header has the key "severity" twice') as string },
      {
        line: 3,
        message: 'unknown key "owner" in the header',
        next: expect.stringContaining("severity, chart") as string,
      },
      { line: 4, message: expect.stringContaining("has no value") as string },
    ]);
    expect(values).toEqual({ severity: "warn" });
  });

  it("says so when files of a kind have no keys", () => {
    expect(header("-- T.\n-- owner: me", []).problems[0]?.next).toContain("no keys");
  });
});
