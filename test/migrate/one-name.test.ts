/** Which names of files are one table: what a bare name means, the search path says (Developer Guide, "search_path"). */
import { describe, expect, it } from "vitest";
import { mayHaveTwo, refuseTwoNames } from "../../src/migrate/one-name.ts";

const THERE = { database: "dev", searchPath: ["own", "public"], tables: new Map() };
const COLUMNS = { columns: [], distStyle: "auto", keys: [] } as const;

const file = (
  kind: "schema" | "transform",
  name: string,
  reads: readonly string[],
  writes: readonly string[],
) => ({
  kind,
  path: `sql/${kind}/${name}.sql`,
  reads,
  writes,
});

const told = (
  files: Parameters<typeof refuseTwoNames>[0],
  there: Parameters<typeof refuseTwoNames>[1] = THERE,
) => {
  try {
    refuseTwoNames(files, there);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("a table has one name", () => {
  it("which the file that makes it says, wherever that stands in the order of the files", () => {
    const files = [
      file("transform", "a", ["own.plays"], ["b"]),
      file("transform", "c", ["dev.own.plays"], ["own.b"]),
      file("schema", "plays", [], ["plays"]),
    ];
    expect(told(files)).toBe(
      [
        "3 problems in the SQL files:",
        "sql/transform/a.sql: own.plays is the table that sql/schema/plays.sql calls plays; write plays here too, so that the steps wait for each other",
        "sql/transform/c.sql: dev.own.plays is the table that sql/schema/plays.sql calls plays; write plays here too, so that the steps wait for each other",
        "sql/transform/c.sql: own.b is the table that sql/transform/a.sql calls b; write b here too, so that the steps wait for each other",
      ].join("\n  "),
    );
  });

  it("where it is: a bare name is that of the first schema of the search path that has it", () => {
    const files = [file("schema", "plays", [], ["plays"]), file("transform", "a", ["public.plays"], ["b"])];
    expect(told(files)).toBe("");
    expect(told(files, { ...THERE, tables: new Map([["public.plays", COLUMNS]]) })).toContain(
      "public.plays is the table",
    );
  });

  it("and another schema or another database has other tables, whatever they are called", () => {
    const files = [
      file("schema", "plays", [], ["plays", "mart.plays"]),
      file("transform", "a", ["other.own.plays", "mart.plays"], ["plays"]),
    ];
    expect(mayHaveTwo(files)).toBe(true);
    expect(told(files)).toBe("");
  });

  it("so that nobody is asked where no name stands in two ways", () => {
    expect(
      mayHaveTwo([file("schema", "plays", [], ["plays"]), file("transform", "a", ["plays"], ["b"])]),
    ).toBe(false);
  });
});
