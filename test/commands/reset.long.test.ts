import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { command } from "../../src/commands/reset.ts";
import { useAws } from "../support/aws-environment.ts";
import { fakeContext } from "../support/context.ts";
import { failure } from "../support/failure.ts";
import { jobEnvironment } from "../support/job-environment.ts";
import { openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";
import { SQL_DIR } from "../support/sources.ts";
import { untilWaiting } from "../support/until-waiting.ts";

const env = { DWH_WAREHOUSE: ":memory:" };

describe("dwh reset", () => {
  it("says which tables are empty now, as json too", async () => {
    const context = fakeContext({ flags: { format: "json", yes: true } }, env);
    expect(await command(context)).toBe(0);
    const { warehouse, tables } = JSON.parse(context.io.out()) as { warehouse: string; tables: string[] };
    expect(warehouse).toBe(":memory:");
    expect(tables).toEqual(expect.arrayContaining(["songplays", "users", "etl_files"]));
  });

  it("deletes nothing without a yes", async () => {
    const context = fakeContext({ flags: { format: "text" } }, env);
    await expect(command(context)).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe("dwh reset of a warehouse that others use", () => {
  let production: Production;
  const inside = (...statements: readonly string[]) =>
    production.inside(async (session) => {
      let rows: (string | null)[][] = [];
      for (const sql of statements) rows = (await session.execute(sql)).rows.map((row) => [...row]);
      return rows;
    });
  const reset = async (format: "text" | "json" = "json") => {
    useAws(production.aws.endpoint);
    const context = fakeContext({ flags: { format, yes: true } }, jobEnvironment(production));
    expect(await command(context)).toBe(0);
    return context.io.out();
  };
  const madeAnew = async () => (JSON.parse(await reset()) as { made_anew: string[] }).made_anew;
  beforeAll(async () => {
    production = await openProduction();
    production.lake.write("log_data/1.json", Buffer.from(`${JSON.stringify(play())}\n`));
    production.lake.write("song_data/1.json", Buffer.from(`${JSON.stringify(song())}\n`));
    expect(await production.run()).toMatchObject({ status: "succeeded" });
    await production.snapshot();
  });
  afterEach(async () => {
    production.onStatement(() => undefined);
    vi.unstubAllEnvs();
    await production.reset();
  });
  afterAll(() => production.close());

  it("empties what is there as it is declared, and drops nothing: views and grants stay", async () => {
    await inside("create view plays as select count(*) as plays from songplays");
    const sent: string[] = [];
    production.onStatement((sql) => sent.push(sql));
    expect(await madeAnew()).toEqual([]);
    expect(sent.filter((sql) => sql.startsWith("drop"))).toEqual([]);
    expect(await inside("select plays from plays")).toEqual([["0"]]);
    expect(await inside("select count(*) from etl_files")).toEqual([["0"]]);
    expect(await production.run()).toMatchObject({ status: "succeeded" });
    expect(await inside("select plays from plays")).toEqual([["1"]]);
  });

  it("makes anew what has changed, and says that its grants are gone", async () => {
    await inside("alter table time add column season varchar(8)", "drop table etl_rejects");
    expect(await reset("text")).toContain("recreated, without the grants on them: time, songplays\n");
    expect(await inside("select count(*) from pg_table_def where \"column\" = 'season'")).toEqual([["0"]]);
    expect(await inside("select count(*) from etl_rejects")).toEqual([["0"]]);
  });

  it("names the views on what has changed, and touches nothing", async () => {
    await inside(
      "alter table time add column season varchar(8)",
      "create view seasons as select season from time",
      "create view loose as select season from public.time with no schema binding",
    );
    const error = await failure(reset());
    expect(error).toMatchObject({ exitCode: 2, next: expect.stringContaining("drop the views") });
    expect(error.message).toContain("view public.seasons on public.time; nothing was changed");
    expect(error.message).not.toContain("loose");
    expect(await inside("select (select count(*) from songplays), (select count(*) from time)")).toEqual([
      ["1", "1"],
    ]);
    await inside("drop view seasons");
    expect(await madeAnew()).toContain("time");
  });

  it("names the foreign keys of others into what has changed, and touches nothing", async () => {
    await inside(
      "alter table time add column season varchar(8)",
      "create schema mart",
      "create table mart.seasons (first_at timestamp references public.time (start_time))",
    );
    const sent: string[] = [];
    production.onStatement((sql) => sent.push(sql));
    const error = await failure(reset());
    expect(error).toMatchObject({ exitCode: 2, next: expect.stringContaining("drop constraint") });
    expect(error.message).toContain("a foreign key of mart.seasons on public.time; nothing was changed");
    expect(sent.filter((sql) => /^(?:drop|delete|truncate)/.test(sql))).toEqual([]);
    await inside("alter table mart.seasons drop constraint seasons_first_at_fkey");
    expect(await madeAnew()).toContain("time");
  });

  /** What 0.1.0 declared, and this version does not: a key is believed by Redshift's planner (Developer Guide, "Defining table constraints"). */
  const KEYS_OF_0_1_0 = [
    "alter table etl_runs add primary key (run_id)",
    "alter table etl_steps add primary key (run_id, position)",
  ];
  /** What it counted of a run, in place of the rows of every table. */
  const COLUMNS_OF_0_1_0 = [
    "alter table etl_runs drop column rows_added",
    "alter table etl_runs add column plays_added bigint encode az64",
  ];

  it("makes anew what holds keys that are declared no longer, as a warehouse of 0.1.0 does", async () => {
    await inside(...KEYS_OF_0_1_0);
    expect(await madeAnew()).toEqual(["etl_runs", "etl_steps"]);
    expect(await madeAnew()).toEqual([]);
  });

  it("finds a warehouse of 0.1.0 unchanged once the statements of the runbook have run", async () => {
    await inside(...KEYS_OF_0_1_0, ...COLUMNS_OF_0_1_0);
    const runbook = readFileSync("docs/runbook.md", "utf8");
    const [, section = ""] = runbook.split("# From one version to the next\n");
    const statements = [...section.matchAll(/^(alter table .*);$/gm)].map(([, sql = ""]) => sql);
    expect(statements).toHaveLength(6);
    await inside(...statements);
    expect(await madeAnew()).toEqual([]);
  });

  it("treats a table in a schema of its own as any other", async () => {
    const sqlDir = mkdtempSync(join(tmpdir(), "dwh-sql-"));
    try {
      cpSync(SQL_DIR, sqlDir, { recursive: true });
      const declare = (style: string) =>
        writeFileSync(
          join(sqlDir, "schema", "levels.sql"),
          `-- One row per level.\ncreate schema if not exists mart;\n\ncreate table if not exists mart.levels (\n    level varchar(16) not null encode raw,\n    primary key (level)\n)\ndiststyle ${style};\n`,
        );
      const resetAll = async () => {
        useAws(production.aws.endpoint);
        const flags = { format: "json" as const, yes: true };
        const context = fakeContext({ flags, sqlDir }, jobEnvironment(production));
        await command(context);
        return (JSON.parse(context.io.out()) as { made_anew: string[] }).made_anew;
      };
      await inside(
        "create schema mart",
        "create table mart.levels (level varchar(16) not null encode raw, primary key (level)) diststyle all",
        "insert into mart.levels values ('free')",
        "create view mart.seen as select level from mart.levels",
      );
      declare("all");
      expect(await resetAll()).toEqual([]);
      expect(await inside("select count(*) from mart.seen")).toEqual([["0"]]);
      declare("even");
      expect((await failure(resetAll())).message).toContain("view mart.seen on mart.levels");
      await inside("drop view mart.seen");
      expect(await resetAll()).toEqual(["mart.levels"]);
    } finally {
      rmSync(sqlDir, { recursive: true });
    }
  });

  it("waits for a run that is under way", async () => {
    const resetting = await production.inside(async (run) => {
      await run.execute("begin");
      await run.execute("lock etl_lock");
      await run.execute("insert into time (start_time) values ('2018-11-30 00:00:00')");
      const done = madeAnew();
      await untilWaiting(run);
      await run.execute("commit");
      return done;
    });
    expect(resetting).toEqual([]);
    expect(await inside("select count(*) from time")).toEqual([["0"]]);
  });
});
