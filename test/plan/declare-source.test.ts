/** What a staging file has to say, and what it may not: sql/README.md, "The sources". */
import { describe, expect, it } from "vitest";
import { parseSqlFile } from "../../src/plan/sql-file.ts";

const COPY = `copy t from :'manifest' iam_role :copy_role manifest format as json :'jsonpaths' :compression maxerror :max_errors;`;
const stage = (header: string, sql = COPY) =>
  parseSqlFile("sql/staging/t.sql", "stage", `-- Loads it.\n${header}${sql}\n`);
const problemsOf = (header: string, sql = COPY): readonly string[] => {
  const parsed = stage(header, sql);
  return "problems" in parsed
    ? parsed.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
    : [];
};
const HEADER = "-- source: podcast_plays\n";

describe("a staging file", () => {
  it("declares a source, where it is, and whether it may be empty", () => {
    expect(stage(`${HEADER}-- location: s3://lake/podcasts/\n-- empty: allowed\n`)).toMatchObject({
      file: {
        source: {
          name: "podcast_plays",
          path: "sql/staging/t.sql",
          location: "s3://lake/podcasts/",
          jsonpaths: true,
          mayBeEmpty: true,
        },
      },
    });
    expect(stage(HEADER, COPY.replace(":'jsonpaths'", "'auto'"))).toMatchObject({
      file: { source: { location: undefined, jsonpaths: false, mayBeEmpty: false } },
    });
  });

  it.each([
    "",
    "-- source: Podcasts\n",
    "-- source: 1st\n",
    "-- source: a__b\n",
    "-- source: a-b\n",
    `-- source: ${"a".repeat(49)}\n`,
  ])("says which source it loads, by a name that a flag can have: %j", (header) => {
    expect(problemsOf(header)).toEqual([
      header === ""
        ? "1:1 the file does not say which source it loads"
        : `1:1 a source cannot be called ${JSON.stringify(header.slice(11, -1))}`,
    ]);
  });

  it("names its JSONPaths file, which its COPY has to read", () => {
    const header = `${HEADER}-- jsonpaths: jsonpaths/plays.json\n`;
    expect(stage(header)).toMatchObject({ file: { source: { jsonpathsFile: "jsonpaths/plays.json" } } });
    expect(problemsOf(header, COPY.replace(":'jsonpaths'", "'auto'"))).toEqual([
      "1:1 the header names a JSONPaths file that the COPY does not read",
    ]);
  });

  it("allows an array around the rows of its files, at the root or under a key, of JSON alone", () => {
    const formatOf = (unpack: string): unknown => {
      const parsed = stage(`${HEADER}-- unpack: ${unpack}\n`);
      return "file" in parsed ? parsed.file.source?.format : parsed.problems.map(({ message }) => message);
    };
    expect(formatOf("array")).toEqual({ kind: "json", wrapper: { key: undefined } });
    expect(formatOf("Records")).toEqual({ kind: "json", wrapper: { key: "Records" } });
    expect(formatOf('"array"')).toEqual({ kind: "json", wrapper: { key: "array" } });
    expect(formatOf("all rows")).toEqual(['unpack takes array, or the key that holds one, not "all rows"']);
    expect(
      problemsOf(`${HEADER}-- unpack: array\n`, COPY.replace("format as json :'jsonpaths'", "format as csv")),
    ).toEqual(["1:1 the header unpacks JSON, but the COPY reads CSV"]);
  });

  it("names its files by patterns, of names without folders", () => {
    expect(stage(`${HEADER}-- files: *  part-? !*.log\n`)).toMatchObject({
      file: { source: { files: ["*", "part-?", "!*.log"] } },
    });
    for (const files of ["2018/*", "!*.log", "!", "* !"])
      expect(problemsOf(`${HEADER}-- files: ${files}\n`)).toEqual([
        `1:1 files is not a list of name patterns: ${JSON.stringify(files)}`,
      ]);
  });

  it("may not be empty in other words", () => {
    expect(problemsOf(`${HEADER}-- empty: yes\n`)).toEqual(['1:1 empty takes the word allowed, not "yes"']);
  });

  it.each([
    ["a literal prefix", COPY.replace(":'manifest'", "'s3://lake/podcasts/'"), "3:13"],
    ["another variable", COPY.replace(":'manifest'", ":'jsonpaths'"), "3:13"],
    ["no MANIFEST", COPY.replace(" manifest format", " format"), "3:13"],
  ])("does not load what is in no ledger: %s", (_, sql, place) => {
    const says = "the COPY does not read the manifest of its source, so its files would be in no ledger";
    expect(problemsOf(HEADER, sql)).toEqual([`${place} ${says}`]);
  });

  it.each(["compression", "copy_role", "max_errors"])("uses %s", (name) => {
    const without = {
      compression: " :compression",
      copy_role: ":copy_role",
      max_errors: "maxerror :max_errors",
    };
    const sql = COPY.replace(without[name as keyof typeof without], name === "copy_role" ? "default" : "");
    expect(problemsOf(HEADER, sql).map((one) => one.replace(/:.*(?=the COPY)/, " "))).toEqual([
      expect.stringContaining(`does not use the variable ${name}`),
    ]);
  });

  it("has one COPY", () => {
    expect(problemsOf(HEADER, `${COPY}\n${COPY}`)).toEqual([
      "4:1 a staging file has one COPY, since a second one would load the same files again",
    ]);
    expect(problemsOf(HEADER, "delete from t;")).toEqual(["1:1 the file loads nothing"]);
  });
});

it.each(["schema", "transform"] as const)("a COPY belongs in a staging file, and not in a %s", (kind) => {
  const parsed = parseSqlFile("sql/x/t.sql", kind, `-- Loads it.\n${COPY}\n`);
  expect("problems" in parsed && parsed.problems).toMatchObject([
    { line: 2, column: 1, message: expect.stringContaining("a COPY belongs in sql/staging") as string },
  ]);
});
