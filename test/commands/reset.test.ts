import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { command } from "../../src/commands/reset.ts";
import { useAws } from "../support/aws-environment.ts";
import { fakeContext } from "../support/context.ts";
import { failure } from "../support/failure.ts";
import { jobEnvironment } from "../support/job-environment.ts";
import { openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";
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
    expect(await reset("text")).toContain("made anew, without what was granted on them: time, songplays\n");
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
    expect(error.message).toContain("public.seasons on public.time; nothing was touched");
    expect(error.message).not.toContain("loose");
    expect(await inside("select (select count(*) from songplays), (select count(*) from time)")).toEqual([
      ["1", "1"],
    ]);
    await inside("drop view seasons");
    expect(await madeAnew()).toContain("time");
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
