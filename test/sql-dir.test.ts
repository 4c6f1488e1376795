/** Which folder is the warehouse. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "../src/config/load.ts";
import { ownSqlDir, SHIPPED_SQL, titleOf } from "../src/sql-dir.ts";

describe("the warehouse of a folder", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dwh-own-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is its sql/ when that holds staging files, and no folder of that name else", () => {
    expect(ownSqlDir(folder)).toBeUndefined();
    mkdirSync(join(folder, "sql"));
    expect(ownSqlDir(folder)).toBeUndefined();
    mkdirSync(join(folder, "sql/staging"));
    expect(ownSqlDir(folder)).toBe(join(folder, "sql"));
  });

  it.each(["stagings/staging_trips.sql", "Staging/x.sql", "schema/etl_files.sql", "schemas/etl_files.sql"])(
    "is its sql/ too where %s says that it was meant to be one: what is called wrong there is told, and no other warehouse runs",
    (path) => {
      mkdirSync(dirname(join(folder, "sql", path)), { recursive: true });
      writeFileSync(join(folder, "sql", path), "");
      expect(ownSqlDir(folder)).toBe(join(folder, "sql"));
    },
  );

  it.each(["migrations/1.sql", "schema/users.sql", "staging"])(
    "is none for %s, which other projects have",
    (path) => {
      mkdirSync(dirname(join(folder, "sql", path)), { recursive: true });
      writeFileSync(join(folder, "sql", path), "");
      expect(ownSqlDir(folder)).toBeUndefined();
    },
  );

  it("is the one that ships in the checkout, as it is everywhere else", () => {
    expect(ownSqlDir(dirname(SHIPPED_SQL))).toBeUndefined();
  });

  it("gives its name to the report, and its SQL to the configuration, unless somebody says otherwise", () => {
    const defaults = { sqlDir: "sql", pipeline: titleOf("/data/mine") };
    const found = (env: Readonly<Record<string, string>>) => {
      const { sqlDir, pipeline, origins } = loadConfig({ flags: {}, env, declared: [], defaults });
      return { sqlDir, pipeline, origin: origins.sqlDir };
    };
    expect(found({})).toEqual({ sqlDir: "sql", pipeline: "mine", origin: "default" });
    expect(found({ DWH_SQL_DIR: "other", DWH_PIPELINE: "Trips" })).toEqual({
      sqlDir: "other",
      pipeline: "Trips",
      origin: "environment",
    });
  });
});
