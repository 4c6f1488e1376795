import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSql, type SqlFolder } from "../../src/pipeline/load-sql.ts";
import type { RunResult } from "../../src/pipeline/result.ts";
import { classify } from "../../src/warehouse/redshift/faults.ts";
import { openRedshift } from "../../src/warehouse/redshift/open.ts";
import type { Warehouse } from "../../src/warehouse/warehouse.ts";
import { startFaultyProxy, type Cut, type FaultyProxy } from "../support/faulty-proxy.ts";
import { LOGIN, openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";
import { readStar, SQL_DIR } from "../support/scratch.ts";

const lines = (objects: readonly object[]): Buffer =>
  Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));

/**
 * The steps of the run that is cut: both loads, and of the transforms and the checks two each, since the others send statements
 * of the same kinds, and the time this takes grows with the square of their number.
 */
const STEPS = [
  "staging_events",
  "staging_songs",
  "songs",
  "users",
  "staging_events__complete",
  "users__user_id__unique",
];

/** Of one run. */
const ATTEMPTS = 5;

describe("a connection that is cut", () => {
  let production: Production;
  let proxy: FaultyProxy;
  let warehouse: Warehouse;
  let sql: SqlFolder;
  let undisturbed: Awaited<ReturnType<typeof look>>;

  beforeAll(async () => {
    production = await openProduction();
    proxy = await startFaultyProxy(production.port);
    warehouse = openRedshift({
      host: "localhost",
      port: proxy.port,
      database: "dev",
      login: { read: async () => LOGIN },
      caFile: production.caFile,
      applicationName: "dwh",
      queryGroup: "dwh test",
    });
    const whole = await loadSql(SQL_DIR);
    sql = {
      ...whole,
      steps: whole.steps.filter(({ kind, name }) => kind === "schema" || STEPS.includes(name)),
    };
    const { lake } = production;
    lake.write("log_data/1.json", lines([play(), play({ song: "Another" })]));
    lake.write("log_data/2.json", lines([play({ userId: "2" })]));
    lake.write("song_data/a.json", lines([song()]));
    lake.write("song_data/b.json", lines([song({ song_id: "SO2", title: "Other" })]));
  });
  afterAll(async () => {
    await proxy.close();
    await production.close();
  });

  const run = (sleep: () => Promise<unknown>): Promise<RunResult> =>
    production.run({ warehouse, sql, classify, sleep: async () => void (await sleep()) });

  /** What readers see, past the wire. */
  const look = () =>
    production.inside(async (session) => {
      const { rows } = await session.execute("select url, rows_staged from etl_files order by url");
      return { ledger: rows, star: await readStar(session) };
    });

  const isLoaded = () =>
    production.inside(async (session) => {
      const { rows } = await session.execute(
        "select count(*) from information_schema.tables where table_name = 'songplays'",
      );
      return rows[0]?.[0] !== "0";
    });

  /** Undefined before anything is published. */
  const find = async () => ((await isLoaded()) ? look() : undefined);

  const wipe = () =>
    production.inside(async (session) => {
      for (const { name } of sql.steps.filter(({ kind }) => kind === "schema").toReversed()) {
        await session.execute(`drop table if exists ${name}`);
      }
    });

  it("is compared with one that is not", async () => {
    expect(await run(() => Promise.resolve())).toMatchObject({ status: "succeeded", retries: 0 });
    undisturbed = await look();
    expect(undisturbed.ledger).toHaveLength(4);
    await wipe();
  });

  it.each(["before", "half", "after"] as const)(
    "%s a message, at every message of a run, leaves all or nothing, and the next run the rest",
    async (when) => {
      let cut: Cut = { message: 1, when };
      let cuts = 0;
      proxy.onCut = () => {
        cuts += 1;
        cut = { message: cut.message + 1, when };
        proxy.arm(cut);
      };
      // Each attempt of a run, and each run after one that gave up, is cut one message later than the one before.
      for (let before = -1; before < cuts;) {
        before = cuts;
        proxy.arm(cut);
        // Between the attempts of a run too: what the next attempt would mend is wrong all the same.
        const found: Awaited<ReturnType<typeof find>>[] = [];
        const result = await run(async () => found.push(await find()));
        found.push(await find());
        for (const one of found) expect([undefined, undisturbed]).toContainEqual(one);
        const loaded = found.at(-1) !== undefined;
        // Nothing is there only after a run that was cut in all its attempts, and said so.
        const { status, exitCode } = result;
        const end = `${loaded ? "loaded" : "untouched"}, ${status} ${exitCode}`;
        const ends = ["loaded, succeeded 0"];
        if (cuts > before) ends.push("loaded, nothing new 0");
        if (cuts === before + ATTEMPTS) ends.push("untouched, failed 5", "loaded, failed 5");
        expect(ends).toContain(end);
        if (loaded) await wipe();
      }
      proxy.arm(undefined);
      const statements = sql.steps.flatMap(({ statements }) => statements).length;
      expect(cuts).toBeGreaterThan(statements + 10);
    },
    60_000,
  );
});
