/** What only the files of a folder together tell of its staging tables: sql/README.md, "The sources", "Keys and columns". */
import { describe, expect, it } from "vitest";
import { parseSqlFile, type FileKind, type SqlFile } from "../../src/plan/sql-file.ts";
import { stagingTableProblems } from "../../src/plan/staging-tables.ts";

function fileOf(path: string, kind: FileKind, text: string): SqlFile {
  const parsed = parseSqlFile(path, kind, text);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.file;
}

const TABLE = fileOf(
  "sql/schema/visits.sql",
  "schema",
  "-- Visits.\ncreate table staging_visits (id int, row_id bigint identity(1, 1), town varchar(9));\n",
);
const stage = (name: string, { table = "staging_visits", header = "", columns = "" } = {}): SqlFile =>
  fileOf(
    `sql/staging/${name}.sql`,
    "stage",
    `-- Loads them.\n-- source: ${name}\n${header}copy ${table} ${columns} from :'manifest' iam_role :copy_role manifest csv :compression maxerror :max_errors;\n`,
  );
const problemsOf = (...files: readonly SqlFile[]): readonly string[] =>
  stagingTableProblems([TABLE, ...files]).map(({ path, message }) => `${path}: ${message}`);

describe("the table that a staging file fills", () => {
  it("is filled by no other one: the rows of both would be counted as those of each", () => {
    expect(problemsOf(stage("visits"))).toEqual([]);
    expect(problemsOf(stage("old_visits"), stage("visits"))).toEqual([
      "sql/staging/visits.sql: sql/staging/old_visits.sql already fills staging_visits",
    ]);
    expect(problemsOf(stage("visits"), stage("rides", { table: "staging_rides" }))).toEqual([]);
  });

  it("has the columns that the header requires, also when the COPY lists none", () => {
    const header = "-- required: id, twon\n";
    expect(problemsOf(stage("visits", { header }))).toEqual([
      "sql/staging/visits.sql: the required column twon is not one that the COPY fills",
    ]);
    expect(problemsOf(stage("visits", { header: "-- required: id, row_id\n" }))).toEqual([
      "sql/staging/visits.sql: the required column row_id is not one that the COPY fills",
    ]);
    expect(problemsOf(stage("visits", { header: "-- required: id, town\n" }))).toEqual([]);
  });

  it("is not asked for them where no file declares it, and where the list says it", () => {
    expect(problemsOf(stage("rides", { table: "staging_rides", header: "-- required: id\n" }))).toEqual([]);
    expect(problemsOf(stage("visits", { header: "-- required: id\n", columns: "(id)" }))).toEqual([]);
  });
});
