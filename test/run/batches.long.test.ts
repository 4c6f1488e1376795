/** `dwh rebuild --batch-size`: batch after batch beside the star, and one transaction in which all of them are seen. */
import { afterEach, describe, expect, it } from "vitest";
import { UnreachableError } from "../../src/errors.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { parseSqlFile, type SqlFile } from "../../src/plan/sql-file.ts";
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
import { readStar } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

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
        expect({ after, exitCode: killedRun.exitCode }).toEqual({ after, exitCode: EXIT.unreachable });
        const found = JSON.stringify(await place.lend(starAtOnce));
        const loaded = (await place.lend(readProgress))?.loaded?.files ?? 0;
        expect({ after, found: found === odd || (found === made && loaded === 0) }).toEqual({
          after,
          found: true,
        });
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
    expect(warnings.filter((one) => one.includes("begins anew"))).toEqual([
      expect.stringMatching(
        /^the SQL, or the place of a source, is another one than when the rebuild of .* began: it begins anew$/,
      ),
    ]);
    expect(await place.lend(readProgress)).toMatchObject({ loaded: { files: 1 } });
    warnings.length = 0;
    await upTo(3, { sql: { ...sql, steps }, onEvent });
    expect(warnings.filter((one) => one.includes("begins anew"))).toEqual([]);
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
      "1 file that is loaded has changed or gone while the rebuild was under way: rows that a file does not have any more would stay: it begins anew",
    );
    expect(await place.query("select user_id, first_name from users")).toEqual([["1", "ANN"]]);
  });
});
