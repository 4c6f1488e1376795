/** What is told of a rebuild in batches that is not done, and the ways out of it. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { command as plan } from "../../src/commands/plan.ts";
import { command as rebuild } from "../../src/commands/rebuild.ts";
import { command as report } from "../../src/commands/report.ts";
import { command as run } from "../../src/commands/run.ts";
import { command as status } from "../../src/commands/status.ts";
import type { Command } from "../../src/cli/context.ts";
import type { Flags } from "../../src/cli/flags.ts";
import { EXIT } from "../../src/names.ts";
import { useAws } from "../support/aws-environment.ts";
import { fakeContext } from "../support/context.ts";
import { failure } from "../support/failure.ts";
import { jobEnvironment } from "../support/job-environment.ts";
import { openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";

const lines = (...rows: readonly object[]): Buffer =>
  Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

const JSON_FORMAT = { flags: { format: "json" } } as const;
const BATCHES = { flags: { batchSize: "1b" } } as const;

describe("a rebuild in batches", () => {
  let production: Production;
  let ids = 0;
  const type = async (
    command: Command,
    { args = [], flags = {} }: { args?: readonly string[]; flags?: Partial<Flags> } = {},
    code: number = EXIT.done,
  ): Promise<string> => {
    useAws(production.aws.endpoint);
    const newId = (): string => `typed-${(ids += 1)}`;
    const now = (): Date => new Date();
    const context = fakeContext(
      { flags: { format: "text", ...flags }, args, newId, now },
      jobEnvironment(production),
    );
    expect(await command(context)).toBe(code);
    return context.io.out();
  };
  const refused = async (args: readonly string[], flags: Partial<Flags>) => {
    useAws(production.aws.endpoint);
    return failure(
      rebuild(fakeContext({ flags: { format: "text", ...flags }, args }, jobEnvironment(production))),
    );
  };

  beforeAll(async () => {
    production = await openProduction();
    production.lake.write("log_data/1.json", lines(play()));
    production.lake.write("song_data/1.json", lines(song()));
    await type(run);
    production.lake.write("log_data/2.json", lines(play({ userId: "2", ts: "soon" })));
    // The second batch is stopped by a row that no COPY takes.
    await type(rebuild, BATCHES, EXIT.rejects);
    await production.snapshot();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await production.reset();
  });
  afterAll(() => production.close());

  const UNDER_WAY =
    /^a rebuild of artists, songplays, songs, time, user_levels, users began \S+ \S+ UTC and is not finished: 1 batch with 1 of 3 files is loaded beside the star; until it is, readers see the old tables, with what runs bring; its newest batch failed: .*2\.json.*; `dwh rebuild artists .* --batch-size <size>` continues it, `dwh rebuild --abandon` abandons it$/m;

  it("that was interrupted is told by status, plan and the page, with what is in force meanwhile", async () => {
    expect(await type(status)).toMatch(UNDER_WAY);
    expect(await type(plan)).toMatch(UNDER_WAY);
    const facts = { files: 3, loaded: { files: 1, batches: 1 }, schema: "public_rebuild" };
    for (const command of [status, plan, report])
      expect(JSON.parse(await type(command, JSON_FORMAT))).toMatchObject({ rebuild: facts });
  });

  it("goes on by the same command, and nothing is told of it any more", async () => {
    production.lake.write("log_data/2.json", lines(play({ userId: "2" })));
    expect(await type(rebuild, BATCHES)).not.toBe("");
    expect(
      await production.inside(
        async (session) => (await session.execute("select user_id from users order by 1")).rows,
      ),
    ).toEqual([["1"], ["2"]]);
    for (const command of [status, plan])
      expect(JSON.parse(await type(command, JSON_FORMAT))).toMatchObject({ rebuild: null });
    expect(await type(status)).not.toContain("a rebuild of");
    production.lake.write("log_data/2.json", lines(play({ userId: "2", ts: "soon" })));
  });

  it("is given up by --abandon, and the tables that readers see stay", async () => {
    expect(await type(rebuild, { flags: { abandon: true } })).toBe(
      "the rebuild of artists, songplays, songs, time, user_levels, users is abandoned; the tables that readers see stay as they are\n",
    );
    expect(await type(rebuild, { flags: { abandon: true } })).toBe("no rebuild is in progress\n");
    const left =
      "select count(*) from pg_class as c inner join pg_namespace as n on c.relnamespace = n.oid where n.nspname = 'public_rebuild'";
    expect(await production.inside(async (session) => (await session.execute(left)).rows)).toEqual([["0"]]);
    expect(
      await production.inside(
        async (session) => (await session.execute("select count(*) from songplays")).rows,
      ),
    ).toEqual([["1"]]);
    expect(JSON.parse(await type(rebuild, { flags: { abandon: true, format: "json" } }))).toEqual({
      abandoned: [],
    });
  });

  it("is refused with what it cannot have", async () => {
    expect(await refused([], { batchSize: "much" })).toMatchObject({
      message: '"much" is not a batch size',
      exitCode: 2,
    });
    expect(await refused([], { batchSize: "1GB", dryRun: true })).toMatchObject({ exitCode: 2 });
    expect(await refused(["users"], { abandon: true })).toMatchObject({ exitCode: 2 });
    const said = await type(
      rebuild,
      { args: ["time"], flags: { batchSize: "1GB", format: "json" } },
      EXIT.usage,
    );
    expect(JSON.parse(said)).toMatchObject({
      error: expect.stringContaining("which would not be rebuilt") as string,
    });
  });
});
