import { describe, expect, it } from "vitest";
import { digestKey, knownIn, whySkipped, writtenBy } from "../../src/plan/decide-step.ts";
import { orderSteps } from "../../src/plan/order.ts";
import { planRun, type PlannedStep } from "../../src/plan/plan.ts";
import { parseSqlFile, type FileKind, type SqlFile } from "../../src/plan/sql-file.ts";

const COPY =
  "from :'manifest' iam_role :copy_role manifest format as json 'auto' :compression maxerror :max_errors;";
const FILES: Readonly<Record<string, string>> = {
  "schema/raw.sql": "drop table if exists raw_a; create table raw_a (id int);",
  "schema/raw_b.sql": "drop table if exists raw_b; create table raw_b (id int);",
  "schema/a.sql": "create table if not exists a (id int); create table if not exists hand (id int);",
  "schema/daily.sql": "drop table if exists daily; create table daily (id int);",
  "schema/seen.sql": "create or replace view seen as select id from a;",
  "stage/raw_a.sql": `copy raw_a (id) ${COPY}`,
  "stage/raw_b.sql": `delete from raw_b; copy raw_b (id) ${COPY}`,
  "transform/a.sql": "insert into a select id from raw_a;",
  "transform/b.sql":
    "merge into b using raw_b on b.id = raw_b.id when matched then delete when not matched then insert values (raw_b.id);",
  "transform/daily.sql": "insert into daily select id from a;",
  "transform/later.sql": "delete from a where id in (select id from raw_b);",
  "transform/made.sql": "drop table if exists made; create table made as select id from a;",
  "transform/old.sql": "delete from aged where at < getdate();",
  "check/a.sql": "select id from a where id < 0;",
  "check/seen.sql": "select id from seen where id < 0;",
  "check/hand.sql": "select id from hand where id < 0;",
  "check/foreign.sql": "select id from elsewhere where id < 0;",
  "check/ledger.sql": "select url from etl_files where size < 0;",
  "check/constant.sql": "select 1 where 1 = 0;",
};

function steps(news: readonly string[], files = FILES): readonly PlannedStep[] {
  const parsed = Object.entries(files).map(([path, sql]): SqlFile => {
    const [kind = "", name = ""] = path.split("/");
    const source = kind === "stage" ? `-- source: ${name.replace(".sql", "")}\n` : "";
    const read = parseSqlFile(`sql/${path}`, kind as FileKind, `-- What it is for.\n${source}${sql}\n`);
    if ("problems" in read) throw new Error(`${path}: ${JSON.stringify(read.problems)}`);
    return read.file;
  });
  const ordered = orderSteps(parsed);
  if ("problems" in ordered) throw new Error(JSON.stringify(ordered.problems));
  const copies = new Map(
    news.map((name) => [name, { manifestUrl: "m", compression: "", jsonpaths: undefined }]),
  );
  const sql = { steps: ordered.steps } as unknown as Parameters<typeof planRun>[0];
  return planRun(sql, { copies, copyRole: "default", maxRejects: 0, runId: "r" } as never).steps;
}

/** No audit is due. */
const NEVER = (): string => "not due";

/** The steps that a run does, of which those in `empty` count no row. */
function doing(
  plan: readonly PlannedStep[],
  {
    empty = [],
    last = plan,
    without = new Map(),
  }: {
    empty?: readonly string[];
    last?: readonly PlannedStep[];
    without?: ReadonlyMap<string, string>;
  } = {},
): readonly string[] {
  const digests = new Map(last.map((step) => [digestKey(step), step.digest]));
  const known = { digests, notDue: NEVER, without, ...knownIn(plan) };
  const written = new Set<string>();
  const done: string[] = [];
  for (const step of plan) {
    if (whySkipped(step, known, written) !== undefined) continue;
    done.push(`${step.kind}/${step.name}`);
    const counted = empty.includes(step.name) ? [] : step.statements.keys();
    for (const table of writtenBy(step, new Set(counted), known, written)) written.add(table);
  }
  return done.filter((name) => !name.startsWith("schema/")).sort();
}

