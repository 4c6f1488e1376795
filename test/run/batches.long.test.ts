/** `dwh rebuild --batch-size`: batch after batch beside the star, and one transaction in which all of them are seen. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UnreachableError, WarehouseError } from "../../src/errors.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { orderSteps } from "../../src/plan/order.ts";
import { parseSqlFile, type FileKind, type SqlFile } from "../../src/plan/sql-file.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import { EXIT } from "../../src/names.ts";
import { readProgress } from "../../src/records/under-way.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";
import { WAREHOUSES, type Place } from "../support/both-warehouses.ts";
import { hooked } from "../support/hooked.ts";
import { killed } from "../support/killed.ts";
import { patience } from "../support/patience.ts";
import { play, song } from "../support/records.ts";
import { rebuildOf, type RunOptions } from "../support/rebuilds.ts";
import { openScratch, readStar, type Scratch } from "../support/scratch.ts";
import { SQL_DIR, sourceAt } from "../support/sources.ts";

/** At every statement takes minutes: `npm run test:kills`. */
const STRIDE = process.env["DWH_TEST_SWEEP"] === "all" ? 1 : 131;

let place: Place;

/** A file at a time. */
const batchBytes = 1;

/** Four files, of which the later ones change what the earlier ones say. */
const writeFour = (): void => {
  place.write("events", "1.json", [
    play({ userId: "1" }),
    play({ userId: "2", sessionId: 5, song: "Another" }),
  ]);
  place.write("events", "2.json", [
    play({ userId: "1", sessionId: 9, level: "paid", ts: 1_541_300_000_000 }),
  ]);
  place.write("songs", "1.json", [song()]);
  place.write("songs", "2.json", [song({ song_id: "SO2", title: "Another", artist_id: "AR2" })]);
};

const FIRST_NAME = "nullif(staging_events.firstname, '')";
/** A transform of users that writes first names in capitals. */
const retold = ({ path, kind, text }: SqlFile): SqlFile => {
  const parsed = parseSqlFile(path, kind, text.replace(FIRST_NAME, `upper(${FIRST_NAME})`));
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.file;
};

/** The star at one moment. */
const starAtOnce = async (session: Session): Promise<unknown> => {
  await session.execute("begin");
  const star = await readStar(session);
  await session.execute("commit");
  return star;
};

