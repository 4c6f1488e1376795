/** A run is on record from its start: one that is killed leaves that, and nothing else. */
import { afterEach, describe, expect, it } from "vitest";
import { UnreachableError } from "../../src/errors.ts";
import { readUnended } from "../../src/records/starts.ts";
import { readStatus } from "../../src/records/read-status.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import type { RunEvent } from "../../src/records/result.ts";
import { disturbed, type Disturb } from "../support/disturbed.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

let scratch: Scratch;
afterEach(() => scratch.remove());

/** To the warehouse that is what a kill is: a client that has begun, and sends nothing from some statement on, its record neither. */
const killedAt = (pattern: RegExp): Disturb => {
  let begun = false;
  let dead = false;
  return async (sql, execute) => {
    dead ||= begun && pattern.test(sql);
    begun ||= sql.startsWith("insert into etl_starts");
    if (dead) throw new UnreachableError("killed");
    return execute();
  };
};
const warnings = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === "warning" ? [event.message] : []));

describe("a run that is killed", () => {
  it.each([/^select run_id, started_at, version/, /^copy staging_events/, /^commit$/])(
    "at %s is told of by the next run once, and by status with the runs of that time",
    async (pattern) => {
      scratch = openScratch();
      scratch.write("songs/a.json", [song()]);
      scratch.write("events/a.json", [play()]);
      await scratch.run();
      scratch.write("events/b.json", [play()]);
      const killed = await scratch.run({ runId: "killed" }, (warehouse) =>
        disturbed(warehouse, killedAt(pattern)),
      );
      expect(killed).toMatchObject({ status: "failed", exitCode: 5 });
      const { unended, runs } = await scratch.look(readStatus);
      expect(runs).toHaveLength(1);
      expect(unended).toMatchObject([{ runId: "killed", alive: false, version: "test" }]);
      const next = await scratch.run();
      expect(next.status).toBe("succeeded");
      expect(warnings(next.events)).toEqual([
        expect.stringMatching(/^run killed began \d{4}-.* UTC and never ended: it has no session any more/),
      ]);
      expect(warnings((await scratch.run()).events)).toEqual([]);
      expect((await scratch.look(readStatus)).unended).toMatchObject([{ runId: "killed" }]);
      expect(await scratch.query("select count(*) from songplays")).toEqual([["2"]]);
    },
  );
});

describe("the beginning of a run", () => {
  it("is committed before its files are looked at, and is that of a run under way as long as its session is there", async () => {
    scratch = openScratch();
    scratch.write("songs/a.json", [song()]);
    scratch.write("events/a.json", [play()]);
    let seen: unknown;
    const { events } = await scratch.run({ runId: "slow" }, (warehouse) =>
      disturbed(warehouse, async (sql, execute) => {
        if (sql.startsWith("copy staging_events")) seen = await scratch.look(readUnended);
        return execute();
      }),
    );
    expect(seen).toMatchObject([{ runId: "slow", alive: true }]);
    expect(warnings(events)).toEqual([]);
    expect(await scratch.look(readUnended)).toEqual([]);
    expect(await scratch.query("select run_id, version, session_id is null from etl_starts")).toEqual([
      ["slow", "test", "f"],
    ]);
  });

  it("is not kept by a dry run, nor where the SQL has no place for it", async () => {
    scratch = openScratch();
    scratch.write("songs/a.json", [song()]);
    scratch.write("events/a.json", [play()]);
    await scratch.run({ dryRun: true });
    expect(await scratch.query("select * from etl_starts")).toEqual([]);
    await scratch.query("drop table etl_starts");
    const sql = await loadSql(SQL_DIR);
    const steps = sql.steps.filter(({ name }) => name !== "etl_starts");
    expect(await scratch.run({ sql: { ...sql, steps } })).toMatchObject({ status: "succeeded" });
    await scratch.run();
    expect(await scratch.query("select count(*) from etl_starts")).toEqual([["1"]]);
  });
});
