/** What everybody else does while a run holds the lock. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { CommandContext } from "../../src/cli/context.ts";
import { command as check } from "../../src/commands/check.ts";
import { command as plan } from "../../src/commands/plan.ts";
import { command as report } from "../../src/commands/report.ts";
import { command as status } from "../../src/commands/status.ts";
import { LockedError } from "../../src/errors.ts";
import type { RunResult } from "../../src/records/result.ts";
import { limitLockWaits, type LockWait } from "../../src/warehouse/lock-wait.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";
import { useAws } from "../support/aws-environment.ts";
import { fakeContext } from "../support/context.ts";
import { disturbed } from "../support/disturbed.ts";
import { jobEnvironment } from "../support/job-environment.ts";
import { openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";
import { unlessWaiting, untilWaiting, WAITING } from "../support/until-waiting.ts";

const lines = (...objects: readonly object[]): Buffer =>
  Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));

let production: Production;
beforeAll(async () => {
  production = await openProduction();
  production.lake.write("log_data/1.json", lines(play()));
  production.lake.write("song_data/1.json", lines(song()));
  expect(await production.run()).toMatchObject({ status: "succeeded" });
});
afterAll(() => production.close());
afterEach(() => vi.unstubAllEnvs());

const ask = (sql: string) =>
  production.inside(async (session) => (await session.execute(sql)).rows.map((row) => [...row]));

/** Five minutes that have passed once somebody waits for a lock. */
const whenWaiting = (session: Session): LockWait => ({
  limitMs: 300_000,
  sleep: async (_, ended) => {
    while (!ended.aborted) if ((await session.execute(WAITING)).rows.length > 0) return;
  },
});

let files = 1;
/** A run with one new file that has done everything but its COMMIT; `end` lets it commit. */
async function almostCommitted(): Promise<{ readonly end: () => Promise<RunResult> }> {
  files += 1;
  production.lake.write(`log_data/${files}.json`, lines(play({ itemInSession: files })));
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let running: Promise<RunResult> | undefined;
  await new Promise<void>((reached) => {
    const warehouse = disturbed(production.redshift, async (sql, execute) => {
      if (sql === "commit") {
        reached();
        await released;
      }
      return execute();
    });
    running = production.run({ warehouse });
    // One that ends before has failed, and says so when it is asked.
    void running.then(() => reached());
  });
  return { end: () => (release(), running as Promise<RunResult>) };
}

const READERS: Readonly<Record<string, (context: CommandContext) => Promise<number>>> = {
  status,
  report,
  plan,
};

describe("beside a run that holds the lock", () => {
  it.each(Object.keys(READERS))("dwh %s answers, with what is published", async (name) => {
    useAws(production.aws.endpoint);
    const run = await almostCommitted();
    const context = fakeContext({ flags: { format: "json" } }, jobEnvironment(production));
    const answer = production.inside((session) => unlessWaiting(session, READERS[name]?.(context)));
    try {
      expect(await answer).toBe(0);
      expect(context.io.out()).toContain("{");
    } finally {
      await run.end();
    }
  });

  it("dwh check asks what it can read, names what the run holds, and waits for nobody", async () => {
    useAws(production.aws.endpoint);
    const run = await almostCommitted();
    const context = fakeContext({ flags: { format: "text" } }, jobEnvironment(production));
    try {
      expect(await production.inside((session) => unlessWaiting(session, check(context)))).toBe(1);
      const said = context.io.out().split("\n");
      expect(said).toContain("ok     users__user_id__unique");
      expect(said).toContain(
        "failed staging_events__play__any: could not be run (sql/checks/staging_events__play__any.sql)",
      );
      expect(said).toContain("  another session holds staging_events, usually a run that loads");
    } finally {
      expect(await run.end()).toMatchObject({ status: "succeeded" });
    }
  });

  it("a second run waits, and exits 6 once it has waited long enough, saying who holds what", async () => {
    const first = await almostCommitted();
    try {
      const limited = production.inside((session) =>
        // The limit has passed as soon as the second run is seen waiting.
        production.run({ warehouse: limitLockWaits(production.redshift, whenWaiting(session)) }),
      );
      const result = await limited;
      expect(result).toMatchObject({ status: "failed", exitCode: 6 });
      expect(result.error).toBeInstanceOf(LockedError);
      expect(result.error).toMatchObject({
        message: "waited 300 s for etl_lock, which another session holds",
        where: expect.stringMatching(/^process \d+ of etl, in a transaction since \d{4}-/),
        next: expect.stringMatching(/select pg_terminate_backend\(\d+\)/),
      });
    } finally {
      expect(await first.end()).toMatchObject({ status: "succeeded" });
    }
    expect(await ask("select status, exit_code from etl_runs order by ended_at desc limit 2")).toEqual(
      expect.arrayContaining([["failed", "6"]]),
    );
  });

  it("a second run gets its turn when the first one ends in time, and finds nothing new", async () => {
    const first = await almostCommitted();
    const second = production.run();
    await production.inside((session) => untilWaiting(session));
    expect(await first.end()).toMatchObject({ status: "succeeded" });
    expect(await second).toMatchObject({ status: "nothing new", exitCode: 0 });
  });

  it("a warehouse of the version before gets its table to lock from the run", async () => {
    await production.inside((session) => session.execute("drop table etl_lock"));
    const run = await almostCommitted();
    expect(await run.end()).toMatchObject({ status: "succeeded" });
    expect(await ask("select count(*) from etl_lock")).toEqual([["0"]]);
  });

  it("somebody's dashboard reads the ledger and the record", async () => {
    const run = await almostCommitted();
    try {
      const age = production.redshift.withSession((session) =>
        session.execute("select max(loaded_at), (select count(*) from etl_runs) from etl_files"),
      );
      await production.inside((session) => unlessWaiting(session, age));
    } finally {
      expect(await run.end()).toMatchObject({ status: "succeeded" });
    }
  });
});