describe.each(WAREHOUSES)("a rebuild in batches of $name", ({ open }) => {
  afterEach(() => place.close());

  it("makes the star that one transaction makes, and readers see the old one until all of it is there", async () => {
    place = await open();
    writeFour();
    await place.run();
    const made = await place.lend(readStar);
    await place.query("update songplays set level = 'odd'");
    await place.query("delete from songs");
    const odd = await place.lend(readStar);
    const seen: string[] = [];
    let looks = Promise.resolve();
    const onEvent: RunInput["onEvent"] = (event) => {
      if (
        event.type !== "step finished" ||
        event.result.status === "skipped" ||
        event.result.kind === "schema"
      )
        return;
      looks = looks.then(async () => void seen.push(JSON.stringify(await place.lend(starAtOnce))));
    };
    const result = await place.run({ ...(await rebuildOf()), batchBytes, onEvent });
    await looks;
    expect(result.error).toBeUndefined();
    expect(result).toMatchObject({ status: "succeeded", exitCode: EXIT.done });
    expect(await place.lend(readStar)).toEqual(made);
    const change = seen.indexOf(JSON.stringify(made));
    const before = change === -1 ? seen : seen.slice(0, change);
    expect(new Set(before)).toEqual(new Set([JSON.stringify(odd)]));
    expect(seen.slice(before.length).every((one) => one === JSON.stringify(made))).toBe(true);
    expect(result.tables.find(({ name }) => name === "songs")).toMatchObject({ before: 0, after: 2 });
    // Four batches, the one that found nothing, and the exchange.
    expect(await place.query("select files, count(*) from etl_runs group by 1 order by 1")).toEqual([
      ["0", "2"],
      ["1", "4"],
      ["4", "1"],
    ]);
    expect(await place.query("select count(*), count(distinct run_id) from etl_files")).toEqual([["4", "4"]]);
    expect(
      await place.query("select count(*) from etl_files where run_id not in (select run_id from etl_runs)"),
    ).toEqual([["0"]]);
    expect(await place.lend(readProgress)).toBeUndefined();
    expect(await place.run()).toMatchObject({ status: "nothing new" });
    expect(await place.run({ ...(await rebuildOf()) })).toMatchObject({ status: "succeeded" });
    expect(await place.lend(readStar)).toEqual(made);
  });

  it(
    "killed at any statement leaves readers the old star or the new one, and the same command goes on where it was",
    async () => {
      place = await open();
      writeFour();
      await place.run();
      const made = JSON.stringify(await place.lend(starAtOnce));
      let sent = 0;
      const count = async (): Promise<void> => void (sent += 1);
      await place.run({ ...(await rebuildOf()), batchBytes }, (warehouse) => hooked(warehouse, count));
      expect(sent).toBeGreaterThan(100);
      const kills = Array.from({ length: sent }, (_, at) => at).filter((at) => at % STRIDE === STRIDE - 1);
      let resumed = 0;
      for (const after of kills) {
        await place.query("update songplays set level = 'odd'");
        const odd = JSON.stringify(await place.lend(starAtOnce));
        const killedRun = await place.run({ ...(await rebuildOf()), batchBytes }, (warehouse) =>
          killed(warehouse, after),
        );
        await place.settled();
        // Behind the last COMMIT no more is lost than the record, which is a warning.
        const isDone = killedRun.exitCode === EXIT.done;
        expect({ after, exitCode: killedRun.exitCode }).toEqual({
          after,
          exitCode: isDone ? EXIT.done : EXIT.unreachable,
        });
        const found = JSON.stringify(await place.lend(starAtOnce));
        const loaded = (await place.lend(readProgress))?.loaded?.files ?? 0;
        const isOld = !isDone && found === odd;
        expect({ after, found: isOld || (found === made && loaded === 0) }).toEqual({ after, found: true });
        let loads = 0;
        const tell = async (sql: string): Promise<void> =>
          void (loads += /^\s*copy staging_/i.test(sql) ? 1 : 0);
        const { error, status } = await place.run({ ...(await rebuildOf()), batchBytes }, (warehouse) =>
          hooked(warehouse, tell),
        );
        expect({ after, error, status }).toEqual({ after, error: undefined, status: "succeeded" });
        // What the killed one had committed is not loaded twice.
        expect({ after, loads }).toEqual({ after, loads: 4 - loaded });
        if (loaded > 0) resumed += 1;
        expect({ after, star: JSON.stringify(await place.lend(starAtOnce)) }).toEqual({ after, star: made });
        expect(await place.query("select count(*), count(distinct url) from etl_files")).toEqual([
          ["4", "4"],
        ]);
        expect(await place.lend(readProgress)).toBeUndefined();
      }
      expect(resumed).toBeGreaterThan(kills.length / 2);
    },
    patience(3_600_000),
  );

  it("takes in what runs bring meanwhile, between two batches and before the exchange, which both readers and the new star have", async () => {
    place = await open();
    writeFour();
    await place.run();
    let batches = 0;
    let exchanges = 0;
    const nightly = async (file: string, userId: string): Promise<void> => {
      place.write("events", file, [play({ userId, ts: 1_541_400_000_000 })]);
      expect(await place.run()).toMatchObject({ status: "succeeded" });
    };
    const seen: unknown[] = [];
    const between = async (sql: string, isBeside: boolean): Promise<void> => {
      // What a run begins with; the exchange copies the beginnings of the batches, too.
      if (!/^insert into etl_starts .* values/.test(sql)) return;
      if (isBeside && (batches += 1) === 2) {
        await nightly("3.json", "3");
        seen.push(await place.query("select count(*) from users"));
      }
      if (!isBeside && (exchanges += 1) === 1) await nightly("4.json", "4");
    };
    const result = await place.run({ ...(await rebuildOf()), batchBytes }, (warehouse) =>
      hooked(warehouse, between),
    );
    expect(result.error).toBeUndefined();
    expect(seen).toEqual([[["3"]]]);
    expect(exchanges).toBe(2);
    expect(await place.query("select user_id from users order by 1")).toEqual([["1"], ["2"], ["3"], ["4"]]);
    expect(await place.query("select count(*), count(distinct url) from etl_files")).toEqual([["6", "6"]]);
    const star = await place.lend(readStar);
    expect(await place.run(await rebuildOf())).toMatchObject({ status: "succeeded" });
    expect(await place.lend(readStar)).toEqual(star);
  });

  it("begins anew where the SQL is another one than that of the batches before, and where a file that is loaded has changed", async () => {
    place = await open();
    writeFour();
    await place.run();
    const upTo = async (batch: number, more: RunOptions = {}) => {
      let begun = 0;
      const stop = async (sql: string, isBeside: boolean): Promise<void> => {
        if (isBeside && sql.startsWith("insert into etl_starts") && (begun += 1) > batch)
          throw new UnreachableError("the client is gone", { where: "here" });
      };
      return place.run({ ...(await rebuildOf()), batchBytes, ...more }, (warehouse) =>
        hooked(warehouse, stop),
      );
    };
    const warnings: string[] = [];
    const onEvent: RunInput["onEvent"] = (event) =>
      void (event.type === "warning" && warnings.push(event.message));
    await upTo(2);
    expect(await place.lend(readProgress)).toMatchObject({ files: 4, loaded: { files: 2, batches: 2 } });
    const sql = await loadSql(SQL_DIR);
    const steps = sql.steps.map((step) =>
      step.kind === "transform" && step.name === "users" ? retold(step) : step,
    );
    await upTo(1, { sql: { ...sql, steps }, onEvent });
    expect(warnings.filter((one) => one.includes("starts over"))).toEqual([
      expect.stringMatching(
        /^the SQL, or the location of a source, has changed since the rebuild of .* began: it starts over$/,
      ),
    ]);
    expect(await place.lend(readProgress)).toMatchObject({ loaded: { files: 1 } });
    warnings.length = 0;
    await upTo(3, { sql: { ...sql, steps }, onEvent });
    expect(warnings.filter((one) => one.includes("starts over"))).toEqual([]);
    // A row less: of two batches, one would have it still.
    place.write("events", "1.json", [play({ userId: "1" })]);
    const result = await place.run({
      ...(await rebuildOf()),
      batchBytes,
      sql: { ...sql, steps },
      onEvent,
      mayLose: true,
    });
    expect(result.error).toBeUndefined();
    expect(warnings).toContain(
      "1 file that is loaded has changed or gone while the rebuild was in progress: rows that a file no longer has would stay: it starts over",
    );
    expect(await place.query("select user_id, first_name from users")).toEqual([["1", "ANN"]]);
  });
});

