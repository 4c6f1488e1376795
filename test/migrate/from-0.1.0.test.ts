/** A warehouse that version 0.1.0 made, in front of this one. Its file is written anew from what the old program left: DuckDB's SQL. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadSql } from "../../src/job/load-sql.ts";
import { migrate } from "../../src/migrate/migrate.ts";
import { schemaTables } from "../../src/migrate/schema-tables.ts";
import { planRun } from "../../src/plan/plan.ts";
import { WITHOUT_LOADS } from "../../src/plan/variables.ts";
import { retoldSteps } from "../../src/plan/retold.ts";
import { readDigestsIfAny } from "../../src/records/digests.ts";
import { rebuildOf } from "../support/rebuilds.ts";
import { play } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { sourceAt, SQL_DIR } from "../support/sources.ts";

let scratch: Scratch;
beforeAll(async () => {
  scratch = openScratch(SQL_DIR, { shared: true });
  const instance = await DuckDBInstance.create(join(scratch.folder, "warehouse.duckdb"));
  const connection = await instance.connect();
  const text = readFileSync(join(import.meta.dirname, "../support/warehouse-0.1.0.sql"), "utf8");
  await connection.run(text);
  connection.closeSync();
  instance.closeSync();
  scratch.write("events/new.json", [play({ userId: "8", sessionId: 77, level: "paid" })]);
});
afterAll(() => scratch.remove());

it("is refused with the one command, its own tables brought up to date and the history kept", async () => {
  const { exitCode, error } = await scratch.run({ migrate: { mode: "safe", command: "dwh migrate" } });
  expect(exitCode).toBe(2);
  expect(error).toMatchObject({
    message: expect.stringMatching(
      /nothing was done: artists\.run_id is not in the warehouse; .*songplays lacks the unique \(user_id, session_id, item_in_session\); songplays has the unique \(session_id, item_in_session\), which is not declared/,
    ) as string,
    next: expect.stringContaining("`dwh migrate --yes` fixes it") as string,
  });
  const runs = "select status, rows_added from etl_runs order by started_at";
  expect(await scratch.query(runs)).toEqual([
    ["succeeded", null],
    ["failed", null],
  ]);
  const keys = "select conname from pg_constraint where conname like 'etl_%' order by 1";
  expect(await scratch.query(keys)).toEqual([["etl_files_pkey"]]);
});

it("goes on once that is done, with the plays that it has", async () => {
  const sql = await loadSql(SQL_DIR);
  const done = await scratch.look((session) =>
    migrate({ session, tables: schemaTables(sql), own: planRun(sql, WITHOUT_LOADS).outside }),
  );
  expect(done.toSorted()).toEqual(
    [
      ...["artists", "songplays", "songs", '"time"', "users"].map(
        (table) => `alter table ${table} add column run_id varchar(64) encode lzo`,
      ),
      "alter table public.songplays drop constraint songplays_session_id_key",
      "alter table songplays add unique (user_id, session_id, item_in_session)",
    ].toSorted(),
  );
  expect(await scratch.run()).toMatchObject({ status: "succeeded" });
  expect(
    await scratch.query("select session_id, level from songplays order by start_time, session_id"),
  ).toEqual(
    expect.arrayContaining([
      ["1", "free"],
      ["1", "paid"],
      ["77", "paid"],
    ]),
  );
  expect(await scratch.query("select count(*) from etl_files")).toEqual([["3"]]);
  // Old rows say nothing of their run until one writes them again.
  const named = "select distinct session_id = 77, run_id is null from songplays order by 1";
  expect(await scratch.query(named)).toEqual([
    ["f", "t"],
    ["t", "f"],
  ]);
});

it("is told that nobody knows by which text its rows were made, and is made anew of the files that are there", async () => {
  const retold = async (): Promise<readonly string[]> => {
    const { steps } = planRun(await loadSql(SQL_DIR), WITHOUT_LOADS);
    return scratch.look(async (session) =>
      retoldSteps(steps, await readDigestsIfAny(session)).map(({ step }) => step),
    );
  };
  expect((await retold()).toSorted()).toEqual([
    "artists",
    "songplays",
    "songs",
    "time",
    "user_levels",
    "users",
  ]);
  // Its files were in a folder that is not here: what came of them is not given up without being asked.
  const asked = await scratch.run({
    ...(await rebuildOf()),
    sources: [sourceAt("events", join(scratch.folder, "events/"))],
  });
  expect(asked).toMatchObject({ exitCode: 2, error: { where: "/lake/events/1.json, /lake/songs/1.json" } });
  const done = await scratch.run({
    ...(await rebuildOf()),
    sources: [sourceAt("events", join(scratch.folder, "events/"))],
    mayLose: true,
  });
  expect(done).toMatchObject({ status: "succeeded" });
  expect(await retold()).toEqual([]);
  expect(await scratch.query("select session_id, level from songplays")).toEqual([["77", "paid"]]);
  const runs = await scratch.query("select status from etl_runs order by started_at");
  expect(runs.flat().slice(0, 2)).toEqual(["succeeded", "failed"]);
});
