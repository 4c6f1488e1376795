import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DwhError } from "../../src/errors.ts";
import { dwh } from "../support/dwh.ts";
import { play } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

describe("SQL files that do not fit", () => {
  let scratch: Scratch;
  let sql: string;
  beforeEach(() => {
    scratch = openScratch(undefined, { shared: true });
    // A source without a file is an error, which is not what is looked at here.
    for (const source of ["events", "songs"]) scratch.write(`${source}/none.json`, "");
    sql = mkdtempSync(join(tmpdir(), "dwh-sql-"));
    cpSync(SQL_DIR, sql, { recursive: true });
  });
  afterEach(() => {
    rmSync(sql, { recursive: true });
    scratch.remove();
  });

  const plan = (): ReturnType<typeof dwh> =>
    dwh([
      "plan",
      "--events",
      join(scratch.folder, "events"),
      "--songs",
      join(scratch.folder, "songs"),
      "--warehouse",
      join(scratch.folder, "w.duckdb"),
      "--sql-dir",
      sql,
    ]);

  it.each([
    ["a text without its end", "select 'open from users;", "sql/transform/new.sql:2:8"],
    ["a word that begins no statement", "selct 1;", "sql/transform/new.sql:2:1"],
    [
      "a bracket without its other half",
      "delete from users where (user_id = 1;",
      "sql/transform/new.sql:2:37",
    ],
    ["a misspelt word", "delete from users wheer user_id = 1;", "sql/transform/new.sql:2:25"],
    ["an unknown variable", "delete from users where user_id = :nobody;", "sql/transform/new.sql:2:35"],
    [
      "a clause that Redshift refuses",
      "insert into users (user_id) values (1) on conflict do nothing;",
      "sql/transform/new.sql:2:40",
    ],
    ["TRUNCATE, which would commit", "truncate users;", "sql/transform/new.sql:2:1"],
  ])("because of %s are told with file, line and column", async (_, text, place) => {
    writeFileSync(join(sql, "transform/new.sql"), `-- Is new.\n${text}\n`);
    const { code, stderr } = await plan();
    expect(code).toBe(2);
    expect(stderr).toContain(place);
  });

  it.each([
    [
      "a column that is not there",
      "delete from users where nope = 1;",
      'column "nope" does not exist',
      ":2:25",
    ],
    ["a table that is not there", "insert into nowhere select 1;", 'relation "nowhere" does not exist', ":2"],
    ["a table to read that is not there", "delete from users using nowhere where true;", "nowhere", ":2:25"],
    ["a function that is not there", "delete from users where frob(1) = 1;", "frob(integer)", ":2:25"],
    ["a statement that is not supported", "call fix();", "CALL", ":2:1"],
    ["a division by zero", "insert into users (user_id) select 1 / 0;", "division by zero", ":2"],
  ])(
    "because of %s fail in their step, with their place, and nothing is changed",
    async (_, text, says, place) => {
      writeFileSync(join(sql, "transform/new.sql"), `-- Is new.\n${text}\n`);
      const own = openScratch(sql, { shared: true });
      own.write("events/a.json", [play()]);
      const result = await own.run();
      const error = result.error as DwhError;
      expect(result).toMatchObject({ exitCode: 1, status: "failed" });
      expect(error.message).toContain(says);
      expect(error.where).toBe(`sql/transform/new.sql${place}`);
      expect(error.next).toBeTruthy();
      expect(await own.query("select count(*) from etl_files")).toEqual([["0"]]);
      own.remove();
    },
  );

  it("because they wait for each other in a circle name every file of it", async () => {
    writeFileSync(join(sql, "transform/a.sql"), "-- Is new.\ninsert into x select 1 from y;\n");
    writeFileSync(join(sql, "transform/b.sql"), "-- Is new.\ninsert into y select 1 from x;\n");
    const { code, stderr } = await plan();
    expect(code).toBe(2);
    expect(stderr).toContain("sql/transform/a.sql");
    expect(stderr).toContain("sql/transform/b.sql");
  });

  it("because a new check finds rows end in exit code 3, with these rows", async () => {
    writeFileSync(join(sql, "checks/new.sql"), "-- Always finds something.\nselect title from songplays;\n");
    scratch.write(
      "events/a.json",
      Array.from({ length: 25 }, (_, index) => play({ song: `Song ${index}` })),
    );
    const result = await dwh([
      "run",
      "--format",
      "text",
      "--events",
      join(scratch.folder, "events"),
      "--songs",
      join(scratch.folder, "songs"),
      "--warehouse",
      join(scratch.folder, "w.duckdb"),
      "--sql-dir",
      sql,
    ]);
    expect(result.code).toBe(3);
    expect(result.stdout).toContain("25 failing rows; the first 20");
    expect(result.stdout.match(/Song \d+/g)).toHaveLength(20);
    const count = await dwh([
      "query",
      "--warehouse",
      join(scratch.folder, "w.duckdb"),
      "--format",
      "json",
      "select count(*) as n from etl_files",
    ]);
    expect(JSON.parse(count.stdout)).toEqual([{ n: 0 }]);
  });
});
