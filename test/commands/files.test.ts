/** Where a row came from: the run that wrote it last, and the files of that run. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command } from "../../src/commands/files.ts";
import { fakeContext } from "../support/context.ts";
import { fakeIo } from "../support/fake-io.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

let scratch: Scratch;
const ids: string[] = [];
beforeAll(async () => {
  scratch = openScratch(undefined, { shared: true });
  const run = async (): Promise<void> => {
    const { runId, status } = await scratch.run();
    expect(status).toBe("succeeded");
    ids.push(runId);
  };
  scratch.write("events/1.json", [
    play({ itemInSession: 1, ts: 1_541_000_000_000 }),
    play({ userId: "2", itemInSession: 2, ts: 1_541_000_001_000 }),
  ]);
  scratch.write("songs/0.json", [song({ song_id: "SO0", title: "Never played", artist_id: "AR0" })]);
  await run();
  scratch.write("events/2.json", [play({ userId: "3", itemInSession: 3, ts: 1_541_000_002_000 })]);
  scratch.write("events/3.json", [play({ userId: "4", itemInSession: 4, ts: 1_541_000_003_000 })]);
  await run();
  // A song that comes later changes the plays of it, and a corrected file its play.
  scratch.write("songs/1.json", [song()]);
  await run();
  scratch.write("events/2.json", [
    play({ userId: "3", itemInSession: 3, ts: 1_541_000_002_000, song: "Another" }),
  ]);
  await run();
});
afterAll(() => scratch.remove());

async function files(args: readonly string[], format: "text" | "json" = "text"): Promise<string> {
  const context = fakeContext(
    { flags: { format }, args, io: fakeIo({ width: Number.POSITIVE_INFINITY }) },
    { DWH_WAREHOUSE: join(scratch.folder, "warehouse.duckdb") },
  );
  expect(await command(context)).toBe(0);
  return context.io.out();
}

describe("every row of the star", () => {
  it.each([
    ["songplays", "item_in_session", ["1|2", "2|2", "3|3", "4|2"]],
    ["users", "user_id", ["1|0", "2|0", "3|3", "4|1"]],
    ["songs", "song_id", ["SO0|0", "SO1|2"]],
    ["artists", "artist_id", ["AR0|0", "AR1|2"]],
    ["time", "second", ["20|0", "21|0", "22|1", "23|1"]],
  ])("of %s knows the run that wrote it last", async (table, key, wanted) => {
    const column = key === "second" ? "extract(second from start_time)" : key;
    const rows = await scratch.query(`select cast(${column} as varchar), run_id from ${table} order by 1`);
    expect(rows.map(([value, run]) => `${value}|${ids.indexOf(run ?? "")}`)).toEqual(wanted);
  });
});

describe("dwh files", () => {
  it("tells the run of a row, and the files that it brought", async () => {
    expect(await files(["users", "user_id = 4"])).toMatch(
      new RegExp(
        String.raw`^1 row of users, last written by 1 run\n1 row by run ${ids[1]}, which began \d{4}-.* UTC, from one of these 2 files, or several:\n  events: .*2\.json\n  events: .*3\.json\n$`,
      ),
    );
  });

  it("tells of several runs, the newest first, and of the sources alone that the table is made from", async () => {
    const {
      rows,
      run_count: count,
      origins,
    } = JSON.parse(await files(["songplays"], "json")) as {
      rows: number;
      run_count: number;
      origins: { run_id: string; rows: number; files: { url: string }[] }[];
    };
    expect({ rows, count }).toEqual({ rows: 4, count: 2 });
    expect(origins.map((one) => [one.run_id, one.rows, one.files.length])).toEqual([
      [ids[3], 1, 1],
      [ids[2], 3, 1],
    ]);
    expect(await files(["artists"])).toContain(`run ${ids[2]}`);
    expect(await files(["Time", "start_time < '2018-10-31 15:33:21'"])).toContain(`run ${ids[0]}`);
    expect(await files(["users", "user_id = 1"])).not.toContain("songs:");
  });

  it("tells of a staging table the newest run with files of its source, and of none where no row is meant", async () => {
    expect(await files(["staging_events"])).toMatch(
      new RegExp(
        String.raw`^1 row of .*\n1 row by run ${ids[3]}, .* from this file:\n  events: .*2\.json\n$`,
      ),
    );
    expect(await files(["users", "user_id = 99"])).toBe("no row of users meets the condition\n");
  });

  it("says so of rows that are older than the column, and of files that the ledger forgot", async () => {
    await scratch.query("insert into users (user_id) values (77)");
    expect(await files(["users", "user_id = 77"])).toContain(
      "1 row that no run has written since rows name their run\n",
    );
    await scratch.query("insert into users (user_id, run_id) values (78, 'gone')");
    expect(await files(["users", "user_id = 78"])).toContain(
      "1 row by run gone: none of its files is in the ledger\n",
    );
    await scratch.query("delete from users where user_id in (77, 78)");
  });

  it("refuses what is no table of sql/schema, no condition, or more than one", async () => {
    await expect(files(["user"])).rejects.toMatchObject({
      exitCode: 2,
      next: expect.stringContaining("did you mean users?") as string,
    });
    await expect(files(["etl_lock"])).rejects.toMatchObject({
      message: "the rows of etl_lock do not name the run that wrote them",
    });
    await expect(files(["users", "user_id ="])).rejects.toMatchObject({
      message: expect.stringContaining("this is not a condition") as string,
    });
    await expect(files(["users", "true); delete from users where (true"])).rejects.toMatchObject({
      message: "this is not a condition: it is more than one statement",
    });
    expect(await scratch.query("select count(*) from users")).toEqual([["4"]]);
  });
});
