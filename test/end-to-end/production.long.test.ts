import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/records/result.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { TABLES } from "../../src/names.ts";
import { withLocalWarehouse } from "../../src/warehouse/local/open.ts";
import { classify } from "../../src/warehouse/redshift/faults.ts";
import { startFaultyProxy } from "../support/faulty-proxy.ts";
import { openProduction, type Production } from "../support/production.ts";
import { hasPublicData, readPublicEvents, readPublicSongs } from "../support/public-data.ts";
import { play, song } from "../support/records.ts";
import { readStar } from "../support/scratch.ts";
import { SQL_DIR, sourceAt } from "../support/sources.ts";

const lines = (objects: readonly object[]): Buffer =>
  Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));

describe("the job on the production path", () => {
  let production: Production;
  beforeEach(async () => {
    production = await openProduction();
  });
  afterEach(() => production.close());

  it("brings files from S3 through packs, manifests, TLS and pg into the star, once", async () => {
    const { lake, aws } = production;
    lake.write("log_data/1.json", lines([play(), play({ song: "Another" })]));
    lake.write("log_data/2.json", lines([play({ userId: "2" })]));
    lake.write("song_data/", Buffer.alloc(0));
    lake.write("song_data/a.json", lines([song()]));
    lake.write("song_data/b.json", lines([song({ song_id: "SO2", title: "Other" })]));
    const first = await production.run();
    expect(first.error).toBeUndefined();
    expect(first).toMatchObject({ status: "succeeded", exitCode: 0 });
    expect(first.sources.map(({ files, rowsStaged }) => [files, rowsStaged])).toEqual([
      [2, 3],
      [2, 2],
    ]);
    const counts = await production.inside((session) =>
      session.execute("select count(*), count(song_id) from songplays"),
    );
    expect(counts.rows).toEqual([["3", "2"]]);
    expect(lake.list("work/")).toEqual([]);

    aws.calls.length = 0;
    expect(await production.run()).toMatchObject({ status: "nothing new", exitCode: 0 });
    expect(aws.calls).not.toContain("s3.GetObject");
    lake.write("log_data/3.json", lines([play()]));
    expect((await production.run()).sources[0]).toMatchObject({ files: 1, rowsStaged: 1 });
  });

  it("tells the source file and the line of a row that cannot be loaded, and publishes nothing", async () => {
    const { lake } = production;
    lake.write("log_data/1.json", lines([play(), play()]));
    lake.write("log_data/2.json", lines([play(), play({ ts: "soon" })]));
    lake.write("song_data/a.json", lines([song()]));
    const result = await production.run();
    expect(result).toMatchObject({ status: "rejected", exitCode: 4 });
    expect(result.rejects).toMatchObject([
      { url: "s3://lake/log_data/2.json", line: 2, column: "ts", value: "soon" },
    ]);
    const recorded = await production.inside((session) =>
      session.execute("select url, line_number, column_name from etl_rejects"),
    );
    expect(recorded.rows).toEqual([["s3://lake/log_data/2.json", "2", "ts"]]);
    // Not even the tables are there: making them was part of the transaction.
    const asked = production.inside((session) => session.execute("select count(*) from songplays"));
    await expect(asked).rejects.toMatchObject({ sqlState: "42P01" });
  });

  it("leaves out a row that lacks what each row needs, within what is tolerated, and names its file and line", async () => {
    const { lake } = production;
    lake.write("log_data/1.json", lines([play(), play({ sessionId: null })]));
    lake.write("log_data/2.json", lines([play({ ts: "soon" }), play()]));
    lake.write("song_data/a.json", lines([song()]));
    const refused = await production.run({ maxRejects: 1 });
    expect(refused).toMatchObject({ status: "rejected", exitCode: 4 });
    expect(refused.error).toMatchObject({ where: "s3://lake/log_data/1.json:2" });
    const result = await production.run({ maxRejects: 2 });
    expect(result).toMatchObject({ status: "succeeded" });
    expect(result.sources[0]).toMatchObject({ rowsRead: 4, rowsStaged: 2, rowsRejected: 2 });
    const asked = await production.inside((session) =>
      session.execute(
        "select url, rows_read, rows_staged, rows_rejected from etl_files where source = 'events' order by url",
      ),
    );
    expect(asked.rows).toEqual([
      ["s3://lake/log_data/1.json", "2", "1", "1"],
      ["s3://lake/log_data/2.json", "2", "1", "1"],
    ]);
  });

  it("sends at most the steps' statements plus twenty-four and its upkeep, in a first run, in later ones, and when nothing is new", async () => {
    const { lake } = production;
    const proxy = await startFaultyProxy(production.port);
    const warehouse = production.through(proxy.port);
    /** Messages that reach the server: all that a session sends beside what it takes to log in and to leave. */
    const count = async (work: () => Promise<unknown>): Promise<number> => {
      proxy.messages = 0;
      await work();
      return proxy.messages;
    };
    /** Statements of upkeep, which have a session of their own. */
    let upkeep = 0;
    const onEvent = (event: RunEvent): void => {
      if (event.type === "stage" && event.stage === "upkeep") upkeep += 1;
    };
    const bare = await count(() => warehouse.withSession(() => Promise.resolve()));
    const { steps } = await loadSql(SQL_DIR);
    // An audit is due a week after the first run.
    const all = steps.filter(({ kind }) => kind !== "audit").flatMap(({ statements }) => statements).length;
    // The job's own tables are there from the second run on, and are not made again.
    const later = all - Object.keys(TABLES).length;
    const sent: number[] = [];
    const takeUpkeep = (): number => {
      // The login, and what the session is told first.
      const messages = bare + 1 + upkeep;
      expect(upkeep).toBeGreaterThan(0);
      upkeep = 0;
      return messages;
    };
    for (const day of [1, 2, 3]) {
      // One file a source is loaded where it lies, which has to be asked about afterwards; several are packed.
      for (let file = 1; file <= day; file += 1) {
        lake.write(`log_data/${day}-${file}.json`, lines([play()]));
        lake.write(`song_data/${day}-${file}.json`, lines([song({ song_id: `SO${day}${file}` })]));
      }
      const run = count(async () =>
        expect(await production.run({ warehouse, onEvent })).toMatchObject({ status: "succeeded" }),
      );
      sent.push((await run) - bare - takeUpkeep());
    }
    lake.write("log_data/4.json", lines([play(), play({ ts: "soon" })]));
    const rejecting = count(async () =>
      expect(await production.run({ warehouse, onEvent, maxRejects: 1 })).toMatchObject({
        status: "succeeded",
      }),
    );
    // The log of load errors is asked on a session of its own, by the id of the COPY.
    sent.push((await rejecting) - 2 * bare - 1 - takeUpkeep());
    const nothing = count(async () =>
      expect(await production.run({ warehouse, onEvent })).toMatchObject({ status: "nothing new" }),
    );
    sent.push((await nothing) - bare);
    expect(upkeep).toBe(0);
    await proxy.close();
    const expected = [all, later, later, later, 0];
    const beside = sent.map((messages, run) => messages - (expected[run] ?? 0));
    // What no answer decides is sent together.
    expect(sent[0]).toBeLessThan(all);
    // Three of them put the beginning on record, and ask whether a run before never ended.
    for (const messages of beside) expect(messages).toBeLessThanOrEqual(24);
    expect(beside.at(-1)).toBeGreaterThan(0);
  });

  it("loads a file once when two runs start at once, ten times", async () => {
    const whole = await loadSql(SQL_DIR);
    const sql = {
      ...whole,
      steps: whole.steps.filter(({ kind, name }) => kind !== "check" || /staging|etl/.test(name)),
    };
    production.lake.write("song_data/a.json", lines([song()]));
    for (let time = 1; time <= 10; time += 1) {
      production.lake.write(`log_data/${time}.json`, lines([play()]));
      const results = await Promise.all([
        production.run({ sql, classify }),
        production.run({ sql, classify }),
      ]);
      const ends = results.map(({ status, exitCode }) => `${status} ${exitCode}`).sort();
      expect([
        ["nothing new 0", "succeeded 0"],
        ["failed 6", "succeeded 0"],
      ]).toContainEqual(ends);
      const { rows } = await production.inside((session) =>
        session.execute("select count(*), count(distinct url) from etl_files"),
      );
      expect(rows).toEqual([[`${time + 1}`, `${time + 1}`]]);
    }
  });

  it("explains a bucket that is not there", async () => {
    const result = await production.run({ sources: [sourceAt("events", "s3://no-such-bucket/log")] });
    expect(result).toMatchObject({ exitCode: 2 });
    expect(result.error).toMatchObject({ where: "s3://no-such-bucket" });
  });
});

