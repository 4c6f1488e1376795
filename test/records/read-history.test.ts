/** The runs on record, read from the tables of a warehouse. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openEmptyTables } from "../../src/cases/run-sql-case.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { readRuns } from "../../src/records/read-history.ts";
import type { LocalWarehouse } from "../../src/warehouse/local/open.ts";
import { SQL_DIR } from "../support/sources.ts";

describe("a run on record", () => {
  let warehouse: LocalWarehouse;
  beforeEach(async () => {
    warehouse = await openEmptyTables({ sql: await loadSql(SQL_DIR), now: () => new Date() });
  });
  afterEach(() => warehouse.close());

  it("names the load before it, whatever became of the runs in between", async () => {
    const runs = [
      ["a", "succeeded", 0, 1, 2],
      ["b", "nothing new", 0, 2, 0],
      ["c", "failed", 1, 3, 4],
      ["d", "succeeded", 0, 5, 1],
    ].map(
      ([id, status, code, hour, files]) =>
        `('${id}', '${status}', ${code}, '2026-01-01 0${hour}:00', '2026-01-01 0${hour}:30', 1800000, ${files})`,
    );
    const read = await warehouse.withSession(async (session) => {
      await session.execute(
        `insert into etl_runs (run_id, status, exit_code, started_at, ended_at, duration_ms, files) values ${runs.join(", ")}`,
      );
      return readRuns(session);
    });
    const first = new Date("2026-01-01T01:30:00Z");
    expect(read.map(({ runId, previousLoad, dataFrom }) => [runId, previousLoad, dataFrom])).toEqual([
      ["d", first, new Date("2026-01-01T05:30:00Z")],
      ["c", first, first],
      ["b", first, first],
      ["a", undefined, first],
    ]);
  });
});
