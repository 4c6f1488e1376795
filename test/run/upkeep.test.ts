/** Upkeep of tables after a run (Database Developer Guide, "VACUUM", "ANALYZE"). */
import { describe, expect, it } from "vitest";
import { InterruptedError, WarehouseError } from "../../src/errors.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import type { RunEvent, StepResult } from "../../src/records/result.ts";
import { changedTables, keepUp } from "../../src/run/upkeep.ts";
import type { Result, Session, Warehouse } from "../../src/warehouse/warehouse.ts";

const DONE: Result = { command: "", rowCount: 0, columns: [], rows: [], notices: [] };

/** A warehouse that notes what it is asked, and refuses what it is told to refuse. */
function openFake(refused: RegExp = /^$/) {
  const said: string[] = [];
  const session: Session = {
    execute: (sql) => {
      if (refused.test(sql))
        return Promise.reject(new WarehouseError("must be owner of relation", { sqlState: "42501" }));
      said.push(sql);
      return Promise.resolve(DONE);
    },
    cancel: () => Promise.resolve(),
  };
  const warehouse: Warehouse = { kind: "redshift", name: "fake", withSession: (use) => use(session) };
  return { warehouse, said };
}

const step = (name: string, rows: number, kind: StepResult["kind"] = "transform"): StepResult => ({
  position: 1,
  name,
  kind,
  status: "succeeded",
  startedAt: undefined,
  durationMs: 0,
  rows,
});

describe("the upkeep of tables", () => {
  const input = (warehouse: Warehouse, signal = new AbortController().signal) => {
    const events: RunEvent[] = [];
    let now = 0;
    const clock = (): Date => new Date((now += 40));
    return {
      runId: "run-1",
      warehouse,
      now: clock,
      signal,
      onEvent: (event: RunEvent) => void events.push(event),
      events,
    };
  };

  it("is for what the transforms changed: not for staging, nor for steps that changed nothing", () => {
    const files = [
      { kind: "transform", name: "users", writes: ["users"] },
      { kind: "transform", name: "songs", writes: ["songs", "artists"] },
      { kind: "transform", name: "time", writes: ["time"] },
      { kind: "stage", name: "staging_songs", writes: ["staging_songs"] },
    ];
    const sql = { steps: files, analyses: [] } as unknown as SqlFolder;
    const steps = [step("users", 0), step("songs", 3), step("time", 1), step("staging_songs", 9, "stage")];
    expect(changedTables(sql, { steps })).toEqual(["artists", "songs", "time"]);
  });

  it("vacuums and analyzes each in messages of their own, and tells each with its time", async () => {
    const { warehouse, said } = openFake();
    const given = input(warehouse);
    await keepUp(given, ["time", '"group"']);
    expect(said).toEqual([
      "vacuum delete only time",
      "analyze time",
      'vacuum delete only "group"',
      'analyze "group"',
    ]);
    expect(given.events[0]).toEqual({
      type: "stage",
      stage: "upkeep",
      detail: "vacuum delete only time: 40 ms",
    });
    expect(given.events).toHaveLength(4);
  });

  it("is given up with a warning where it is refused, and throws nothing", async () => {
    const { warehouse, said } = openFake(/^analyze/);
    const given = input(warehouse);
    await keepUp(given, ["time", "users"]);
    expect(said).toEqual(["vacuum delete only time"]);
    expect(given.events.at(-1)).toEqual({
      type: "warning",
      message: expect.stringMatching(/are published.*left out: must be owner/) as string,
    });
  });

  it("does not begin, or ends, at a signal, without a word", async () => {
    const { warehouse, said } = openFake();
    const controller = new AbortController();
    const given = input(warehouse, controller.signal);
    await keepUp({ ...given, onEvent: () => controller.abort(new InterruptedError("SIGTERM")) }, ["time"]);
    expect(said).toEqual(["vacuum delete only time"]);
    await keepUp(given, ["users"]);
    expect(said).toHaveLength(1);
    expect(given.events).toEqual([]);
  });
});
