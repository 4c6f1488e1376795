/** What checks find is kept with the record: the rollback takes the rows away, and the same check finds others afterwards, or none. */
import { afterEach, describe, expect, it } from "vitest";
import { WarehouseError } from "../../src/errors.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { failureRows } from "../../src/records/failures.ts";
import type { RunResult } from "../../src/records/result.ts";
import { WAREHOUSES, type Place } from "../support/both-warehouses.ts";
import { disturbed } from "../support/disturbed.ts";
import { play, song } from "../support/records.ts";
import { openScratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

const KEPT =
  "select step, severity, row_count, row_number, failing_row from etl_failures order by severity, step, row_number";
/** Long ago: no such moment is likely. */
const OLD = 1000;

describe.each(WAREHOUSES)("a run of $name whose checks find rows", ({ open }) => {
  let place: Place;
  afterEach(() => place.close());

  it("keeps those that refuse it behind the rollback, with the names of their columns", async () => {
    place = await open();
    place.write("events", "1.json", [play()]);
    place.write("songs", "1.json", [song()]);
    await place.run();
    expect(await place.query(KEPT)).toEqual([]);
    await place.query("insert into users (user_id) values (1), (1)");
    place.write("events", "2.json", [play({ userId: "1" })]);
    const { runId, status } = await place.run();
    expect(status).toBe("check failed");
    expect(await place.query(KEPT)).toEqual([
      ["new_users__user_id__unique", "error", "1", "1", '{"user_id":"1","row_count":"3"}'],
    ]);
    expect(await place.query("select distinct run_id, path from etl_failures")).toEqual([
      [runId, expect.stringMatching(/checks\/new_users__user_id__unique\.sql$/)],
    ]);
  });

  it("keeps of each check as many as the job keeps, more than are shown", async () => {
    place = await open();
    const many = Array.from({ length: 130 }, () => play({ ts: OLD }));
    place.write("events", "1.json", many);
    place.write("songs", "1.json", [song()]);
    expect(await place.run()).toMatchObject({ status: "succeeded" });
    const sql = "select count(*), max(row_number), max(row_count), min(severity) from etl_failures";
    expect(await place.query(sql)).toEqual([["100", "100", "130", "warn"]]);
  });
});

describe("rows that checks found", () => {
  const check = { name: "c", title: "", path: "c.sql", severity: "error", count: 1 } as const;
  const rowsOf = (checks: readonly Partial<RunResult["checks"][number]>[]) =>
    failureRows({
      runId: "r",
      endedAt: new Date(0),
      checks: checks.map((one) => ({ ...check, columns: [], rows: [], ...one })),
    });
  const columns = ["a", "b"].map((name) => ({ name, type: "text" }));

  it("are cut to their column and stay JSON, long values first, and say no password", () => {
    const [kept] = rowsOf([{ columns, rows: [["x".repeat(40_000), "s3://me:secret@host/a"]] }]);
    const text = String(kept?.["failing_row"]);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8192);
    expect(JSON.parse(text)).toMatchObject({
      a: expect.stringMatching(/^x{4096}…$/) as string,
      b: "s3://me:***@host/a",
    });
  });

  it("are at most a thousand of a run, those that refused it first", () => {
    const rows = Array.from({ length: 100 }, (_, index) => [String(index), null]);
    const warned = Array.from({ length: 10 }, () => ({ columns, rows, severity: "warn" as const }));
    const kept = rowsOf([...warned, { columns, rows }]);
    expect(kept).toHaveLength(1000);
    expect(kept.slice(0, 101).map(({ severity }) => severity)).toEqual([
      ...Array.from({ length: 100 }, () => "error"),
      "warn",
    ]);
  });
});

describe("a record without the rows that checks found", () => {
  it("says so where they cannot be stored, and is kept", async () => {
    const scratch = openScratch();
    scratch.write("events/1.json", [play({ ts: OLD }), play({ ts: OLD })]);
    const result = await scratch.run({}, (warehouse) =>
      disturbed(warehouse, async (sql, execute) => {
        if (!sql.startsWith("copy etl_failures")) return execute();
        await execute();
        throw new WarehouseError("permission denied for relation etl_failures", { sqlState: "42501" });
      }),
    );
    expect(result).toMatchObject({
      status: "succeeded",
      unstored: "etl_failures lacks all 2 failing rows of it: permission denied for relation etl_failures",
    });
    expect(await scratch.query("select count(*) from etl_runs")).toEqual([["1"]]);
    scratch.remove();
  });

  it("is that of SQL which has no place for them: a warning names the file", async () => {
    const scratch = openScratch();
    scratch.write("events/1.json", [play({ ts: OLD })]);
    const sql = await loadSql(SQL_DIR);
    const { status, events } = await scratch.run({
      sql: { ...sql, steps: sql.steps.filter(({ name }) => name !== "etl_failures") },
    });
    expect(status).toBe("succeeded");
    expect(events).toContainEqual({
      type: "warning",
      message: expect.stringContaining("the SQL has no sql/schema/etl_failures.sql") as string,
    });
    scratch.remove();
  });
});
