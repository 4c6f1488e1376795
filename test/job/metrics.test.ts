import { describe, expect, it } from "vitest";
import { RUN_METRICS, STEP_METRICS } from "../../src/names.ts";
import { runMetrics } from "../../src/job/metrics.ts";
import type { RunResult, StepResult } from "../../src/records/result.ts";

const at = new Date("2026-01-01T00:01:00Z");
const step = (name: string, status: StepResult["status"]): StepResult => ({
  position: 1,
  name,
  kind: "transform",
  status,
  startedAt: at,
  durationMs: 1500,
  rows: 7,
});
const RESULT: RunResult = {
  runId: "run-1",
  status: "succeeded",
  exitCode: 0,
  warehouse: "w",
  version: "1",
  startedAt: new Date("2026-01-01T00:00:00Z"),
  endedAt: at,
  sources: [
    {
      name: "events",
      urls: ["e"],
      files: 30,
      bytes: 1000,
      rowsRead: 8056,
      rowsStaged: 8055,
      rowsRejected: 1,
      objects: 1,
      passedOver: 0,
      passedFor: [],
    },
    {
      name: "songs",
      urls: ["s"],
      files: 2,
      bytes: 500,
      rowsRead: 2,
      rowsStaged: 2,
      rowsRejected: 0,
      objects: 1,
      passedOver: 0,
      passedFor: [],
    },
  ],
  steps: [step("users", "succeeded"), step("songs", "failed"), step("time", "skipped")],
  checks: [
    { name: "a", title: "", path: "", severity: "error", count: 0, columns: [], rows: [] },
    { name: "b", title: "", path: "", severity: "warn", count: 3, columns: [], rows: [] },
    { name: "c", title: "", path: "", severity: "error", count: 1, columns: [], rows: [] },
  ],
  unreadLog: undefined,
  rejects: [
    {
      source: "events",
      url: "e",
      line: 1,
      column: "ts",
      columnType: "bigint",
      value: "x",
      code: 1207,
      reason: "r",
    },
  ],
  tables: [],
  loadedAt: undefined,
  columns: [],
  inQuarantine: 2,
  retries: 2,
  error: undefined,
};
const SCOPE = { environment: "prod", pipeline: "sparkify" };
const byName = (result: RunResult, age?: number) => {
  const metrics = runMetrics(result, SCOPE, { dataAgeSeconds: age, eventAgeSeconds: age });
  return Object.fromEntries(
    metrics
      .filter(({ dimensions }) => dimensions["Step"] === undefined)
      .map(({ name, value }) => [name, value]),
  );
};

describe("the metrics of a run", () => {
  it("tell how it went, how long it took and how much it brought", () => {
    expect(byName(RESULT, 3600)).toEqual({
      RunSuccess: 1,
      RunFailure: 0,
      RunDuration: 60_000,
      DataAge: 3600,
      EventAge: 3600,
      FilesLoaded: 32,
      BytesLoaded: 1500,
      RowsLoaded: 8057,
      RowsRejected: 1,
      FilesQuarantined: 2,
      Retries: 2,
      ChecksFailed: 1,
      KeysUntaken: 0,
      ColumnsUnfilled: 0,
      ChecksWarned: 1,
    });
    expect(Object.keys(byName(RESULT, 0)).sort()).toEqual(Object.values(RUN_METRICS).sort());
  });

  it("leave open how many files are in quarantine where that is not known", () => {
    const { inQuarantine: _, ...unknown } = RESULT;
    expect(byName(unknown)).not.toHaveProperty("FilesQuarantined");
    expect(byName({ ...RESULT, inQuarantine: 0 })).toMatchObject({ FilesQuarantined: 0 });
  });

  it("of a run that was rolled back say that nothing was loaded", () => {
    expect(byName({ ...RESULT, status: "check failed", exitCode: 3 })).toMatchObject({
      RunSuccess: 0,
      RunFailure: 1,
      FilesLoaded: 0,
      BytesLoaded: 0,
      RowsLoaded: 0,
    });
  });

  it("tell steps apart, and leave out those that were skipped", () => {
    const ofSteps = runMetrics(RESULT, SCOPE).filter(({ dimensions }) => dimensions["Step"] !== undefined);
    expect(ofSteps.map(({ name, value, dimensions }) => [dimensions["Step"], name, value])).toEqual([
      ["users", STEP_METRICS.duration, 1500],
      ["users", STEP_METRICS.rows, 7],
      ["users", STEP_METRICS.failures, 0],
      ["songs", STEP_METRICS.duration, 1500],
      ["songs", STEP_METRICS.rows, 7],
      ["songs", STEP_METRICS.failures, 1],
    ]);
    expect(ofSteps[0]?.dimensions).toEqual({ Environment: "prod", Pipeline: "sparkify", Step: "users" });
    expect(ofSteps[0]?.at).toBe(at);
  });
});
