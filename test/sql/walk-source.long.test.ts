/** The walk of sql/README.md that brings in a source of one's own, followed on both warehouses. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadSql } from "../../src/job/load-sql.ts";
import { dwh } from "../support/dwh.ts";
import { openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";
import { sourceAt, SQL_DIR } from "../support/sources.ts";

const walk =
  readFileSync(join(SQL_DIR, "README.md"), "utf8").split("## A walk: a source of your own")[1] ?? "";
const files = [...walk.matchAll(/`sql\/([^`]+)`:\n\n```sql\n(.*?)```/gs)].map(
  ([, path = "", content = ""]) => ({
    path,
    content,
  }),
);
const command = /```sh\nnpx dwh (.*?)\n```/s.exec(walk)?.[1] ?? "";

const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const PODCASTS = lines([
  { userId: 1, show: "Deep Sea", episode: "one", seconds: 60.5 },
  { userId: 1, show: "Deep Sea", episode: "two", seconds: 10 },
  { userId: 2, show: "Owls", episode: "one", seconds: 5 },
]);
const EXPECTED = [
  ["1", "Deep Sea", "2", "70.50"],
  ["2", "Owls", "1", "5.00"],
];
const QUESTION = "select user_id, show, play_count, seconds from podcasts order by user_id";

describe("the walk to a source of one's own", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "dwh-walk-"));
    cpSync(SQL_DIR, join(folder, "sql"), { recursive: true });
    for (const { path, content } of files) writeFileSync(join(folder, "sql", path), content);
    for (const [name, text] of [
      ["podcasts", PODCASTS],
      ["log_data", lines([play()])],
      ["song_data", lines([song()])],
    ] as const) {
      mkdirSync(join(folder, "data", name), { recursive: true });
      writeFileSync(join(folder, "data", name, "a.json"), text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is a schema, a staging, a transform and a check file", () => {
    expect(files.map(({ path }) => path.split("/")[0])).toEqual(["schema", "staging", "transform", "checks"]);
  });

  it("loads it on a laptop by the command that it shows, and counts its files", async () => {
    const run = (...args: readonly string[]) =>
      dwh(args, { cwd: folder, env: { DWH_SQL_DIR: join(folder, "sql") } });
    expect(await run(...command.split(" "))).toMatchObject({ code: 0 });
    const { stdout } = await run("query", QUESTION, "--format", "json");
    expect((JSON.parse(stdout) as object[]).map((row) => Object.values(row).map(String))).toMatchObject([
      ["1", "Deep Sea", "2", expect.stringMatching(/^70.50?$/) as string],
      ["2", "Owls", "1", expect.stringMatching(/^5(?:.00)?$/) as string],
    ]);
    const counted = await run(
      "query",
      "select source, count(*) from etl_files group by 1 order by 1",
      "--format",
      "csv",
    );
    expect(counted.stdout.trim().split(/\r?\n/).slice(1)).toEqual(["events,1", "podcast_plays,1", "songs,1"]);
    const help = await run("run", "--help");
    expect(help.stdout).toContain("--podcast-plays-jsonpaths");
  });

  describe("on the production path", () => {
    let production: Production;
    beforeEach(async () => {
      production = await openProduction();
    });
    afterEach(() => production.close());

    it("loads it too, once, and publishes nothing that its check finds", async () => {
      production.lake.write("podcasts/a.json", Buffer.from(PODCASTS));
      production.lake.write("log_data/a.json", Buffer.from(lines([play()])));
      production.lake.write("song_data/a.json", Buffer.from(lines([song()])));
      const given = {
        sql: await loadSql(join(folder, "sql")),
        sources: [
          sourceAt("podcast_plays", "s3://lake/podcasts/"),
          sourceAt("events", "s3://lake/log_data/"),
          sourceAt("songs", "s3://lake/song_data/"),
        ],
      };
      const first = await production.run(given);
      expect(first.error).toBeUndefined();
      expect(first.sources.map(({ name, rowsStaged }) => [name, rowsStaged])).toEqual([
        ["podcast_plays", 3],
        ["events", 1],
        ["songs", 1],
      ]);
      const ask = (sql: string) => production.inside(async (session) => (await session.execute(sql)).rows);
      expect(await ask(QUESTION)).toEqual(EXPECTED);
      expect(await production.run(given)).toMatchObject({ status: "nothing new" });
      production.lake.write("podcasts/b.json", Buffer.from('{"show":"Owls","seconds":1}\n'));
      expect(await production.run(given)).toMatchObject({ status: "check failed", exitCode: 3 });
      expect(await ask(QUESTION)).toEqual(EXPECTED);
    });
  });
});
