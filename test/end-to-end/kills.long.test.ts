import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Running } from "../support/children.ts";
import { dwh } from "../support/dwh.ts";
import { MOMENTS, startFaultyProxy, type Cut, type FaultyProxy } from "../support/faulty-proxy.ts";
import { jobEnvironment } from "../support/job-environment.ts";
import { look } from "../support/look.ts";
import { readUnended } from "../../src/records/starts.ts";
import type { UnendedRun } from "../../src/report/data.ts";
import { patience } from "../support/patience.ts";
import { openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";

/** A process for every message and every moment takes minutes: `npm run test:kills`. Else every 23rd message is taken. */
const STRIDE = process.env["DWH_TEST_SWEEP"] === "all" ? 1 : 9;

const lines = (objects: readonly object[]): Buffer =>
  Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));

/** A process that has started and waits at the wire. */
interface Waiting {
  readonly running: Running;
  readonly proxy: FaultyProxy;
  readonly letGo: () => void;
}

describe("a process that is killed", () => {
  let production: Production;
  let folder: string;
  let before: string;
  let after: string;
  /** What an undisturbed process sends, connection by connection: the run, and then the upkeep of its tables. */
  let messages: readonly number[];

  beforeAll(async () => {
    production = await openProduction();
    folder = mkdtempSync(join(tmpdir(), "dwh-kills-"));
    const { lake } = production;
    lake.write("log_data/1.json", lines([play(), play({ song: "Another" })]));
    lake.write("song_data/a.json", lines([song()]));
    expect(await production.run()).toMatchObject({ status: "succeeded" });
    await production.snapshot();
    before = await production.inside(look);
    lake.write("log_data/2.json", lines([play({ userId: "2" }), play({ level: "paid" })]));
    lake.write("song_data/b.json", lines([song({ song_id: "SO2", title: "Another", artist_id: "AR2" })]));
    const undisturbed = await start();
    undisturbed.letGo();
    expect(await undisturbed.running).toMatchObject({ code: 0 });
    messages = undisturbed.proxy.messagesOf;
    await undisturbed.proxy.close();
    after = await production.inside(look);
    await production.reset();
  });
  afterAll(async () => {
    await production.close();
    rmSync(folder, { recursive: true });
  });

  /** Which of the two it is, or all of it. */
  const nameOf = (seen: string): string => (seen === before ? "before" : seen === after ? "after" : seen);

  /** Starting takes longer than running: the next process starts while one runs, and waits at a wire of its own. */
  const start = async (): Promise<Waiting> => {
    const proxy = await startFaultyProxy(production.port);
    const letGo = proxy.hold();
    const running = dwh(["run"], {
      cwd: folder,
      env: jobEnvironment(production, {}, proxy.port),
    });
    return { running, proxy, letGo };
  };

  /** Lets it run up to the place, kills it there, and only then ends the wire, as the kernel does for a process that is gone. */
  const kill = async ({ running, proxy, letGo }: Waiting, cut: Cut): Promise<void> => {
    proxy.arm(cut);
    proxy.onReach = async () => {
      running.child.kill("SIGKILL");
      await running;
    };
    letGo();
    const { code, stderr } = await running;
    const told = code === null ? "" : stderr;
    const { messagesOf } = proxy;
    await proxy.close();
    expect({ cut, code, messagesOf, told }).toEqual({ cut, code: null, messagesOf, told: "" });
  };

  it(
    "at every message of a run, at every moment of it, leaves all or nothing, and a repeated run brings the rest",
    async () => {
      expect(messages).toHaveLength(2);
      const cuts = messages.flatMap((length, at) =>
        Array.from({ length }, (_, index) => index + 1)
          .flatMap((message) => MOMENTS.map((when) => ({ connection: at + 1, message, when })))
          // The last message says good-bye: nothing answers it.
          .filter(({ message, when }) => message < length || when !== "after"),
      );
      // The moments take turns.
      const taken = cuts.filter((_, index) => index % (STRIDE === 1 ? 1 : MOMENTS.length * STRIDE + 1) === 0);
      let next = start();
      const begun: UnendedRun[] = [];
      for (const [index, cut] of taken.entries()) {
        const waiting = await next;
        if (index + 1 < taken.length) next = start();
        await kill(waiting, cut);
        const found = await production.inside(look);
        begun.push(...(await production.inside(readUnended)));
        const { status, exitCode } = await production.run();
        const left = await production.inside(look);
        expect({ cut, found: nameOf(found), exitCode, status, left: nameOf(left) }).toEqual({
          cut,
          found: expect.stringMatching(/^(before|after)$/),
          exitCode: 0,
          status: expect.stringMatching(/^(succeeded|nothing new)$/),
          left: "after",
        });
        await production.reset();
      }
      // Only those that were killed before their first statement, or behind the record, leave no beginning without an end.
      expect(begun.length).toBeGreaterThan(taken.length / 2);
    },
    patience(1_800_000),
  );
});
