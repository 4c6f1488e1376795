/** Options of a COPY that change values: what they changed is on record. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadSql } from "../../src/job/load-sql.ts";
import { sayChanged } from "../../src/records/say-changed.ts";
import type { ChangedValues, RunEvent } from "../../src/records/result.ts";
import { openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

/** A row as bytes, with one that is no UTF-8 in the place of each `@`. */
const broken = (...rows: readonly object[]): Buffer =>
  Buffer.from(
    rows
      .map((row) => `${JSON.stringify(row)}\n`)
      .join("")
      .replaceAll("@", "\xff"),
    "latin1",
  );
const KEPT =
  "select kind, name, row_count, right(url, 6) from etl_columns where kind in ('replaced', 'cut') order by kind, name, url";

/** The SQL that ships, with options of the COPY of the events. */
function sqlWith(scratch: Scratch, options: string): string {
  const sqlDir = join(scratch.folder, "sql");
  cpSync(SQL_DIR, sqlDir, { recursive: true });
  const file = join(sqlDir, "staging/staging_events.sql");
  writeFileSync(file, readFileSync(file, "utf8").replace("\ntrimblanks\n", `\ntrimblanks\n${options}\n`));
  return sqlDir;
}

describe("values that the options of a COPY change", () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = openScratch();
    scratch.write("songs/1.json", [song()]);
  });
  afterEach(() => scratch.remove());
  const run = async (options: string) => scratch.run({ sql: await loadSql(sqlWith(scratch, options)) });
  const warned = (events: readonly RunEvent[]): readonly string[] =>
    events.flatMap((event) => (event.type === "warning" ? [event.message] : []));

  it("is on record by file and column, where characters were replaced", async () => {
    scratch.write(
      "events/1.json",
      broken(play({ userAgent: "a@b" }), play(), play({ userAgent: "@", location: "@" })),
    );
    scratch.write("events/2.json", broken(play({ song: "@@" })));
    const result = await run("acceptinvchars as '^'");
    expect(result.error).toBeUndefined();
    expect(
      await scratch.query("select useragent from staging_events where useragent like '%^%' order by 1"),
    ).toEqual([["^"], ["a^b"]]);
    expect(
      result.changed?.map(({ source, kind, column, url, rows }) => [
        source,
        kind,
        column,
        url?.slice(-6),
        rows,
      ]),
    ).toEqual([
      ["events", "replaced", "useragent", "1.json", 1],
      ["events", "replaced", "location", "1.json", 1],
      ["events", "replaced", "song", "2.json", 1],
    ]);
    expect(await scratch.query(KEPT)).toEqual([
      ["replaced", "location", "1", "1.json"],
      ["replaced", "song", "1", "2.json"],
      ["replaced", "useragent", "1", "1.json"],
    ]);
    const told = expect.stringContaining(
      "events: characters that are not UTF-8 were replaced in 3 rows (ACCEPTINVCHARS): useragent of",
    );
    expect(warned(result.events)).toContainEqual(told);
    expect(await scratch.query("select error from etl_runs")).toEqual([[told]]);
  });

  it("says that nothing was changed by saying nothing", async () => {
    scratch.write("events/1.json", [play({ userAgent: "é" })]);
    const result = await run("acceptinvchars truncatecolumns");
    expect(result.changed).toEqual([]);
    expect(warned(result.events)).toEqual([]);
    expect(await scratch.query("select error from etl_runs")).toEqual([[null]]);
  });

  it("tells of values that fill their column, which may have been cut", async () => {
    // 16 bytes; é has two, so that of 15 x and one é the é goes, and 15 are left.
    const rows = [
      play({ method: "x".repeat(99) }),
      play({ method: `${"x".repeat(15)}é` }),
      play({ method: "x".repeat(12) }),
    ];
    scratch.write("events/1.json", rows);
    const result = await run("truncatecolumns");
    expect(result.error).toBeUndefined();
    expect(await scratch.query(KEPT)).toEqual([["cut", "method", "2", null]]);
    expect(warned(result.events)).toEqual([
      "events: values fill their column completely and may have been cut (TRUNCATECOLUMNS); the warehouse does not say which: method (2 rows)",
    ]);
  });

  it("takes formats of moments as any option", async () => {
    const at = "11/30/2018 10:00";
    scratch.write("events/1.json", [play({ ts: at })]);
    const sql = sqlWith(scratch, "acceptanydate");
    const file = join(sql, "staging/staging_events.sql");
    writeFileSync(file, readFileSync(file, "utf8").replace("'epochmillisecs'", "'MM/DD/YYYY HH:MI'"));
    const result = await scratch.run({ sql: await loadSql(sql) });
    expect(result.error).toBeUndefined();
    expect(await scratch.query("select ts from staging_events")).toEqual([["2018-11-30 10:00:00"]]);
  });
});

describe("values that Redshift changes", () => {
  let production: Production;
  let scratch: Scratch;
  beforeAll(async () => {
    production = await openProduction();
    scratch = openScratch();
  });
  afterAll(async () => {
    scratch.remove();
    await production.close();
  });

  it("is told of by its message and its view, behind packs and beyond the hundred rows that it lists", async () => {
    const rows = Array.from({ length: 102 }, () => play({ userAgent: "@" }));
    production.lake.write("log_data/1.json", broken(...rows.slice(0, 2)));
    production.lake.write("log_data/2.json", broken(...rows.slice(2)));
    production.lake.write("song_data/1.json", broken(song()));
    const result = await production.run({ sql: await loadSql(sqlWith(scratch, "acceptinvchars")) });
    expect(result.error).toBeUndefined();
    expect(result.changed).toEqual([
      { source: "events", kind: "replaced", column: "useragent", url: "s3://lake/log_data/1.json", rows: 2 },
      { source: "events", kind: "replaced", column: "useragent", url: "s3://lake/log_data/2.json", rows: 98 },
      { source: "events", kind: "replaced", column: undefined, url: undefined, rows: 2 },
    ]);
  });
});

describe("what is said of changed values", () => {
  const one = (over: Partial<ChangedValues>): ChangedValues => ({
    source: "events",
    kind: "replaced",
    column: "song",
    url: "/a.json",
    rows: 1,
    ...over,
  });
  it.each<[readonly ChangedValues[], readonly string[]]>([
    [[], []],
    [
      [one({ rows: 2 }), one({ column: undefined, url: undefined, rows: 5 })],
      ["events: characters that are not UTF-8 were replaced in 7 rows (ACCEPTINVCHARS): song of /a.json (2)"],
    ],
    [
      [one({ column: undefined, url: undefined })],
      [
        "events: characters that are not UTF-8 were replaced in 1 row (ACCEPTINVCHARS): the warehouse does not say where",
      ],
    ],
  ])("%j", (changed, said) => {
    expect(sayChanged(changed)).toEqual(said);
  });
});
