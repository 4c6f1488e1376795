import { describe, expect, it } from "vitest";
import { parseSqlFile, type FileKind } from "../../src/plan/sql-file.ts";

const problemsOf = (kind: FileKind, header: string): readonly string[] => {
  const parsed = parseSqlFile("sql/x/a.sql", kind, `-- A sentence.\n${header}\nselect 1 as one;\n`);
  return "problems" in parsed ? parsed.problems.map(({ message }) => message) : [];
};

describe("the header of a file", () => {
  it("takes the severities and the charts that there are, and none besides", () => {
    for (const chart of ["bar", "column", "line"])
      expect(problemsOf("analysis", `-- chart: ${chart}`)).toEqual([]);
    for (const severity of ["error", "warn"])
      expect(problemsOf("check", `-- severity: ${severity}`)).toEqual([]);
    expect(problemsOf("analysis", "-- chart: pie")).toEqual(['chart is bar or column or line, not "pie"']);
    expect(problemsOf("check", "-- severity: fatal")).toEqual(['severity is error or warn, not "fatal"']);
  });

  it("takes no key that nobody reads", () => {
    expect(problemsOf("analysis", "-- title: Plays")).toEqual(['unknown key "title" in the header']);
    expect(problemsOf("check", "-- chart: bar")).toEqual(['unknown key "chart" in the header']);
  });
});
