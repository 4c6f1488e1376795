import { describe, expect, it } from "vitest";
import type { CheckResult } from "../../src/checks/run-check.ts";
import type { Reject, RunResult, StepResult } from "../../src/records/result.ts";
import { WAYS } from "../support/ways.ts";
import { renderRunSummary } from "../../src/terminal/run-summary.ts";
import { HIDDEN } from "../../src/text/passed-over.ts";
import { widthOf } from "../../src/text/visible.ts";

const step = (name: string, durationMs: number): StepResult => ({
  position: 1,
  name,
  kind: "transform",
  status: "succeeded",
  startedAt: undefined,
  durationMs,
  rows: 1,
});
const check = (name: string, count: number): CheckResult => ({
  name,
  title: "One is one.",
  path: `sql/checks/${name}.sql`,
  severity: "error",
  count,
  columns: [{ name: "user_id", type: "bigint" }],
  rows: [["7"]],
});
const reject: Reject = {
  source: "events",
  url: "/data/a.json",
  line: 3,
  column: "ts",
  columnType: "timestamp",
  value: "x",
  code: 1206,
  reason: "no time",
};
const RESULT: RunResult = {
  runId: "r1",
  status: "succeeded",
  exitCode: 0,
  warehouse: "w.duckdb",
  version: "1",
  startedAt: new Date(0),
  endedAt: new Date(61_000),
  sources: [
    {
      name: "events",
      urls: ["/data/"],
      files: 1500,
      bytes: 2_340_000,
      rowsRead: 9,
      rowsStaged: 8,
      rowsRejected: 1,
      objects: 2,
      passedOver: 0,
      passedFor: [],
    },
  ],
  steps: [step("songs", 5), step("users", 3000), step("time", 70), step("artists", 20)],
  checks: [check("users__unique", 0)],
  rejects: [],
  unreadLog: undefined,
  tables: [
    { name: "artists", countedAt: new Date(0), before: 10, after: 12 },
    { name: "songplays", countedAt: new Date(0), before: 10, after: 6820 },
  ],
  columns: [],
  retries: 0,
  loadedAt: undefined,
  error: undefined,
};