/** Whatever is new, these have no table that tells when they are due. */
const ALWAYS = [
  "check/constant",
  "check/foreign",
  "check/hand",
  "check/ledger",
  // What is left of it without its COPY may empty the table.
  "stage/raw_b",
  // Its table is made anew by its schema file.
  "transform/daily",
  "transform/old",
];

describe("the steps of a run that have something to do", () => {
  const ofA = ["check/a", "check/seen", "transform/made"];

  it.each([
    ["nothing", [], [], []],
    ["news of one source", ["raw_a"], [], ["stage/raw_a", "transform/a", "transform/later", ...ofA]],
    ["news that change no row of the table", ["raw_a"], ["a", "later"], ["stage/raw_a", "transform/a"]],
    ["news that a later step takes out again", ["raw_b"], [], ["transform/b", "transform/later", ...ofA]],
    [
      "a merge, which tells nothing by its count",
      ["raw_b"],
      ["b", "later"],
      ["transform/b", "transform/later"],
    ],
  ])("%s", (_, news, empty, done) => {
    expect(doing(steps(news), { empty })).toEqual([...new Set([...ALWAYS, ...done])].sort());
  });

  it("are all of them where no run was published yet", () => {
    const plan = steps(["raw_a"]);
    expect(doing(plan, { last: [] })).toHaveLength(plan.filter(({ kind }) => kind !== "schema").length);
  });

  it.each([
    ["transform/a.sql", ["transform/a", ...ofA, "transform/later"]],
    ["check/a.sql", ["check/a"]],
    ["stage/raw_a.sql", ["stage/raw_a"]],
    // Whoever declares a table in another way may want to see what is in it.
    ["schema/a.sql", [...ofA, "transform/a", "transform/later"]],
  ])("are those whose file is another, %s, and what reads the tables that they write", (path, done) => {
    const plan = steps([], { ...FILES, [path]: `${FILES[path] ?? ""} -- fixed` });
    const expected = [...new Set([...ALWAYS, ...done])].sort();
    expect(doing(plan, { last: steps([]) })).toEqual(expected);
    const fresh = steps([]).filter(({ path: one }) => one !== `sql/${path}`);
    expect(doing(steps([]), { last: fresh })).toEqual(expected);
  });

  it("are told why they are skipped", () => {
    const plan = steps([]);
    const digests = new Map(plan.map((step) => [digestKey(step), step.digest]));
    const why = (name: string): string | undefined =>
      plan
        .filter((step) => `${step.kind}/${step.name}` === name)
        .map((step) =>
          whySkipped(step, { digests, notDue: NEVER, without: new Map(), ...knownIn(plan) }, new Set()),
        )[0];
    expect(why("transform/a")).toBe("nothing new in raw_a");
    expect(why("stage/raw_a")).toBe("no new file to load");
  });

  it("are no checks whose audit is due, which looks at all rows and stops what the check would stop", () => {
    const select = "select id from a where id < 0;";
    const warn = "-- severity: warn\n";
    const plan = steps(["raw_a"], {
      ...FILES,
      "check/new_a.sql": select,
      "audit/a.sql": select,
      "check/new_b.sql": select,
      "audit/b.sql": `${warn}${select}`,
      "check/new_c.sql": `${warn}${select}`,
      "audit/c.sql": `${warn}${select}`,
    });
    const first = doing(plan, { last: [] }).filter((name) => /^(?:audit|check\/new)/.test(name));
    // An audit that only warns stands for no check that stops a run.
    expect(first).toEqual(["audit/a", "audit/b", "audit/c", "check/new_b"]);
    const later = doing(plan).filter((name) => /^(?:audit|check\/new)/.test(name));
    expect(later).toEqual(["check/new_a", "check/new_b", "check/new_c"]);
    const fixed = doing(plan, { last: plan.filter(({ kind, name }) => kind !== "audit" || name !== "a") });
    expect(fixed).toContain("audit/a");
    expect(fixed).not.toContain("check/new_a");
    const left = new Map([["audit a", "not selected"]]);
    expect(doing(plan, { last: [], without: left })).toContain("check/new_a");
  });
});
