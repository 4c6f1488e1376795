import { describe, expect, it } from "vitest";
import { SqlFilesError } from "../../src/errors.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { planSteps, type JobValues } from "../../src/plan/plan.ts";
import { parseSqlFile, type FileKind, type SqlFile } from "../../src/plan/sql-file.ts";
import { SQL_DIR } from "../support/scratch.ts";

const NEW = { manifestUrl: "s3://lake/work/events.manifest", compression: "gzip" } as const;
const VALUES: JobValues = {
  loads: { events: NEW, songs: undefined },
  copyRole: "default",
  eventsJsonpaths: undefined,
  maxRejects: 2,
};
const { steps } = await loadSql(SQL_DIR);

const file = (kind: FileKind, source: string): SqlFile => {
  const parsed = parseSqlFile(`sql/${kind}/extra.sql`, kind, source);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.file;
};

describe("the plan of a run", () => {
  it("leaves out the COPY of a source without new files, and empties its staging all the same", () => {
    const planned = planSteps(steps, VALUES);
    const sqlOf = (name: string) =>
      planned
        .find((step) => step.name === name && step.kind === "stage")
        ?.statements.map(({ sql, loads }) => [sql.split(/\s/, 1)[0], loads]);
    expect(sqlOf("staging_events")).toEqual([
      ["delete", undefined],
      ["copy", "events"],
    ]);
    expect(sqlOf("staging_songs")).toEqual([["delete", undefined]]);
  });

  it("tells COPY one error more than is tolerated: it fails when there are as many", () => {
    const all = planSteps(steps, VALUES).flatMap(({ statements }) => statements);
    expect(all.find(({ loads }) => loads === "events")?.sql).toContain("maxerror 3\n");
  });

  it("refuses a variable that the job does not give, with its place", () => {
    const extra = file("check", "-- Asks.\nselect 1 as one\nwhere :'nothing' = '';");
    expect(() => planSteps([...steps, extra], VALUES)).toThrow(SqlFilesError);
    expect(() => planSteps([...steps, extra], VALUES)).toThrow("sql/check/extra.sql:3:7: unknown variable");
  });

  it("refuses SQL that leaves out what is configured: it would load something else", () => {
    const without = steps.filter(({ name, kind }) => name !== "staging_events" || kind !== "stage");
    expect(() => planSteps(without, VALUES)).toThrow("no file uses the variable events_manifest");
  });
});
