import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderSteps } from "../../src/plan/order.ts";
import { parseSqlFile, type FileKind, type SqlFile } from "../../src/plan/sql-file.ts";

function file(path: string, kind: FileKind, sql: string): SqlFile {
  const header = kind === "stage" ? "-- source: s\n" : "";
  const parsed = parseSqlFile(path, kind, `-- Says what it is for.\n${header}${sql};\n`);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.file;
}

const COPY =
  "from :'manifest' iam_role :copy_role manifest format as json 'auto' :compression maxerror :max_errors";

const FILES = [
  file("sql/schema/b.sql", "schema", "create table b (id integer, primary key (id))"),
  file("sql/schema/a.sql", "schema", "create table a (id integer, b_id integer references b (id))"),
  file("sql/staging/s.sql", "stage", `copy s ${COPY}`),
  file("sql/transform/a.sql", "transform", "insert into a select id, id from b"),
  file("sql/transform/b.sql", "transform", "insert into b select id from s"),
  file("sql/checks/s__whole.sql", "check", "select id from s where id is null"),
  file("sql/checks/a__unique.sql", "check", "select id from a group by id having count(*) > 1"),
];

function names(files: readonly SqlFile[]): string[] {
  const ordered = orderSteps(files);
  if ("problems" in ordered) throw new Error(JSON.stringify(ordered.problems));
  return ordered.steps.map(({ path }) => path.replace(/^sql\/|\.sql$/g, ""));
}

describe("the order of steps", () => {
  it("follows the tables that they read and write, and lets a check run as soon as it can", () => {
    expect(names(FILES)).toEqual([
      "schema/b",
      "schema/a",
      "staging/s",
      "checks/s__whole",
      "transform/b",
      "transform/a",
      "checks/a__unique",
    ]);
  });

  it("is the same whatever order the files are found in", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(FILES, { minLength: FILES.length }), (shuffled) => {
        expect(names(shuffled)).toEqual(names(FILES));
      }),
    );
  });

  it("of two steps that fill one table has the staging first, whatever their names are", () => {
    const both = [
      file("sql/transform/a.sql", "transform", "insert into t select 1 as id"),
      file("sql/staging/t.sql", "stage", `copy t ${COPY}`),
    ];
    expect(names(both)).toEqual(["staging/t", "transform/a"]);
  });

  it("tells a circle, with every file that is in it", () => {
    const circle = [
      file("sql/transform/a.sql", "transform", "insert into a select id from b"),
      file("sql/transform/b.sql", "transform", "insert into b select id from a"),
    ];
    expect(orderSteps(circle)).toMatchObject({
      problems: [
        {
          path: "sql/transform/a.sql",
          message: expect.stringContaining("waits for sql/transform/b.sql") as string,
        },
        { path: "sql/transform/b.sql" },
      ],
    });
  });
});

describe("a file of sql/", () => {
  const problemsOf = (kind: FileKind, sql: string) => {
    const parsed = parseSqlFile("sql/x/x.sql", kind, sql);
    return "problems" in parsed ? parsed.problems : [];
  };

  it("says in its first comment what it is for", () => {
    expect(problemsOf("transform", "delete from a;")).toMatchObject([{ line: 1 }]);
  });

  it("does not end the transaction that the run is", () => {
    for (const sql of [
      "truncate a",
      "commit",
      "begin",
      "vacuum a",
      "alter table a append from b",
      "alter table a alter column b type varchar(9)",
    ]) {
      expect(problemsOf("transform", `-- Does it.\n${sql};`)).toMatchObject([{ line: 2, column: 1 }]);
    }
  });

  it("is one select when it is a check", () => {
    expect(problemsOf("check", "-- Checks.\ndelete from a;")).toHaveLength(1);
    expect(problemsOf("check", "-- Checks.\nselect 1 from a; select 2 from a;")).toMatchObject([{ line: 2 }]);
  });

  it("tells where it is no SQL", () => {
    expect(problemsOf("transform", "-- Does it.\nselect 'open from a;")).toMatchObject([
      { line: 2, column: 8, message: "unterminated string" },
    ]);
  });
});