describe("renderRun", () => {
  it("names a few steps that were skipped for one reason, and counts more by their kinds", () => {
    const idle = (name: string, kind: StepResult["kind"]): StepResult => ({
      ...step(name, 0),
      kind,
      status: "skipped",
      note: "not due",
    });
    const few = [idle("songs__known", "audit"), idle("songs", "transform")];
    const said = (steps: readonly StepResult[]) => renderRunSummary({ ...RESULT, steps }, 100, WAYS);
    expect(said(few)).toContain("skipped: not due: audit songs__known, transform songs\n");
    const many = [...few, idle("a", "audit"), idle("b", "audit")];
    expect(said(many)).toContain("skipped: not due: 3 audits, 1 transform\n");
  });

  it("tells tables before, added and after, files, checks, the slowest steps, the report, and what to type next", () => {
    const text = renderRunSummary(RESULT, Number.POSITIVE_INFINITY, {
      ...WAYS,
      report: ".dwh/report.html",
    });
    expect(text).toContain("Published, without 1 rejected row (1 min 1 s, w.duckdb)\nrun r1\n");
    expect(text).toMatch(/events +1,500 +2 +2\.3 +9 +8 +1\n/);
    expect(text).toMatch(/songplays +10 +6,810 +6,820\n/);
    expect(text).toContain("checks: 1 passed, 0 warned, 0 failed");
    expect(text).toMatch(
      /slowest steps +kind +took\n.*\nusers +transform +3\.0 s\ntime +transform +70 ms\nartists .* 20 ms\n\n/,
    );
    expect(text).toMatch(/npx dwh report --open --warehouse w +# one page: \.dwh\/report\.html\n/);
    expect(text).toMatch(/\n {2}npx dwh query "select \* from songplays limit 10" --warehouse w\n$/);
  });

  it("says up to date only where nothing was left out and no check warned", () => {
    const [events] = RESULT.sources;
    if (events === undefined) throw new Error("no source");
    const whole = { ...RESULT, sources: [{ ...events, rowsRejected: 0 }] };
    const headline = (result: RunResult): string | undefined =>
      renderRunSummary(result, 80, WAYS).split(" (")[0];
    expect(headline(whole)).toBe("The warehouse is up to date");
    expect(headline({ ...whole, inQuarantine: 2 })).toBe("Published, without 2 files in quarantine");
    expect(headline({ ...RESULT, inQuarantine: 1 })).toBe(
      "Published, without 1 rejected row and 1 file in quarantine",
    );
    const warned = { ...check("staging_events__play__any", 1), severity: "warn" } as const;
    expect(headline({ ...whole, checks: [warned] })).toBe("Published; 1 check warned");
    expect(headline({ ...RESULT, checks: [warned, warned] })).toBe(
      "Published, without 1 rejected row; 2 checks warned",
    );
    const passed = (reason: string): RunResult => ({
      ...whole,
      sources: [{ ...events, rowsRejected: 0, passedFor: [{ reason, files: 4, first: "/data/a.bz2" }] }],
      checks: [warned],
    });
    expect(headline(passed("without a name that ends in .json"))).toBe(
      "Published; 1 check warned; 4 objects of an unknown kind were passed over",
    );
    expect(headline(passed(HIDDEN))).toBe("Published; 1 check warned");
  });

  it("does not say that nothing was published where nobody knows", () => {
    const failed = { ...RESULT, status: "failed", exitCode: 5 } as const;
    const headline = (result: RunResult): string | undefined =>
      renderRunSummary(result, 80, WAYS).split(" (")[0];
    expect(headline(failed)).toBe("The run failed: nothing was published");
    const doubt = { ...failed, inDoubt: "a COMMIT got no answer" };
    expect(headline(doubt)).toBe("The run failed: whether it was published is not known");
    expect(renderRunSummary(doubt, 80, WAYS)).not.toContain("rolled back");
  });

  it("proposes no query of a table whose name a shell would read in another way, and none without a table", () => {
    const odd = [{ name: '"$HOME"', countedAt: new Date(0), before: 0, after: 6820 }];
    for (const tables of [odd, []])
      expect(renderRunSummary({ ...RESULT, tables }, 80, WAYS)).not.toContain("dwh query");
  });

  it("names the status and the runbook when it failed", () => {
    const text = renderRunSummary({ ...RESULT, status: "check failed", exitCode: 3 }, 80, WAYS);
    expect(text).toContain("A check failed: nothing was published");
    expect(text).toContain("rolled back: the figures are those");
    expect(text).toMatch(/next:\n +npx dwh status .*\n.*\n +docs\/runbook\.md +# section 3\n$/);
    expect(text).not.toContain("slowest steps");
  });

  it("cuts long lists and says how much is left out", () => {
    const checks = Array.from({ length: 8 }, (_, index) => check(`c${index}`, 2000));
    const rejects = Array.from({ length: 1030 }, () => reject);
    const text = renderRunSummary({ ...RESULT, checks, rejects }, 80, WAYS);
    expect(text).toContain("2,000 failing rows; the first 20");
    expect(text).toContain("… and 3 more: c5, c6, c7");
    expect(text).not.toContain("error: c5");
    expect(text).toContain("rejected rows: 1,030");
    expect(text).toContain("… and 1,010 more: dwh status --errors --warehouse w");
  });

  it("keeps its tables within the terminal", () => {
    const long = { ...reject, url: `/data/${"very/".repeat(40)}long.json` };
    const lines = renderRunSummary({ ...RESULT, rejects: [long] }, 60, WAYS).split("\n");
    const table = lines.slice(lines.findIndex((line) => line.startsWith("where"))).slice(0, 3);
    expect(table).toHaveLength(3);
    for (const line of table) expect(widthOf(line)).toBeLessThanOrEqual(60);
  });
});

describe("a run that found nothing to load", () => {
  const idle = (files: number, reason: string): string => {
    const passedFor = [{ reason, files, first: "/data/a.txt" }];
    const source = {
      name: "events",
      urls: ["/data/"],
      files: 0,
      bytes: 0,
      rowsRead: 0,
      rowsStaged: 0,
      rowsRejected: 0,
      objects: 0,
      passedOver: files,
      passedFor,
    };
    return (
      renderRunSummary({ ...RESULT, status: "nothing new", sources: [source] }, 100, WAYS).split("\n")[0] ??
      ""
    );
  };

  it("says first how many objects it does not know, and nothing of what is hidden on purpose", () => {
    expect(idle(3, "without a name that ends in .json")).toContain(
      "Nothing was loaded: 3 objects of an unknown kind were passed over, and no other is new",
    );
    expect(idle(3, HIDDEN)).toContain("Nothing new: every source file is in the warehouse");
  });
});
