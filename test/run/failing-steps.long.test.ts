/** How a run tells of steps that fail and of checks that find something. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InterruptedError, WarehouseError } from "../../src/errors.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import { parseSqlFile, type SqlFile } from "../../src/plan/sql-file.ts";
import { disturbed } from "../support/disturbed.ts";
import { play } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
  scratch.write("events/a.json", [play(), play({ userId: "2" })]);
});
afterEach(() => scratch.remove());

function step(name: string, source: string, kind: "check" | "transform" = "check"): SqlFile {
  const parsed = parseSqlFile(`sql/${kind}/${name}.sql`, kind, source);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.file;
}

/** The steps of `sql/`, and these behind them. */
async function withSteps(...more: readonly SqlFile[]): Promise<SqlFolder> {
  const whole = await loadSql(SQL_DIR);
  return { ...whole, steps: [...whole.steps, ...more] };
}

describe("checks that stand together", () => {
  it("all speak before the run stops, and only those that are errors stop it", async () => {
    const sql = await withSteps(
      step("zz_a", "-- Nobody is a user.\nselect user_id from users;"),
      step("zz_b", "-- Nobody is warned of.\n-- severity: warn\nselect user_id from users;"),
      step("zz_c", "-- Nobody plays.\nselect songplay_id from songplays where user_id = 2;"),
    );
    const result = await scratch.run({ sql });
    expect(result).toMatchObject({ status: "check failed", exitCode: 3 });
    const failing = result.checks.filter(({ count }) => count > 0);
    expect(failing.map(({ name, count }) => [name, count])).toEqual([
      ["zz_a", 2],
      ["zz_b", 2],
      ["zz_c", 1],
    ]);
    expect(result.steps.slice(-3).map(({ status }) => status)).toEqual(["failed", "warned", "failed"]);
    expect(await scratch.query("select checks_failed, checks_warned from etl_runs")).toEqual([["2", "1"]]);
  });

  it("stop the run though the last of them passes", async () => {
    const sql = await withSteps(
      step("zz_a", "-- Nobody is a user.\nselect user_id from users;"),
      step("zz_b", "-- Everybody is known.\nselect user_id from users where user_id is null;"),
      step("zz_c", "-- Comes too late.\nupdate users\nset\n    level = 'paid';", "transform"),
    );
    const result = await scratch.run({ sql });
    expect(result).toMatchObject({ status: "check failed", exitCode: 3 });
    expect(result.steps.slice(-3).map(({ status }) => status)).toEqual(["failed", "succeeded", "skipped"]);
  });

  it("let a run through that they only warn of", async () => {
    const sql = await withSteps(
      step("zz_b", "-- Nobody is a user.\n-- severity: warn\nselect user_id from users;"),
    );
    expect(await scratch.run({ sql })).toMatchObject({ status: "succeeded", exitCode: 0 });
    expect(await scratch.query("select count(*) from songplays")).toEqual([["2"]]);
  });
});

describe("a signal between two steps", () => {
  it("lets no other step begin, and tells the one that ended as one that succeeded", async () => {
    const stop = new AbortController();
    const begun: string[] = [];
    const result = await scratch.run({
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === "step started") begun.push(event.name);
        if (event.type === "step finished") stop.abort(new InterruptedError("SIGTERM"));
      },
    });
    expect(begun).toHaveLength(1);
    expect(result.status).toBe("interrupted");
    expect(result.steps.map(({ status }) => status)).toEqual([
      "succeeded",
      ...result.steps.slice(1).map(() => "skipped"),
    ]);
  });
});

describe("a step that fails", () => {
  it("since a file disappeared between listing and loading is worth another run", async () => {
    const gone = join(scratch.folder, "events/a.json");
    const result = await scratch.run({}, (warehouse) =>
      disturbed(warehouse, (sql, execute) => {
        if (/copy\s+staging_events/.test(sql)) rmSync(gone);
        return execute();
      }),
    );
    expect(result).toMatchObject({ status: "failed", exitCode: 5 });
    expect(result.error).toMatchObject({ next: expect.stringContaining("run again") as string });
  });

  it("is told by its own error where the log of load errors cannot be read", async () => {
    scratch.write("events/b.json", [play({ userId: "x" })]);
    const result = await scratch.run({}, (warehouse) =>
      disturbed(warehouse, (sql, execute) =>
        sql.includes("sys_load_error_detail")
          ? Promise.reject(new WarehouseError("permission denied for relation", { sqlState: "42501" }))
          : execute(),
      ),
    );
    expect(result).toMatchObject({ status: "failed", exitCode: 1, rejects: [] });
    expect(result.error).toMatchObject({
      message: expect.stringMatching(/^step staging_events failed: /) as string,
    });
    expect(result.steps.find(({ status }) => status === "failed")).toMatchObject({ name: "staging_events" });
    expect(result.events).toContainEqual({
      type: "warning",
      message: "the log of load errors cannot be read: permission denied for relation",
    });
  });

  it("is the last one that ran, and is told with file, line and column", async () => {
    const sql = await withSteps(
      step("zz_a", "-- Has no such column.\n\nupdate users\nset\n    level = nothing;", "transform"),
      step("zz_b", "-- Never runs.\nselect 1 as one;"),
    );
    const result = await scratch.run({ sql });
    expect(result).toMatchObject({ status: "failed", exitCode: 1 });
    expect(result.error).toMatchObject({
      where: expect.stringContaining("sql/transform/zz_a.sql:5:13") as string,
    });
    expect(result.steps.slice(-2).map(({ name, status }) => [name, status])).toEqual([
      ["zz_a", "failed"],
      ["zz_b", "skipped"],
    ]);
  });

  it("is told with file, line and column when it is a check that cannot be run", async () => {
    const sql = await withSteps(
      step("zz_a", "-- Nobody has a shoe size.\nselect user_id\nfrom users\nwhere shoe_size > 0;"),
    );
    const result = await scratch.run({ sql });
    expect(result).toMatchObject({ status: "failed", exitCode: 1 });
    expect(result.error).toMatchObject({
      message: expect.stringContaining("step zz_a failed: column") as string,
      where: "sql/check/zz_a.sql:4:7",
    });
  });
});
