/** The keys of the files held against the columns of their table: what a run tells of both, and when it refuses. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readDeclaredSources } from "../../src/job/declared-sources.ts";
import { runMetrics } from "../../src/job/metrics.ts";
import { renderColumns } from "../../src/report/section-columns.ts";
import { renderRunSummary } from "../../src/terminal/run-summary.ts";
import { findSource } from "../../src/sources/find-source.ts";
import { textOf } from "../report/markup.ts";
import { play, song } from "../support/records.ts";
import { WAYS } from "../support/ways.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { sourceAt, SQL_DIR } from "../support/sources.ts";

/** A row with a key by another name. */
const renamed = (row: Readonly<Record<string, unknown>>, from: string, to: string): object =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key === from ? to : key, value]));
const COLUMNS =
  "select source, kind, name, required, row_count, rows_looked_at, rows_loaded from etl_columns order by kind, name";

describe("a run", () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = openScratch();
    scratch.write("songs/a.json", [song()]);
  });
  afterEach(() => scratch.remove());

  it("has nothing to tell where keys and columns meet", async () => {
    scratch.write("events/a.json", [play(), play()]);
    const result = await scratch.run();
    expect(result).toMatchObject({ status: "succeeded" });
    expect(result.columns.map(({ source, untaken, unfilled }) => [source, untaken, unfilled])).toEqual([
      ["events", [], []],
      ["songs", [], []],
    ]);
    expect(renderRunSummary(result, 100, WAYS)).not.toContain("no key fills");
    expect(await scratch.query(COLUMNS)).toEqual([]);
  });

  it("tells keys that no column takes, with their rows and the first file, in result, summary, record and metrics", async () => {
    scratch.write("events/a.json", [play()]);
    scratch.write("events/b.json", [play({ mood: "glad" }), play({ mood: "sad", device: "phone" })]);
    const result = await scratch.run();
    expect(result).toMatchObject({ status: "succeeded", exitCode: 0 });
    const url = `${scratch.folder}/events/b.json`;
    expect(result.columns[0]).toMatchObject({
      looked: { files: 2, ofFiles: 2, rows: 3, whole: true },
      untaken: [
        { key: "device", rows: 1, url },
        { key: "mood", rows: 2, url },
      ],
    });
    const summary = renderRunSummary(result, 100, WAYS);
    expect(summary).toContain("keys of events that no column takes (all 3 rows):\n");
    expect(summary).toContain(`  mood: in 2 of 3 rows, first in ${url}\n`);
    expect(await scratch.query(COLUMNS)).toEqual([
      ["events", "key", "device", "0", "1", "3", "3"],
      ["events", "key", "mood", "0", "2", "3", "3"],
    ]);
    const metrics = runMetrics(result, { environment: "e", pipeline: "p" });
    expect(metrics).toContainEqual(expect.objectContaining({ name: "KeysUntaken", value: 2 }));
    expect(metrics).toContainEqual(expect.objectContaining({ name: "ColumnsUnfilled", value: 0 }));
  });

  it("tells a column that no key fills, and goes on where nobody requires it", async () => {
    scratch.write("events/a.json", [renamed(play(), "userAgent", "agent")]);
    const result = await scratch.run();
    expect(result).toMatchObject({ status: "succeeded" });
    expect(result.columns[0]).toMatchObject({
      rows: 1,
      untaken: [{ key: "agent", rows: 1 }],
      unfilled: [{ column: "useragent", required: false }],
    });
    expect(renderRunSummary(result, 100, WAYS)).toMatch(
      /columns of events that no key fills, empty in all 1 row \(.*a\.json …\):\n {2}useragent/,
    );
    expect(await scratch.query(COLUMNS)).toContainEqual([
      "events",
      "column",
      "useragent",
      "0",
      "0",
      "1",
      "1",
    ]);
  });

  it("is stopped by a key that was renamed upstream, publishes nothing, and loads the files once they are fixed", async () => {
    scratch.write("events/a.json", [play()]);
    expect(await scratch.run()).toMatchObject({ status: "succeeded" });
    const before = await scratch.star();
    scratch.write("events/b.json", [
      renamed(play(), "userId", "user_id"),
      renamed(play(), "userId", "user_id"),
    ]);
    const result = await scratch.run();
    expect(result).toMatchObject({ status: "check failed", exitCode: 3 });
    expect(result.error).toMatchObject({
      message: "no key fills the required column userid of staging_events: empty in all 2 rows of the load",
      where: `sql/staging/staging_events.sql, ${scratch.folder}/events/b.json`,
      next: expect.stringMatching(
        /^no column takes the keys user_id \(2\) of the 2 rows looked at; should user_id fill userid\? /,
      ) as string,
    });
    expect(result.columns).toMatchObject([
      { source: "events", unfilled: [{ column: "userid", required: true }] },
    ]);
    expect(result.steps.find(({ kind }) => kind === "stage")).toMatchObject({
      status: "failed",
      rows: 2,
    });
    expect(await scratch.star()).toEqual(before);
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["2"]]);
    expect(await scratch.query("select status, exit_code from etl_runs order by started_at")).toEqual([
      ["succeeded", "0"],
      ["check failed", "3"],
    ]);
    expect(await scratch.query(COLUMNS)).toEqual([
      ["events", "column", "userid", "1", "0", "2", "2"],
      ["events", "key", "user_id", "0", "2", "2", "2"],
    ]);
    scratch.write("events/b.json", [play(), play()]);
    expect(await scratch.run()).toMatchObject({ status: "succeeded" });
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["3"]]);
  });

  it("is stopped by a JSONPaths file that was forgotten, and goes on with it", async () => {
    const keys = Object.keys(play());
    const short = (row: object): object =>
      Object.fromEntries(Object.values(row).map((value, at) => [`c${at}`, value as unknown]));
    scratch.write("events/a.json", [short(play())]);
    const without = await scratch.run();
    expect(without).toMatchObject({ status: "check failed", exitCode: 3 });
    expect(String(without.error)).toContain("no key fills the required columns artist, iteminsession,");
    expect(without.columns[0]?.untaken).toHaveLength(keys.length);
    const order = [...keys].sort((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
    const jsonpaths = scratch.write(
      "paths.json",
      JSON.stringify({ jsonpaths: order.map((key) => `$.c${keys.indexOf(key)}`) }),
    );
    const sources = [sourceAt("events", `${scratch.folder}/events/`, jsonpaths)];
    const result = await scratch.run({ sources });
    expect(result).toMatchObject({ status: "succeeded", error: undefined });
    expect(result.columns[0]).toMatchObject({ untaken: [], unfilled: [] });
  });

  it("follows the paths of a JSONPaths file to what is nested, and tells the keys beside them", async () => {
    const keys = Object.keys(play()).sort((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
    const paths = keys.map((key) => (key === "userId" ? "$['user']['id']" : `$['${key}']`));
    const jsonpaths = scratch.write("paths.json", JSON.stringify({ jsonpaths: paths }));
    const sources = [sourceAt("events", `${scratch.folder}/events/`, jsonpaths)];
    scratch.write("events/a.json", [{ ...play(), user: { id: "1", age: 7 } }]);
    const result = await scratch.run({ sources });
    expect(result.columns[0]).toMatchObject({ untaken: [{ key: "userId", rows: 1 }], unfilled: [] });
    scratch.write("events/b.json", [{ ...play(), user: { uid: "1" } }]);
    expect(await scratch.run({ sources })).toMatchObject({
      exitCode: 3,
      columns: [{ unfilled: [{ column: "userid", required: true }] }],
    });
  });

  it("takes a key that is there and holds nothing for no fault where the header asks about plays: an hour may be without plays and users", async () => {
    const idle = { page: "Home", song: null, artist: null, length: null, userId: "" };
    scratch.write("events/a.json", [play(idle), play(idle)]);
    const result = await scratch.run();
    expect(result).toMatchObject({ status: "succeeded" });
    expect(result.columns[0]).toMatchObject({ asked: { rows: 0, where: "page = 'NextSong'" }, unfilled: [] });
  });

  it("is stopped by a required column that holds nothing in all rows that are asked about, though its key is there", async () => {
    const nobody = { userId: "" };
    scratch.write("events/a.json", [play(nobody), play(nobody), play({ page: "Home", userId: "7" })]);
    const result = await scratch.run();
    expect(result).toMatchObject({ status: "check failed", exitCode: 3 });
    expect(result.error).toMatchObject({
      message:
        "nothing fills the required column userid of staging_events: empty in all 2 rows of the load where page = 'NextSong'",
      next: "nothing was published, and the files are loaded by the next run: fix the files, whose keys exist but are empty, or remove the columns from -- required",
    });
    expect(renderRunSummary(result, 100, WAYS)).toContain(
      "required columns of events whose keys hold nothing in all 2 rows where page = 'NextSong':\n  userid\n",
    );
    expect(await scratch.query(COLUMNS)).toEqual([["events", "column", "userid", "1", "0", "3", "3"]]);
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
    scratch.write("events/b.json", [play()]);
    expect(await scratch.run()).toMatchObject({ status: "succeeded" });
  });

  it("is stopped by one that holds nothing in all rows of the load, where the header has no condition", async () => {
    scratch.write("songs/a.json", [song({ title: "" }), song({ title: null })]);
    expect(await scratch.run()).toMatchObject({
      exitCode: 3,
      error: {
        message: "nothing fills the required column title of staging_songs: empty in all 2 rows of the load",
      },
    });
  });

  it("has nothing to hold a column against where no row was loaded", async () => {
    scratch.write("events/a.json", "\n");
    expect(await scratch.run()).toMatchObject({ status: "succeeded" });
  });

  it("looks at the first rows of a large file and of some of many, and says that it is a sample", async () => {
    const many = Array.from({ length: 400 }, () => play());
    scratch.write("events/large.json", [play({ first: 1 }), ...many, play({ last: 1 })]);
    for (let at = 0; at < 100; at += 1)
      scratch.write(`songs/${at}.json`, [song({ song_id: `SO${at}`, tag: at })]);
    const { columns, ...result } = await scratch.run();
    expect(columns[0]?.looked).toMatchObject({ files: 1, ofFiles: 1, whole: false });
    expect(columns[0]?.looked.rows).toBeLessThan(300);
    expect(columns[0]?.untaken.map(({ key }) => key)).toEqual(["first"]);
    expect(columns[1]).toMatchObject({
      looked: { files: 40, ofFiles: 101, rows: 40, whole: false },
      untaken: [{ key: "tag" }],
    });
    expect(renderRunSummary({ ...result, columns }, 100, WAYS)).toContain(
      "keys of songs that no column takes (a sample: the first rows of 40 of 101 files):",
    );
  });

  it("looks into compressed files too", async () => {
    const lines = Buffer.from(`${JSON.stringify(renamed(play(), "userId", "user_id"))}\n`.repeat(3000));
    scratch.write("events/a.json.gz", gzipSync(lines));
    const result = await scratch.run();
    expect(result).toMatchObject({ exitCode: 3 });
    expect(result.columns[0]).toMatchObject({
      rows: 3000,
      looked: { files: 1, whole: false },
      untaken: [{ key: "user_id" }],
    });
  });

  it("is stopped by a required column that no field of a CSV file fills, and tells of no other one", async () => {
    const sql = `${scratch.folder}/sql`;
    for (const folder of ["schema", "staging", "transform", "checks", "analyses"])
      scratch.write(`sql/${folder}/.keep`, "");
    for (const table of ["files", "lock", "rejects", "runs", "steps", "columns", "tables"])
      scratch.write(`sql/schema/etl_${table}.sql`, readFileSync(`${SQL_DIR}/schema/etl_${table}.sql`));
    scratch.write(
      "sql/schema/staging_shows.sql",
      "-- Shows.\ndrop table if exists staging_shows;\n\ncreate table staging_shows (title varchar(9), host varchar(9), town varchar(9));\n",
    );
    scratch.write(
      "sql/staging/staging_shows.sql",
      "-- Loads shows.\n-- source: shows\n-- required: title, host\ncopy staging_shows from :'manifest' iam_role :copy_role manifest csv :compression maxerror :max_errors;\n",
    );
    const own = openScratch(sql);
    const [declaration] = await readDeclaredSources(sql);
    if (declaration === undefined) throw new Error("no source");
    const source = findSource({ declaration, locations: [`${own.folder}/events`], jsonpaths: undefined });
    own.write("events/a.csv", "One,,\nTwo,,\n");
    const refused = await own.run({ sources: [source] });
    expect(refused).toMatchObject({
      exitCode: 3,
      columns: [{ looked: { files: 0 }, unfilled: [{ column: "host" }] }],
    });
    expect(String(refused.error)).toContain(
      "nothing fills the required column host of staging_shows: empty in all 2 rows of the load",
    );
    expect(refused.error).toMatchObject({ next: expect.not.stringMatching(/key|JSON/) as string });
    expect(refused.error).toMatchObject({ next: expect.stringContaining("fields of the files") as string });
    own.write("events/a.csv", "One,Ann,\nTwo,,\n");
    expect(await own.run({ sources: [source] })).toMatchObject({
      status: "succeeded",
      columns: [{ unfilled: [] }],
    });
    own.remove();
  });

  it("leaves its record, whole and once, in a warehouse of 0.1.0 behind the statements of the runbook", async () => {
    scratch.write("events/a.json", [play()]);
    await scratch.run();
    // As that version declared them: it had no such tables, and counted plays alone.
    for (const table of ["etl_columns", "etl_tables", "etl_lock"]) await scratch.query(`drop table ${table}`);
    await scratch.query("alter table etl_runs add primary key (run_id)");
    await scratch.query("alter table etl_steps add primary key (run_id, position)");
    await scratch.query("alter table etl_runs drop column rows_added");
    await scratch.query("alter table etl_runs add column plays_added bigint encode az64");
    const [, section = ""] = readFileSync("docs/runbook.md", "utf8").split(
      "# From one version to the next\n",
    );
    for (const [, statement = ""] of section.matchAll(/^(alter table .*);$/gm))
      await scratch.query(statement);
    scratch.write("events/b.json", [play({ mood: "glad" })]);
    const result = await scratch.run();
    expect(result).toMatchObject({ status: "succeeded" });
    expect(result.events.filter(({ type }) => type === "warning")).toEqual([]);
    expect(await scratch.query(COLUMNS)).toEqual([["events", "key", "mood", "0", "1", "1", "1"]]);
    expect(await scratch.query("select rows_added from etl_runs order by started_at")).toEqual([
      [null],
      [String(result.tables.reduce((sum, { before, after }) => sum + after - before, 0))],
    ]);
    expect(await scratch.query("select count(*) from etl_tables")).toEqual([[String(result.tables.length)]]);
    expect(
      await scratch.query(
        `select count(distinct position), count(*) - count(distinct position) from etl_steps where run_id = '${result.runId}'`,
      ),
    ).toEqual([[String(result.steps.length), "0"]]);
  });
});

describe("the page", () => {
  const row = {
    source: "events",
    isKey: true,
    name: "mood",
    required: false,
    rows: 2,
    looked: 3,
    loaded: 3,
    url: "/e/b.json",
  };
  const read = (...rows: readonly Partial<typeof row>[]): string =>
    textOf(renderColumns(rows.map((one) => ({ ...row, ...one })))?.markup ?? "");

  it("has nothing on keys and columns that meet", () => {
    expect(renderColumns([])).toBeUndefined();
  });

  it("shows those that do not, with rows and a file each, and says where it is a sample", () => {
    const all = read({}, { isKey: false, name: "userid", required: true, rows: 0 });
    expect(all).toContain("keys were looked for in all rows");
    expect(all).toMatch(/events\s+key without a column\s+mood\s+2\s+3\s+\/e\/b\.json/);
    expect(all).toMatch(/events\s+required column that nothing fills\s+userid\s+0/);
    expect(read({ loaded: 4000 })).toContain(
      "a sample, the first rows of some of the files (of events 3 of 4,000 rows)",
    );
  });
});
