/** What a run leaves out since nothing that it reads is new, and what it may not leave out. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadSql } from "../../src/job/load-sql.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import type { RunResult } from "../../src/records/result.ts";
import { renderRunSummary } from "../../src/terminal/run-summary.ts";
import { disturbed } from "../support/disturbed.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";
import { WAYS } from "../support/ways.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
});
afterEach(() => scratch.remove());

const skippedIn = ({ steps }: RunResult): readonly string[] =>
  steps
    // Audits have a clock of their own, and so have the checks whose audit is due.
    .filter(({ kind, note }) => note !== undefined && kind !== "audit" && !note.startsWith("its audit"))
    .map(({ kind, name }) => `${kind} ${name}`)
    .sort();

const OF_SONGS = [
  "check new_artists__artist_id__unique",
  "check new_artists__song__known",
  "check new_songs__artist_id__known",
  "check new_songs__song_id__unique",
  "check songs__nothing_lost",
  "stage staging_songs",
  "transform artists",
  "transform songs",
];

/** Both sources loaded by a run of their own. */
async function begun(): Promise<void> {
  scratch.write("events/1.json", [play()]);
  scratch.write("songs/1.json", [song()]);
  expect(skippedIn(await scratch.run())).toEqual([]);
}

/** The SQL that ships, with one file of another text. */
async function withFixed(path: string): Promise<SqlFolder> {
  const sql = await loadSql(SQL_DIR);
  const steps = sql.steps.map((file) =>
    file.path.endsWith(path) ? { ...file, text: `${file.text}-- fixed\n` } : file,
  );
  return { ...sql, steps };
}

describe("a run with news of one source", () => {
  it("skips what reads nothing new, and says why in result, events, record and summary", async () => {
    await begun();
    scratch.write("events/2.json", [play()]);
    const statements: string[] = [];
    const result = await scratch.run({}, (warehouse) =>
      disturbed(warehouse, (sql, execute) => {
        statements.push(sql);
        return execute();
      }),
    );
    expect(result).toMatchObject({ status: "succeeded", error: undefined });
    expect(skippedIn(result)).toEqual(OF_SONGS);
    expect(statements.filter((sql) => /latest_songs|latest_artists/.test(sql))).toEqual([]);
    const note = "nothing new in staging_songs";
    const songs = { name: "songs", kind: "transform", status: "skipped", note };
    expect(result.steps).toContainEqual(expect.objectContaining(songs));
    expect(result.events).toContainEqual(
      expect.objectContaining({ type: "step finished", result: expect.objectContaining(songs) as unknown }),
    );
    expect(
      await scratch.query("select status, note from etl_steps where note is not null and step = 'songs'"),
    ).toEqual([["skipped", note]]);
    expect(renderRunSummary(result, 100, WAYS)).toContain(`skipped: ${note}: transform songs\n`);
  });

  it("skips users where only songs came", async () => {
    await begun();
    scratch.write("songs/2.json", [song()]);
    const skipped = skippedIn(await scratch.run());
    expect(skipped).toContain("transform users");
    expect(skipped).toContain("check users__nobody_lost");
    expect(skipped).not.toContain("transform artists");
  });

  it("does all that it left out again after a run that was rolled back", async () => {
    await begun();
    scratch.write("songs/2.json", [song()]);
    const broken = await scratch.run({}, (warehouse) =>
      disturbed(warehouse, async (sql, execute) => {
        if (sql === "commit") throw new Error("no");
        return execute();
      }),
    );
    expect(broken.status).toBe("failed");
    expect(skippedIn(await scratch.run())).not.toContain("transform songs");
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["3"]]);
  });

  it("runs a step once after its file became another, and what reads the table only if it wrote any rows", async () => {
    await begun();
    const sql = await withFixed("transform/songs.sql");
    scratch.write("events/2.json", [play()]);
    const skipped = skippedIn(await scratch.run({ sql }));
    expect(skipped).toEqual(OF_SONGS.filter((name) => name !== "transform songs"));
    scratch.write("events/3.json", [play()]);
    expect(skippedIn(await scratch.run({ sql }))).toEqual(OF_SONGS);
  });

  it("goes on in a warehouse whose own tables are of an earlier version", async () => {
    await begun();
    await scratch.query("drop table etl_sql");
    await scratch.query("alter table etl_steps drop column note");
    scratch.write("events/2.json", [play()]);
    expect(skippedIn(await scratch.run())).toEqual([]);
    scratch.write("events/3.json", [play()]);
    expect(skippedIn(await scratch.run())).toEqual(OF_SONGS);
    expect(
      await scratch.query(
        "select count(*) from etl_steps where kind <> 'audit' and note not like 'its audit%'",
      ),
    ).toEqual([[String(OF_SONGS.length)]]);
  });

  it("skips nothing where the folder of SQL does not declare what the digests are kept in", async () => {
    const sql = await loadSql(SQL_DIR);
    const older = { ...sql, steps: sql.steps.filter(({ name }) => name !== "etl_sql") };
    for (const number of [1, 2]) {
      scratch.write(`events/${number}.json`, [play()]);
      const result = await scratch.run({ sql: older });
      expect(result).toMatchObject({ status: "succeeded", error: undefined });
      expect(skippedIn(result)).toEqual([]);
    }
  });
});
