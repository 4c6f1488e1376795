import { describe, expect, it } from "vitest";
import { SqlFilesError } from "../../src/errors.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { planRun } from "../../src/plan/plan.ts";
import { parseSqlFile, type FileKind, type SqlFile } from "../../src/plan/sql-file.ts";
import { WITHOUT_LOADS } from "../../src/plan/variables.ts";
import { SQL_DIR } from "../support/sources.ts";

const NEW = {
  manifestUrl: "s3://lake/work/events.manifest",
  compression: "gzip",
  jsonpaths: undefined,
} as const;
const VALUES = { ...WITHOUT_LOADS, copies: new Map([["events", NEW]]), maxRejects: 2 };
const sql = await loadSql(SQL_DIR);

const file = (kind: FileKind, source: string): SqlFile => {
  const parsed = parseSqlFile(`sql/${kind}/extra.sql`, kind, source);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.file;
};

describe("the plan of a run", () => {
  it("leaves out the COPY of a source without new files, and makes its staging table anew all the same", () => {
    const { steps } = planRun(sql, VALUES);
    const statementsOf = (name: string, kind: string) =>
      steps
        .find((step) => step.name === name && step.kind === kind)
        ?.statements.map((statement) => [statement.sql.split(/\s/, 1)[0], statement.loads]);
    expect(statementsOf("staging_events", "stage")).toEqual([["copy", "events"]]);
    expect(statementsOf("staging_songs", "stage")).toEqual([]);
    for (const name of ["staging_events", "staging_songs"]) {
      expect(statementsOf(name, "schema")).toEqual([
        ["drop", undefined],
        ["create", undefined],
      ]);
    }
  });

  it("tells COPY one error more than is tolerated: it fails when there are as many", () => {
    const all = planRun(sql, VALUES).steps.flatMap(({ statements }) => statements);
    expect(all.find(({ loads }) => loads === "events")?.sql).toContain("maxerror 3\n");
  });

  it("makes the job's own tables outside the transaction, the ledger last: where it is, the others are", () => {
    const { outside, steps } = planRun(sql, VALUES);
    const names = outside.map(({ name }) => name);
    expect(names.toSorted()).toEqual([
      "etl_columns",
      "etl_failures",
      "etl_files",
      "etl_lock",
      "etl_quarantine",
      "etl_rebuild",
      "etl_rejects",
      "etl_runs",
      "etl_sql",
      "etl_starts",
      "etl_steps",
      "etl_tables",
    ]);
    expect(names.at(-1)).toBe("etl_files");
    expect(steps.map(({ position }) => position)).toEqual(steps.map((_, index) => index + 1));
    expect(steps.filter(({ kind, name }) => kind === "schema" && names.includes(name))).toEqual([]);
  });

  it("refuses a variable that the job does not give, with its place", () => {
    const extra = file("check", "-- Asks.\nselect 1 as one\nwhere :'nothing' = '';");
    const plan = () => planRun({ ...sql, steps: [...sql.steps, extra] }, VALUES);
    expect(plan).toThrow(SqlFilesError);
    expect(plan).toThrow("sql/check/extra.sql:3:7: unknown variable");
  });
});
