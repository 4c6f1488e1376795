/** Two runs that want the same files: the ledger, asked under its lock, tells who brings them. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadSql } from "../../src/job/load-sql.ts";
import { run } from "../../src/run/run.ts";
import type { RunResult } from "../../src/records/result.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../src/warehouse/local/open.ts";
import { disturbed, type Disturb } from "../support/disturbed.ts";
import { play } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR, sourceAt } from "../support/sources.ts";

const store = openFolderStore({});
const now = () => new Date();

let scratch: Scratch;
let warehouse: LocalWarehouse;
let input: RunInput;
beforeEach(async () => {
  scratch = openScratch();
  scratch.write("events/a.json", [play(), play()]);
  warehouse = await openLocalWarehouse({ path: ":memory:", store, now });
  input = {
    warehouse,
    store,
    sql: await loadSql(SQL_DIR),
    sources: [sourceAt("events", join(scratch.folder, "events/"))],
    workUrl: join(scratch.folder, "work/"),
    copyRole: "default",
    maxRejects: 0,
    auditEvery: 604_800_000,
    runId: "run",
    version: "test",
    now,
    signal: new AbortController().signal,
    classify: () => ({ kind: "terminal", reason: "" }),
    sleep: () => Promise.resolve(),
    random: () => 0,
    onEvent: () => undefined,
  };
});
afterEach(() => {
  warehouse.close();
  scratch.remove();
});

const ask = (sql: string) =>
  warehouse.withSession(async (session) => (await session.execute(sql)).rows.map((row) => [...row]));

/** A run of that name, with somebody beside its statements. */
const start = (runId: string, disturb: Disturb) =>
  // A run removes the work of runs that were killed; each has a folder of its own here.
  run({
    ...input,
    runId,
    warehouse: disturbed(warehouse, disturb),
    workUrl: join(scratch.folder, `${runId}/`),
  });

describe("a file that two runs want", () => {
  it("is left to the other one that brought it after it was listed, and both are recorded", async () => {
    const early: RunResult[] = [];
    const late = await start("late", async (sql, execute) => {
      if (sql === "begin" && early.length === 0) early.push(await start("early", (_, go) => go()));
      return execute();
    });
    expect(early).toMatchObject([{ status: "succeeded" }]);
    expect(late).toMatchObject({ status: "nothing new", exitCode: 0 });
    expect(await ask("select run_id, rows_staged from etl_files")).toEqual([["early", "2"]]);
    expect(await ask("select run_id, status from etl_runs order by run_id")).toEqual([
      ["early", "succeeded"],
      ["late", "nothing new"],
    ]);
  });

  it("is loaded once by two that begin at the same moment", async () => {
    // Makes the job's own tables, so that both find them.
    expect(await run({ ...input, sources: [] })).toMatchObject({ status: "nothing new" });
    let arrived = 0;
    let open = (): void => undefined;
    const both = new Promise<void>((resolve) => (open = resolve));
    const meet: Disturb = async (sql, execute) => {
      if (sql === "begin") {
        arrived += 1;
        if (arrived === 2) open();
        await both;
      }
      return execute();
    };
    const results = await Promise.all([start("one", meet), start("other", meet)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["nothing new", "succeeded"]);
    expect(await ask("select count(*) from etl_files")).toEqual([["1"]]);
    expect(await ask("select count(*) from songplays")).toEqual([["2"]]);
  });

  it("is given up after ten starts, each of which somebody else was ahead of", async () => {
    let starts = 0;
    let inside = false;
    const result = await start("unlucky", async (sql, execute) => {
      if (/^(begin|rollback)$/.test(sql)) inside = sql === "begin";
      const answer = await execute();
      // Brought by somebody, and cleared away again, each time.
      if (sql.startsWith("select 1 from etl_files where left(md5(")) return { ...answer, rows: [["1"]] };
      if (!inside || !sql.startsWith("select count(*), max(loaded_at)")) return answer;
      starts += 1;
      return { ...answer, rows: [[`written ${starts} times`]] };
    });
    expect(result).toMatchObject({ status: "failed", exitCode: 6 });
    expect(starts).toBe(10);
  });

  it("is loaded without looking at everything again when others brought other files meanwhile", async () => {
    expect(await run({ ...input, sources: [] })).toMatchObject({ status: "nothing new" });
    const sent: string[] = [];
    let others = 0;
    const result = await start("patient", async (sql, execute) => {
      if (sql === "begin" && others < 2) {
        others += 1;
        await ask(
          `insert into etl_files (url, etag, size, source, run_id, loaded_at) values ('s3://o/${others}', 'e', 1, 'o', 'other', '2018-11-01')`,
        );
      }
      sent.push(sql);
      return execute();
    });
    expect(result).toMatchObject({ status: "succeeded" });
    expect(sent.filter((sql) => sql === "lock etl_lock")).toHaveLength(3);
    expect(sent.filter((sql) => sql.includes("mod(sum("))).toHaveLength(0);
    expect(await ask("select count(*) from etl_files where run_id = 'patient'")).toEqual([["1"]]);
  });
});
