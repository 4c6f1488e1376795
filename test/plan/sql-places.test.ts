import { describe, expect, it } from "vitest";
import { FOLDERS } from "../../src/plan/sql-file.ts";
import { folderProblems, topProblems } from "../../src/plan/sql-places.ts";

const file = (name: string) => ({ name, isFolder: false });
const folder = (name: string) => ({ name, isFolder: true });

describe("the top of sql/", () => {
  it("holds the folders and README.md, and what is hidden is nobody's", () => {
    const entries = [
      ...Object.keys(FOLDERS).map(folder),
      file("README.md"),
      file(".DS_Store"),
      folder(".git"),
    ];
    expect(topProblems(entries)).toEqual([]);
  });

  it.each([
    ["transforms", "sql/transform"],
    ["Transform", "sql/transform"],
    ["check", "sql/checks"],
    ["stagings", "sql/staging"],
  ])("has no folder %s, but nearly", (name, near) => {
    const [problem] = topProblems([folder(name)]);
    expect(problem?.path).toBe(`sql/${name}`);
    expect(problem?.message).toBe("sql/ has no such folder, so nothing reads its files");
    expect(problem?.next).toContain(`did you mean ${near}? There are schema, staging, transform, checks,`);
  });

  it("names all folders where none is near", () => {
    const [problem] = topProblems([folder("macros")]);
    expect(problem?.next).toMatch(/^there are schema, staging, transform, checks,/);
  });

  it("has no file of SQL, which could be of any kind", () => {
    const [problem] = topProblems([file("users.sql")]);
    expect(problem).toMatchObject({
      path: "sql/users.sql",
      message: expect.stringContaining("in no folder"),
    });
    expect(problem?.next).toMatch(/^put it into one of schema, staging,/);
  });

  it("has no other file either", () => {
    for (const name of ["notes.md", "readme.txt", "schema"])
      expect(topProblems([file(name)])).toMatchObject([
        { path: `sql/${name}`, next: expect.stringMatching(/^move it out of sql/) },
      ]);
    expect(topProblems([folder("README.md")])).toHaveLength(1);
  });
});

describe("a folder of sql/", () => {
  it("holds files that end in .sql, and what is hidden is nobody's", () => {
    const entries = [file("users.sql"), file("._users.sql"), file(".users.sql.swp"), folder(".idea")];
    expect(folderProblems("transform", entries)).toEqual([]);
  });

  it.each([
    ["users.SQL", "users.sql"],
    ["users.sql.bak", "users.sql"],
    ["users.sql~", "users.sql"],
    ["users~", "users.sql"],
    ["users.sq", "users.sql"],
    ["users", "users.sql"],
    ["a.b.txt", "a.b.sql"],
  ])("does not take %s for a step, and tells the nearest name", (name, near) => {
    expect(folderProblems("transform", [file(name)])).toEqual([
      {
        path: `sql/transform/${name}`,
        message: "the name does not end in .sql, so nothing reads the file",
        next: `did you mean sql/transform/${near}? What is not SQL belongs outside sql/`,
      },
    ]);
  });

  it("has no folders in it, also none that ends in .sql", () => {
    for (const name of ["old", "users.sql"])
      expect(folderProblems("checks", [folder(name)])).toMatchObject([
        { path: `sql/checks/${name}`, next: "put its files into sql/checks" },
      ]);
  });
});
