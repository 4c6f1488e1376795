/** Upkeep of tables after a run (Database Developer Guide, "VACUUM", "ANALYZE"). */
import { describe, expect, it } from "vitest";
import { InterruptedError, LockedError, UnreachableError, WarehouseError } from "../../src/errors.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import type { RunEvent } from "../../src/records/result.ts";
import { keepUp, writtenTables } from "../../src/run/upkeep.ts";
import type { Result, Session, Warehouse } from "../../src/warehouse/warehouse.ts";

const DONE: Result = { command: "", rowCount: 0, columns: [], rows: [], notices: [] };

/** A warehouse that notes what it is asked, and refuses what it is told to refuse. */
function openFake(
  refused: RegExp = /^$/,
  notices: readonly string[] = [],
  refusal: Error = new WarehouseError("must be owner of relation", { sqlState: "42501" }),
) {
  const said: string[] = [];
  const session: Session = {
    execute: (sql) => {
      if (refused.test(sql)) return Promise.reject(refusal);
      said.push(sql);
      return Promise.resolve({ ...DONE, notices });
    },
    cancel: () => Promise.resolve(),
  };
  const warehouse: Warehouse = { kind: "redshift", name: "fake", withSession: (use) => use(session) };
  return { warehouse, said };
}

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

  it("is for what the transforms write, and not for staging", () => {
    const files = [
      { kind: "transform", name: "songs", writes: ["songs", "artists"] },
      { kind: "transform", name: "artists", writes: ["artists"] },
      { kind: "stage", name: "staging_songs", writes: ["staging_songs"] },
    ];
    expect(writtenTables({ steps: files, analyses: [] } as unknown as SqlFolder)).toEqual([
      "artists",
      "songs",
    ]);
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

  it("goes on with a warning where a statement is refused, and tells what the warehouse says of the others", async () => {
    const { warehouse, said } = openFake(/^vacuum delete only time/, ["INFO:  skipping"]);
    const given = input(warehouse);
    await keepUp(given, ["time", "users"]);
    expect(said).toEqual(["analyze time", "vacuum delete only users", "analyze users"]);
    expect(given.events[0]).toEqual({
      type: "warning",
      message: "the tables are published; vacuum delete only time: must be owner of relation",
    });
    expect(given.events[1]).toMatchObject({ detail: "analyze time: 40 ms; INFO:  skipping" });
  });

  it("goes on with a warning where a statement waits too long for what another session holds", async () => {
    const waited = new LockedError("waited 300 s for time, which another session holds");
    const { warehouse, said } = openFake(/^vacuum delete only time/, [], waited);
    const given = input(warehouse);
    await keepUp(given, ["time", "users"]);
    expect(said).toEqual(["analyze time", "vacuum delete only users", "analyze users"]);
    expect(given.events[0]).toEqual({
      type: "warning",
      message: `the tables are published; vacuum delete only time: ${waited.message}`,
    });
  });

  it("is given up with one warning where nobody answers any more, and throws nothing", async () => {
    const { warehouse } = openFake();
    const given = input({ ...warehouse, withSession: () => Promise.reject(new UnreachableError("gone")) });
    await keepUp(given, ["time", "users"]);
    expect(given.events).toEqual([
      { type: "warning", message: "the tables are published, but their upkeep was skipped: gone" },
    ]);
  });

  it("does not begin, or ends, at a signal, without a word", async () => {
    const { warehouse, said } = openFake();
    const controller = new AbortController();
    const given = input(warehouse, controller.signal);
    const told: string[] = [];
    const onEvent = ({ type }: RunEvent): void => {
      told.push(type);
      controller.abort(new InterruptedError("SIGTERM"));
    };
    await keepUp({ ...given, onEvent }, ["time"]);
    expect(said).toEqual(["vacuum delete only time"]);
    expect(told).toEqual(["stage"]);
    await keepUp(given, ["users"]);
    expect(said).toHaveLength(1);
    expect(given.events).toEqual([]);
  });
});