describe.skipIf(!hasPublicData)(
  "the public data set on the production path (skipped where it is not beside the checkout)",
  () => {
    let production: Production;
    beforeAll(async () => {
      production = await openProduction();
      const { files, jsonpaths } = readPublicEvents();
      for (const [name, content] of files) production.lake.write(`log_data/${name}`, content);
      production.lake.write("log_json_path.json", jsonpaths);
      // In 149 objects, not 14,896: the same packs, a hundredth of the requests. `npm run bench` has them all.
      const songs = readPublicSongs();
      for (let start = 0; start < songs.length; start += 100) {
        production.lake.write(
          `song_data/${start}.json`,
          Buffer.from(songs.slice(start, start + 100).join("\n")),
        );
      }
    });
    afterAll(() => production.close());

    it("gives the design's figures and the star of a local run on the same bucket; the next run finds nothing new", async () => {
      const options = {
        sources: [
          sourceAt("events", "s3://lake/log_data", "s3://lake/log_json_path.json"),
          sourceAt("songs", "s3://lake/song_data"),
        ],
      };
      const result = await production.run(options);
      expect(result.error).toBeUndefined();
      expect(result.sources.map(({ rowsStaged }) => rowsStaged)).toEqual([8056, 14896]);
      const counts = "songplays,users,songs,artists,time"
        .split(",")
        .map((table) => `(select count(*) from ${table})`);
      const star = await production.redshift.withSession(async (session) => {
        const { rows } = await session.execute(`select ${counts.join(", ")}`);
        expect(rows).toEqual([["6820", "97", "14896", "9553", "6813"]]);
        return readStar(session);
      });
      const { store } = production;
      await withLocalWarehouse({ path: ":memory:", store, now: () => new Date() }, async (warehouse) => {
        expect((await production.run({ ...options, warehouse })).error).toBeUndefined();
        expect(await warehouse.withSession(readStar)).toEqual(star);
      });
      expect(await production.run(options)).toMatchObject({ status: "nothing new" });
    });
  },
);
