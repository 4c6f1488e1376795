import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError, SqlFilesError } from "../../src/errors.ts";
import { readDeclaredSources } from "../../src/job/declared-sources.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { failure } from "../support/failure.ts";
import { SQL_DIR } from "../support/sources.ts";

describe("the SQL files of a warehouse", () => {
  let scratch = "";
  let sql = "";
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "dwh-sql-"));
    sql = join(scratch, "sql");
    cpSync(SQL_DIR, sql, { recursive: true });
  });
  afterEach(() => rmSync(scratch, { recursive: true }));

  const put = (path: string, text = "select 1 as one;\n"): void => {
    mkdirSync(join(sql, path, ".."), { recursive: true });
    writeFileSync(join(sql, path), text);
  };

  it("are an error where no run would read them, all at once and beside what is wrong inside of others", async () => {
    put("transform/old/users.sql");
    put("transforms/users.sql");
    put("checks/users.sql.bak");
    put("analyses/broken.sql", "-- Asks.\nselct 1;\n");
    const error = await failure(loadSql(sql));
    expect(error).toBeInstanceOf(SqlFilesError);
    expect(error.message).toMatch(/^4 problems in the SQL files:/);
    for (const start of [
      "sql/transforms: sql/ has no such folder",
      "sql/transform/old: folders of sql/ have no subfolders",
      "sql/checks/users.sql.bak: the name does not end in .sql",
      "sql/analyses/broken.sql:2:1: ",
    ])
      expect(error.message).toContain(`\n  ${start}`);
  });

  it("are the same with what the system leaves in folders, and where they are links", async () => {
    const before = await loadSql(sql);
    put(".DS_Store", "\0");
    put("transform/._users.sql", "\0\0");
    put("checks/.gitkeep", "");
    renameSync(join(sql, "transform"), join(scratch, "elsewhere"));
    symlinkSync(join(scratch, "elsewhere"), join(sql, "transform"));
    renameSync(join(sql, "checks/songs__nothing_lost.sql"), join(scratch, "a.sql"));
    symlinkSync(join(scratch, "a.sql"), join(sql, "checks/songs__nothing_lost.sql"));
    expect(await loadSql(sql)).toEqual(before);
  });

  it("name the folder that was meant where one is missing", async () => {
    renameSync(join(sql, "staging"), join(sql, "stagings"));
    for (const read of [loadSql, readDeclaredSources])
      expect((await failure(read(sql))).message).toContain("sql/stagings: sql/ has no such folder");
  });

  it("cannot be read without tables or without what fills them", async () => {
    rmSync(join(sql, "staging"), { recursive: true });
    const error = await failure(loadSql(sql));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain("there is no folder staging");
    expect(error).toMatchObject({
      where: sql,
      next: expect.stringContaining("schema and staging"),
    });
  });

  it("may be tables and what fills them, and nothing else: a warehouse begins so", async () => {
    for (const folder of ["transform", "checks", "audits", "analyses", "sums"])
      rmSync(join(sql, folder), { recursive: true });
    const { steps, sources } = await loadSql(sql);
    expect(new Set(steps.map(({ kind }) => kind))).toEqual(new Set(["schema", "stage"]));
    expect(sources).toHaveLength(2);
    await expect(readDeclaredSources(sql)).resolves.toHaveLength(2);
  });

  it("declare no source by a staging file of another ending, which is told before its flag is unknown", async () => {
    put("staging/staging_plays.SQL", "-- Loads.\n-- source: plays\n");
    put("transform/notes.txt", "");
    const { message } = await failure(readDeclaredSources(sql));
    expect(message).toContain("did you mean sql/staging/staging_plays.sql?");
    expect(message).not.toContain("notes");
  });
});
