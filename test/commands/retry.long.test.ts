/** What is told of a file that waits in quarantine, and the ways out of it. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { command as forget } from "../../src/commands/forget.ts";
import { command as plan } from "../../src/commands/plan.ts";
import { command as report } from "../../src/commands/report.ts";
import { command as retry } from "../../src/commands/retry.ts";
import { command as run } from "../../src/commands/run.ts";
import { command as status } from "../../src/commands/status.ts";
import type { Command } from "../../src/cli/context.ts";
import type { Flags } from "../../src/cli/flags.ts";
import { useAws } from "../support/aws-environment.ts";
import { fakeContext } from "../support/context.ts";
import { failure } from "../support/failure.ts";
import { jobEnvironment } from "../support/job-environment.ts";
import { openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";

const lines = (...rows: readonly object[]): Buffer =>
  Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

describe("a file in quarantine", () => {
  const SPOILT = "s3://lake/log_data/2.json";
  let production: Production;
  const inside = (sql: string) =>
    production.inside(async (session) => (await session.execute(sql)).rows.map((row) => [...row]));
  const type = async (
    command: Command,
    { args = [], flags = {} }: { args?: readonly string[]; flags?: Partial<Flags> } = {},
  ): Promise<string> => {
    useAws(production.aws.endpoint);
    const env = jobEnvironment(production, { DWH_ON_BAD_FILE: "quarantine" });
    const context = fakeContext({ flags: { format: "text", ...flags }, args }, env);
    expect(await command(context)).toBe(0);
    return context.io.out();
  };
  beforeAll(async () => {
    production = await openProduction();
    production.lake.write("log_data/1.json", lines(play()));
    production.lake.write("log_data/2.json", lines(play({ userId: "2" }), play({ ts: "soon" })));
    production.lake.write("song_data/1.json", lines(song()));
    expect(await type(run)).toContain("in quarantine: 1 file, 1 of them by this run");
    await production.snapshot();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await production.reset();
  });
  afterAll(() => production.close());

  it("is told by status, plan and the page, with its reason and what to do", async () => {
    const told = await type(status);
    expect(told).toMatch(/^pending files: none of events/m);
    expect(told).toMatch(
      /^in quarantine: 1 file left out; .*`dwh retry <url>`\n {2}events: s3:\/\/lake\/log_data\/2\.json, .*\n {4}1 row of it cannot be loaded.*\n {4}next: fix the values/m,
    );
    const { quarantine } = JSON.parse(await type(status, { flags: { format: "json" } })) as {
      quarantine: object[];
    };
    expect(quarantine).toMatchObject([{ source: "events", url: SPOILT, rows_rejected: 1, retry: false }]);
    const planned = await type(plan);
    expect(planned).toContain("1 file of events in quarantine: skipped");
    // Nothing is new, and the SQL is there all the same, and asked about.
    expect(planned).toMatch(/^nothing new: a run would do nothing\./m);
    expect(planned).toMatch(/^copy staging_events/m);
    expect(planned).toMatch(/^EXPLAIN: the warehouse understands \d\d statements, refuses 0; \d+ cannot/m);
    const data = JSON.parse(await type(report, { flags: { format: "json" } })) as { quarantine: object[] };
    expect(data.quarantine).toMatchObject([{ url: SPOILT }]);
    // Nothing is new, and still the run says that something waits.
    const idle = JSON.parse(await type(run, { flags: { format: "json" } })) as object;
    expect(idle).toMatchObject({ status: "nothing new", quarantined: [], in_quarantine: 1 });
  });

  it("is tried again once somebody asks for it, and stays where it is as long as it is bad", async () => {
    expect(await type(retry, { args: [SPOILT] })).toMatch(
      /^the next run on .* tries 1 file again\n {2}events: s3:\/\/lake\/log_data\/2\.json, in quarantine: 1 row of it .*\nwhat is still invalid stays in quarantine\n$/,
    );
    expect(await type(status)).toContain("the next run tries it again");
    const again = await production.run({ onBadFile: "quarantine" });
    expect(again).toMatchObject({ status: "nothing new", inQuarantine: 1, quarantined: [{ url: SPOILT }] });
    expect(await inside("select url, retry_at from etl_quarantine")).toEqual([[SPOILT, null]]);
    await type(retry, { args: ["s3://lake/log_data/"] });
    const tolerant = await production.run({ onBadFile: "quarantine", maxRejects: 1 });
    expect(tolerant).toMatchObject({ status: "succeeded", inQuarantine: 0 });
    expect(await inside("select count(*) from etl_quarantine")).toEqual([["0"]]);
    expect(await inside("select user_id from users order by 1")).toEqual([["1"], ["2"]]);
  });

  it("leaves with `dwh forget`, also when it has gone from its source", async () => {
    production.lake.remove("log_data/2.json");
    const { left_out: left } = JSON.parse(
      await type(forget, { args: [SPOILT], flags: { format: "json" } }),
    ) as { left_out: object[] };
    expect(left).toMatchObject([{ source: "events", url: SPOILT }]);
    expect(await inside("select count(*) from etl_quarantine")).toEqual([["0"]]);
    production.lake.write("log_data/2.json", lines(play({ userId: "2" }), play({ ts: "soon" })));
  });

  it("is the one that is meant, where another is named that is not there", async () => {
    useAws(production.aws.endpoint);
    const context = fakeContext(
      { flags: { format: "text" }, args: ["s3://lake/log_data/3.json"] },
      jobEnvironment(production),
    );
    expect(await failure(retry(context))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("not in quarantine") as string,
      next: expect.stringContaining(`did you mean ${SPOILT}?`) as string,
    });
  });
});
