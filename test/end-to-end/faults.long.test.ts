import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunEvent, RunResult } from "../../src/records/result.ts";
import { classify } from "../../src/warehouse/redshift/faults.ts";
import type { Session, Warehouse } from "../../src/warehouse/warehouse.ts";
import { MOMENTS, startFaultyProxy, type FaultyProxy } from "../support/faulty-proxy.ts";
import { look } from "../support/look.ts";
import { openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";

const lines = (objects: readonly object[]): Buffer =>
  Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));

/**
 * An answer that is lost is a wire that is cut between two statements, and one that is cut when the statement was sent is cut
 * in its middle. Before a message, and with half of it sent, the server is where it is after the one before: `npm run test:kills`.
 */
const SWEPT = process.env["DWH_TEST_SWEEP"] === "all" ? MOMENTS : (["sent", "after"] as const);

/** Every message is cut there; else every eighth. */
const STRIDE = process.env["DWH_TEST_SWEEP"] === "all" ? 1 : 8;

/** Of one run. */
const ATTEMPTS = 5;

/** The record's answer may be lost too. */
const recordedTwice = async (session: Session) => {
  const { rows } = await session.execute("select run_id from etl_runs group by run_id having count(*) > 1");
  return rows;
};

describe("a connection that is cut", () => {
  let production: Production;
  let proxy: FaultyProxy;
  let warehouse: Warehouse;
  /** What readers see before the run, and after one that nothing disturbed. */
  let before: string;
  let after: string;
  /** What an undisturbed run sends, the login included. */
  let messages: number;
  /** Which of them is its COMMIT. */
  let commit: number;

  beforeAll(async () => {
    production = await openProduction({ s3: "memory" });
    proxy = await startFaultyProxy(production.port);
    warehouse = production.through(proxy.port);
    const { lake } = production;
    lake.write("log_data/1.json", lines([play(), play({ song: "Another" })]));
    lake.write("song_data/a.json", lines([song()]));
    await run(() => Promise.resolve());
    await production.snapshot();
    before = await production.inside(look);
    // A play of before is resolved, a user changes, and there are new rows in every table.
    lake.write("log_data/2.json", lines([play({ userId: "2" }), play({ level: "paid" })]));
    lake.write("song_data/b.json", lines([song({ song_id: "SO2", title: "Another", artist_id: "AR2" })]));
    proxy.messages = 0;
    const earlier = proxy.messagesOf.length;
    const noteCommit = (event: RunEvent): void => {
      if (event.type === "stage" && event.stage === "commit") commit = proxy.messages + 1;
    };
    expect(await run(() => Promise.resolve(), noteCommit)).toMatchObject({ status: "succeeded", retries: 0 });
    // Those of the run's own session; its upkeep has one too.
    messages = proxy.messagesOf[earlier] ?? 0;
    after = await production.inside(look);
    await production.reset();
  });
  afterAll(async () => {
    await proxy.close();
    await production.close();
  });

  /** `between` is what happens in place of the wait for another try; the wait for the record's fate is as long as it takes. */
  const run = (
    between: () => Promise<unknown>,
    onEvent: (event: RunEvent) => void = () => undefined,
  ): Promise<RunResult> =>
    production.run({
      warehouse,
      onEvent,
      classify,
      sleep: async (milliseconds) => void (await (milliseconds === 3000 ? production.settled() : between())),
    });

  it.each(SWEPT)(
    "%s a message, all along a run, leaves all or nothing, and the next run brings the rest",
    async (when) => {
      let message = 1;
      let cuts = 0;
      proxy.onCut = () => {
        cuts += 1;
        message += STRIDE;
        proxy.arm({ message, when });
      };
      // Each attempt of a run, and each run after one that gave up, is cut later than the one before.
      for (let last = -1; last < cuts;) {
        last = cuts;
        proxy.arm({ message, when });
        // Between the attempts of a run too: what the next attempt would fix is wrong all the same.
        const found: string[] = [];
        const result = await run(async () => found.push(await production.inside(look)));
        found.push(await production.inside(look));
        for (const one of found) expect([before, after]).toContain(one);
        const loaded = found.at(-1) === after;
        // Nothing is new only after a run that was cut in all its attempts, and said so.
        const end = `${loaded ? "loaded" : "untouched"}, ${result.status} ${result.exitCode}`;
        const ends = ["loaded, succeeded 0"];
        if (cuts > last) ends.push("loaded, nothing new 0");
        if (cuts >= last + ATTEMPTS) ends.push("untouched, failed 5");
        expect(ends).toContain(end);
        expect(await production.inside(recordedTwice)).toEqual([]);
        if (loaded) await production.reset();
        // Then the session of the record was cut too: that message of an attempt is still to come.
        if (cuts > last + ATTEMPTS) message -= STRIDE;
      }
      proxy.arm(undefined);
      // All along: the login's messages and the record's too; the last one says good-bye, and has no answer to lose.
      expect(cuts).toBeGreaterThanOrEqual(Math.floor((when === "after" ? messages - 1 : messages) / STRIDE));
    },
  );

  it("after the COMMIT of the last try is looked up in the ledger too, and the run is recorded as what it was", async () => {
    let cuts = 0;
    proxy.onCut = () => {
      cuts += 1;
      if (cuts < ATTEMPTS - 1) proxy.arm({ message: 8, when: "before" });
      else if (cuts < ATTEMPTS) proxy.arm({ message: commit, when: "after" });
    };
    proxy.arm({ message: 8, when: "before" });
    const result = await run(() => Promise.resolve());
    expect(cuts).toBe(ATTEMPTS);
    expect(result).toMatchObject({ status: "succeeded", exitCode: 0, retries: ATTEMPTS - 1 });
    expect(await production.inside(look)).toBe(after);
    const recorded = await production.inside((session) =>
      session.execute(`select status, exit_code from etl_runs where run_id = '${result.runId}'`),
    );
    expect(recorded.rows).toEqual([["succeeded", "0"]]);
    await production.reset();
  });
});