/** In these the warehouse has no part, and one of them serves all. */
describe("a rebuild in batches", () => {
  let scratch: Scratch;
  const rebuild = async (more: RunOptions = {}, words: readonly string[] = []) =>
    scratch.run({ ...(await rebuildOf(words, more.sql)), batchBytes, ...more });
  beforeEach(async () => {
    scratch = openScratch();
    scratch.write("events/1.json", [play({ userId: "1" })]);
    scratch.write("events/2.json", [play({ userId: "2", ts: 1_541_200_000_000 })]);
    scratch.write("songs/1.json", [song()]);
    await scratch.run();
  });
  afterEach(() => scratch.remove());

  it("leaves tables that nobody fills, views and what is staged where they are", async () => {
    const sql = await withFiles([
      ["schema", "regions", "create table if not exists regions (location varchar(64), region varchar(16));"],
      ["schema", "places", "create table if not exists places (user_id integer, region varchar(16));"],
      [
        "transform",
        "places",
        "delete from places using staging_events where places.user_id = staging_events.userid; " +
          "insert into places (user_id, region) select distinct userid, region from staging_events left join regions on staging_events.location = regions.location;",
      ],
    ]);
    expect(await scratch.run({ sql })).toMatchObject({ exitCode: EXIT.done });
    await scratch.query("insert into regions (location, region) values ('Oslo', 'north')");
    await scratch.query("create view loud as select level, count(*) as plays from songplays group by level");
    await scratch.query("update songplays set level = 'odd'");
    await scratch.query("insert into staging_songs (song_id) values ('by hand')");
    let staged: unknown;
    const look = async (sent: string, isBeside: boolean): Promise<void> => {
      if (isBeside && sent === "commit")
        staged = await scratch.query("select song_id from staging_songs order by 1");
    };
    const result = await scratch.run({ ...(await rebuildOf([], sql)), sql, batchBytes }, (warehouse) =>
      hooked(warehouse, look),
    );
    expect(result.error).toBeUndefined();
    expect(staged).toEqual([["by hand"]]);
    expect(await scratch.query("select user_id, region from places order by 1")).toEqual([
      ["1", "north"],
      ["2", "north"],
    ]);
    expect(await scratch.query("select location from regions")).toEqual([["Oslo"]]);
    expect(await scratch.query("select level, plays from loud")).toEqual([["free", "2"]]);
  });

  it("of some tables takes files that the ledger holds, and leaves new ones to the next run", async () => {
    const sql = await withFiles([
      ["schema", "heard", "create table if not exists heard (user_id integer, events bigint);"],
      [
        "transform",
        "heard",
        "insert into heard (user_id, events) select userid, count(*) from staging_events group by userid;",
      ],
    ]);
    scratch.write("events/3.json", [play({ userId: "3" })]);
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["3"]]);
    const result = await rebuild({ sql, sources: [sourceAt("events", join(scratch.folder, "events/"))] }, [
      "heard",
    ]);
    expect(result.error).toBeUndefined();
    expect(await scratch.query("select user_id, events from heard order by 1")).toEqual([
      ["1", "1"],
      ["2", "1"],
    ]);
    expect(await scratch.query("select count(*) from songplays")).toEqual([["2"]]);
    expect((await scratch.run({ sql })).sources.map(({ files }) => files)).toEqual([1, 0]);
    expect(await scratch.query("select user_id from heard order by 1")).toEqual([["1"], ["2"], ["3"]]);
  });

  it("ends before anything is done where files are gone, unless it may lose them", async () => {
    rmSync(join(scratch.folder, "events/2.json"));
    expect(await rebuild()).toMatchObject({
      exitCode: EXIT.usage,
      error: {
        where: expect.stringContaining("2.json") as string,
        next: expect.stringContaining("--yes") as string,
      },
    });
    expect(await scratch.query("select count(*) from songplays")).toEqual([["2"]]);
    expect(await scratch.look(readProgress)).toMatchObject({ loaded: { files: 0 } });
    expect(await rebuild({ mayLose: true })).toMatchObject({ status: "succeeded" });
    expect(await scratch.query("select user_id from users")).toEqual([["1"]]);
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["2"]]);
  });

  it("leaves bad files out, one by one, and keeps that somebody asks for another try", async () => {
    const bad = scratch.write("events/3.json", [play({ userId: "3", ts: "soon" })]);
    const last = scratch.write("events/4.json", [play({ userId: "4", ts: "later" })]);
    await scratch.run({ onBadFile: "quarantine" });
    await scratch.query(`update etl_quarantine set retry_at = '2018-12-01' where url = '${bad}'`);
    const result = await rebuild({ onBadFile: "quarantine" });
    expect(result.error).toBeUndefined();
    expect(result.inQuarantine).toBe(2);
    expect(await scratch.query("select user_id from users order by 1")).toEqual([["1"], ["2"]]);
    expect(await scratch.query("select url, retry_at is not null from etl_quarantine order by 1")).toEqual([
      [bad, "t"],
      [last, "f"],
    ]);
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["3"]]);
  });

  it("is not seen where an audit finds rows, and waits beside the star", async () => {
    const sql = await withFiles([
      ["audit", "users__two__few", "select user_id from users where user_id = 2;"],
    ]);
    const before = await scratch.star();
    const result = await rebuild({ sql });
    expect(result).toMatchObject({ status: "check failed", exitCode: EXIT.check });
    expect(result.checks.filter(({ count }) => count > 0).map(({ name }) => name)).toEqual([
      "users__two__few",
    ]);
    expect(await scratch.star()).toEqual(before);
    expect(await scratch.look(readProgress)).toMatchObject({ files: 3, loaded: { files: 3, batches: 3 } });
    // The audits make no rows: with others the batches are of use.
    const done = await rebuild();
    expect(done).toMatchObject({ status: "succeeded" });
    expect(done.events.filter((event) => event.type === "stage" && event.stage === "batch")).toEqual([]);
  });

  it("says who makes the schema where the job may not", async () => {
    const deny = async (sent: string): Promise<void> => {
      if (sent.startsWith("create schema"))
        throw new WarehouseError("permission denied for database dev", { sqlState: "42501" });
    };
    const result = await scratch.run({ ...(await rebuildOf()), batchBytes }, (warehouse) =>
      hooked(warehouse, deny),
    );
    expect(result).toMatchObject({
      exitCode: EXIT.usage,
      error: { where: "public_rebuild", next: expect.stringContaining("`dwh bootstrap`") as string },
    });
    expect(await scratch.look(readProgress)).toBeUndefined();
  });

  it("begins anew where somebody has dropped what the batches had made", async () => {
    const sql = await withFiles([
      ["audit", "users__two__few", "select user_id from users where user_id = 2;"],
    ]);
    await rebuild({ sql });
    for (const table of ["etl_lock", "users"])
      await scratch.query(`drop table public_rebuild.${table} cascade`);
    const before = await scratch.star();
    expect(await rebuild()).toMatchObject({ status: "succeeded" });
    expect(await scratch.star()).toEqual(before);
  });

  it("knows that the exchange is done whose COMMIT got no answer", async () => {
    await scratch.query("update songplays set level = 'odd'");
    let lost = 0;
    const lose = async (sent: string, isBeside: boolean): Promise<void> => {
      if (isBeside || sent !== "commit" || (lost += 1) > 1) return;
      throw new UnreachableError("the connection was lost", { where: "here" });
    };
    const result = await scratch.run(
      { ...(await rebuildOf()), batchBytes, classify: () => ({ kind: "lost", reason: "it is gone" }) },
      (warehouse) => hooked(warehouse, () => Promise.resolve(), lose),
    );
    // That of the exchange, and that of the record.
    expect(lost).toBe(2);
    expect(result.error).toBeUndefined();
    expect(result).toMatchObject({ status: "succeeded", exitCode: EXIT.done });
    expect(await scratch.query("select distinct level from songplays")).toEqual([["free"]]);
    expect(await scratch.query(`select status from etl_runs where run_id = '${result.runId}'`)).toEqual([
      ["succeeded"],
    ]);
  });

  it("touches no schema of that name that is somebody else's", async () => {
    await scratch.query("create schema public_rebuild");
    await scratch.query("create table public_rebuild.precious (id integer)");
    expect(await rebuild()).toMatchObject({
      exitCode: EXIT.usage,
      error: { where: "public_rebuild.precious" },
    });
    expect(await scratch.query("select count(*) from public_rebuild.precious")).toEqual([["0"]]);
  });
});

/** The SQL that ships with files more. */
const withFiles = async (more: readonly (readonly [FileKind, string, string])[]): Promise<SqlFolder> => {
  const sql = await loadSql(SQL_DIR);
  const files = more.map(([kind, name, text]): SqlFile => {
    const parsed = parseSqlFile(`sql/${kind}/${name}.sql`, kind, `-- A file more.\n${text}`);
    if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
    return parsed.file;
  });
  const ordered = orderSteps([...sql.steps, ...files]);
  if ("problems" in ordered) throw new Error(JSON.stringify(ordered.problems));
  return { ...sql, steps: ordered.steps };
};
