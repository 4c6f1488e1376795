/** Rows of tables before and after a run, without a look at the tables where statements tell. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WarehouseError } from "../../src/errors.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { parseSqlFile } from "../../src/plan/sql-file.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import type { RunResult } from "../../src/records/result.ts";
import { disturbed } from "../support/disturbed.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
});
afterEach(() => scratch.remove());

/** The run, and the statements that count a table of the star. */
async function counting(sql?: SqlFolder): Promise<{ result: RunResult; counted: readonly string[] }> {
  const counted: string[] = [];
  const result = await scratch.run({ ...(sql && { sql }) }, (warehouse) =>
    disturbed(warehouse, (text, execute) => {
      if (/^select .*count\(\*\) from (?:songplays|users|songs|artists|time)\b/.test(text))
        counted.push(text);
      return execute();
    }),
  );
  expect(result).toMatchObject({ status: "succeeded", error: undefined });
  return { result, counted };
}

const rowsOf = ({ tables }: RunResult) => tables.map(({ name, before, after }) => [name, before, after]);

describe("the rows of tables", () => {
  it("follow from the last record and what statements count: the tables are as long as that says, and nobody counts them", async () => {
    const moved = play({ itemInSession: 900 });
    scratch.write("events/1.json", [moved, play(), play({ userId: "2" })]);
    scratch.write("songs/1.json", [song(), song({ song_id: "SO2", artist_id: "AR2" })]);
    expect((await counting()).counted).toHaveLength(1);
    // A play moves in time, an artist loses his only song, and something is new.
    scratch.write("events/2.json", [{ ...moved, ts: 1541999999999 }, play({ userId: "3" })]);
    scratch.write("songs/2.json", [song({ song_id: "SO2" })]);
    const { result, counted } = await counting();
    expect(counted).toEqual([]);
    const expected = [
      ["artists", 2, 1],
      ["songplays", 3, 4],
      ["songs", 2, 2],
      ["time", 3, 4],
      ["user_levels", 2, 3],
      ["users", 2, 3],
    ];
    expect(rowsOf(result)).toEqual(expected);
    for (const [table = "", , after] of expected)
      expect(await scratch.query(`select count(*) from ${table}`)).toEqual([[String(after)]]);
    expect(
      await scratch.query(
        `select table_name, rows_before, rows_after from etl_tables where run_id = '${result.runId}' order by 1`,
      ),
    ).toEqual(expected.map((row) => row.map(String)));
  });

  it("are counted where the run before is not on record: the record is written behind the COMMIT", async () => {
    scratch.write("events/1.json", [play()]);
    scratch.write("songs/1.json", [song()]);
    await counting();
    scratch.write("events/2.json", [play(), play()]);
    await scratch.run({}, (warehouse) =>
      disturbed(warehouse, async (sql, execute) => {
        if (sql.startsWith("insert into etl_tables"))
          throw new WarehouseError("disk full", { sqlState: "53100" });
        return execute();
      }),
    );
    scratch.write("events/3.json", [play()]);
    const { result, counted } = await counting();
    expect(counted).toHaveLength(1);
    expect(rowsOf(result)).toContainEqual(["songplays", 3, 4]);
  });

  it("are counted with an audit: rows that went by other hands are told no longer", async () => {
    scratch.write("events/1.json", [play(), play()]);
    scratch.write("songs/1.json", [song()]);
    await counting();
    // The plays are of different moments.
    await scratch.query("delete from songplays where start_time = (select max(start_time) from songplays)");
    await scratch.query("delete from time where start_time not in (select start_time from songplays)");
    scratch.write("events/2.json", [play()]);
    const inAWeek = () => new Date(Date.now() + 8 * 86_400_000);
    const result = await scratch.run({ now: inAWeek });
    expect(rowsOf(result)).toContainEqual(["songplays", 1, 2]);
  });

  it("are counted of a table whose rows MERGE changes, once it was written, since nothing tells what that did", async () => {
    const sql = await loadSql(SQL_DIR);
    const merge = parseSqlFile(
      "sql/transform/zz_merge.sql",
      "transform",
      `-- Merges users.\nmerge into users using staging_events on users.user_id = staging_events.userid + 100
when matched then update set level = 'paid' when not matched then insert (user_id) values (staging_events.userid + 100);\n`,
    );
    if ("problems" in merge) throw new Error(JSON.stringify(merge.problems));
    const at = sql.steps.findLastIndex(({ kind }) => kind === "transform") + 1;
    const merging = { ...sql, steps: sql.steps.toSpliced(at, 0, merge.file) };
    scratch.write("events/1.json", [play()]);
    await counting(merging);
    scratch.write("events/2.json", [play({ userId: "7" })]);
    const { result, counted } = await counting(merging);
    expect(counted).toEqual(["select (select count(*) from users)"]);
    expect(rowsOf(result)).toContainEqual(["users", 2, 4]);
  });
});
