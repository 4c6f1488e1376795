/** What is sent without an answer in between: nothing that an answer decides. */
import { expect, it } from "vitest";
import type { Known } from "../../src/plan/decide-step.ts";
import { knownIn } from "../../src/plan/decide-step.ts";
import { orderSteps } from "../../src/plan/order.ts";
import { planRun, type PlannedStep } from "../../src/plan/plan.ts";
import { parseSqlFile, type FileKind, type SqlFile } from "../../src/plan/sql-file.ts";
import { groupFrom } from "../../src/run/group-steps.ts";

const FILES: Readonly<Record<string, string>> = {
  "schema/news.sql": "drop table if exists news; create table news (id int);",
  "schema/a.sql": "create table if not exists a (id int);",
  "schema/b.sql": "create table if not exists b (id int);",
  "schema/note.sql": "create table if not exists note (id int);",
  "stage/news.sql":
    "copy news (id) from :'manifest' iam_role :copy_role manifest format as json 'auto' :compression maxerror :max_errors;",
  "check/news.sql": "select id from news where id < 0;",
  "transform/a.sql": "insert into a select id from news; insert into note select id from news;",
  // Whether it runs depends on the rows of the note.
  "transform/b.sql": "insert into b select id from note;",
  "check/a.sql": "select a.id from a inner join news on a.id = news.id where a.id < 0;",
  "check/b.sql": "select id from b where id < 0;",
};

function planned(files = FILES): readonly PlannedStep[] {
  const parsed = Object.entries(files).map(([path, sql]): SqlFile => {
    const [kind = "", name = ""] = path.split("/");
    const source = kind === "stage" ? `-- source: ${name.replace(".sql", "")}\n` : "";
    const read = parseSqlFile(`sql/${path}`, kind as FileKind, `-- What it is for.\n${source}${sql}\n`);
    if ("problems" in read) throw new Error(`${path}: ${JSON.stringify(read.problems)}`);
    return read.file;
  });
  const ordered = orderSteps(parsed);
  if ("problems" in ordered) throw new Error(JSON.stringify(ordered.problems));
  const copies = new Map([["news", { manifestUrl: "m", compression: "", jsonpaths: undefined }]]);
  const sql = { steps: ordered.steps } as unknown as Parameters<typeof planRun>[0];
  return planRun(sql, { copies, copyRole: "default", maxRejects: 0, runId: "r" } as never).steps;
}

const nameOf = ({ kind, name }: PlannedStep): string => `${kind} ${name}`;

/** The groups, one after the other, where the tables in `writing` are written by whoever can. */
function groups(
  steps: readonly PlannedStep[],
  { isFirst, writing = [] }: { readonly isFirst: boolean; readonly writing?: readonly string[] },
): readonly (readonly string[])[] {
  const digests = new Map(steps.map((step) => [nameOf(step), step.digest]));
  const known: Known = {
    digests: isFirst ? undefined : digests,
    notDue: () => undefined,
    without: new Map(),
    ...knownIn(steps),
  };
  const written = new Set<string>();
  const found: string[][] = [];
  for (let start = 0; start < steps.length;) {
    const group = groupFrom(steps, start, known, written);
    start += group.steps.length;
    found.push(group.due.map(nameOf));
    for (const step of group.due)
      for (const table of step.writes)
        if (step.kind === "stage" || (step.kind === "transform" && writing.includes(table)))
          written.add(table);
  }
  return found.filter((group) => group.length > 0);
}

it("tables are made together, a load stands alone, and no transform runs before it is known what a check before it found", () => {
  expect(groups(planned(), { isFirst: true })).toEqual([
    ["schema a", "schema b", "schema news", "schema note"],
    ["stage news"],
    ["check news"],
    ["transform a", "check a"],
    ["transform b", "check b"],
  ]);
});

it("a step that may run or not after what others write waits for their answers", () => {
  const { "check/a.sql": _, ...files } = FILES;
  const steps = planned(files);
  expect(groups(steps, { isFirst: false, writing: ["note", "b"] }).slice(-3)).toEqual([
    ["transform a"],
    ["transform b"],
    ["check b"],
  ]);
  expect(groups(steps, { isFirst: false }).at(-1)).toEqual(["transform a"]);
  // Every file is new: all of them run in any case.
  expect(groups(steps, { isFirst: true }).at(-1)).toEqual(["transform a", "transform b", "check b"]);
});
