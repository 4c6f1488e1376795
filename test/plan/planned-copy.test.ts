import { describe, expect, it } from "vitest";
import { planRun } from "../../src/plan/plan.ts";
import { sourceWithColumns, type PlannedCopy } from "../../src/plan/planned-copy.ts";
import { parseSqlFile, type FileKind, type SqlFile } from "../../src/plan/sql-file.ts";

const file = (path: string, kind: FileKind, text: string): SqlFile => {
  const parsed = parseSqlFile(path, kind, text);
  if ("problems" in parsed) throw new Error(parsed.problems.map(({ message }) => message).join("; "));
  return parsed.file;
};
const problems = (kind: FileKind, text: string) => {
  const parsed = parseSqlFile("sql/x.sql", kind, text);
  return "problems" in parsed ? parsed.problems : [];
};
const copyText = ({ header = "", columns = "", format = "json 'auto ignorecase'" }): string =>
  `-- Loads plays.\n-- source: plays\n${header}copy staging_plays ${columns} from :'manifest' iam_role :copy_role manifest ` +
  `${format} :compression maxerror :max_errors;\n`;
const TABLE = file(
  "sql/schema/staging_plays.sql",
  "schema",
  "-- Plays.\ncreate table staging_plays (id bigint identity(0, 1), song varchar(9), artist varchar(9));\n",
);
const planned = (parts: Parameters<typeof copyText>[0], jsonpaths?: string): PlannedCopy | undefined => {
  const stage = file("sql/staging/staging_plays.sql", "stage", copyText(parts));
  const copies = new Map([["plays", { manifestUrl: "s3://b/m", compression: "" as const, jsonpaths }]]);
  const sql = { steps: [TABLE, stage], analyses: [], sums: [], sources: [] };
  return planRun(sql, { copies, copyRole: "default", maxRejects: 0, runId: "r" }).steps[1]?.statements[0]
    ?.copy;
};

describe("the COPY of a staging file", () => {
  it("fills the columns that it lists, or those of its table that are no identity", () => {
    expect(planned({ columns: "(artist, song)" })).toMatchObject({
      table: "staging_plays",
      columns: ["artist", "song"],
    });
    expect(planned({})).toMatchObject({ columns: ["song", "artist"] });
  });

  it("declares the fields of CSV that it lists, or those of its table, and none of JSON", () => {
    const fields = (parts: Parameters<typeof copyText>[0]) => {
      const stage = file("sql/staging/staging_plays.sql", "stage", copyText(parts));
      const format = sourceWithColumns(stage, [stage, TABLE])?.format;
      return format?.kind === "delimited" ? format.columns : undefined;
    };
    expect(fields({ format: "csv", columns: "(artist)" })).toEqual(["artist"]);
    expect(fields({ format: "csv" })).toEqual(["song", "artist"]);
    expect(fields({})).toBeUndefined();
  });

  it("requires what its header names", () => {
    expect(planned({ header: "-- required: song,  artist\n" })).toMatchObject({
      required: ["song", "artist"],
      requiredWhere: undefined,
    });
    expect(planned({})?.required).toEqual([]);
    const header = "-- required: song\n-- required-where: artist <> 'x' or (artist is null)\n";
    expect(planned({ header })?.requiredWhere).toBe("artist <> 'x' or (artist is null)");
  });

  it.each([
    ["json 'auto'", undefined, { by: "name", ignoreCase: false }],
    ["json 'AUTO  ignorecase'", undefined, { by: "name", ignoreCase: true }],
    ["json 'noshred'", undefined, { by: "none" }],
    ["format as json 's3://b/p.json'", undefined, { by: "path", url: "s3://b/p.json" }],
    ["json :'jsonpaths'", undefined, { by: "name", ignoreCase: true }],
    ["json :'jsonpaths'", "s3://b/q.json", { by: "path", url: "s3://b/q.json" }],
    ["csv", undefined, { by: "none" }],
  ])("finds the column of a key as %s says, with the JSONPaths file %s", (format, jsonpaths, matching) => {
    expect(planned({ format }, jsonpaths)?.matching).toEqual(matching);
  });
});

describe("a header", () => {
  it("requires no column that the COPY beside it does not list", () => {
    const text = copyText({ header: "-- required: song, user\n", columns: "(artist, song)" });
    expect(problems("stage", text)).toMatchObject([
      { message: "the required column user is not one that the COPY fills", next: "it fills artist, song" },
    ]);
  });

  it.each([
    ["song =", /^required-where is not a condition: syntax error/],
    ["song = 'x'); delete from t; select (1", /^required-where is not a condition: /],
    ["song = :'manifest'", /it may not use variables/],
    ["song = 'x' -- all of them", /^required-where is not a condition: /],
    ["song = 'x' or song is null", /^$/],
  ])("has a condition of the rows that is one: %s", (condition, message) => {
    const text = copyText({ header: `-- required: song\n-- required-where: ${condition}\n` });
    expect(
      problems("stage", text)
        .map((one) => one.message)
        .join("\n"),
    ).toMatch(message);
  });

  it("says of which rows only where something is required", () => {
    expect(problems("stage", copyText({ header: "-- required-where: song = 'x'\n" }))).toMatchObject([
      { message: "required-where is given without required" },
    ]);
  });

  it("has a day for a floor, and in a check alone", () => {
    const check = (floor: string) => `-- Asks.\n-- floor: ${floor}\nselect 1 as one where :'floor' = '';\n`;
    expect(problems("check", check("2000-01-01"))).toEqual([]);
    for (const wrong of ["2000-02-30", "yesterday", "2000", "2000-1-1"])
      expect(problems("check", check(wrong))).toMatchObject([
        { message: `floor takes a day such as 2000-01-01, not "${wrong}"` },
      ]);
    expect(problems("transform", "-- Does.\n-- floor: 2000-01-01\ndelete from t;\n")).toHaveLength(1);
  });
});
