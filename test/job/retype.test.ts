import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { retype, retypeIn } from "../../src/job/retype.ts";
import { DECLARED } from "../support/sources.ts";

const config = (inputs: Partial<Parameters<typeof loadConfig>[0]>) =>
  loadConfig({ flags: {}, env: {}, declared: DECLARED, ...inputs });

describe("a command to type next", () => {
  it("has the flags of the last one that it takes, and nothing that the environment says again", () => {
    const flags = {
      warehouse: "it's here/w.duckdb",
      sqlDir: "mine/sql",
      maxRejects: "3",
    };
    const named = {
      events: ["data/a", "s3://lake/b/"],
      "events-jsonpaths": ["p.json"],
    };
    const typed = config({
      flags,
      sourceFlags: { pairs: [], named },
      env: { DWH_SONGS: "songs" },
    });
    const places = String.raw`--warehouse 'it'\''s here/w.duckdb'`;
    expect(retype(typed, "query", '"select 1"')).toBe(`dwh query "select 1" ${places}`);
    expect(retype(typed, "report", "--open")).toBe(`dwh report --open ${places} --sql-dir mine/sql`);
    expect(retype(typed, "status")).toBe(
      `dwh status ${places} --sql-dir mine/sql --source events=data/a --source events=s3://lake/b/ --events-jsonpaths p.json`,
    );
    expect(retype(config({ env: { DWH_WAREHOUSE: "w.duckdb", DWH_EVENTS: "e" } }), "run")).toBe("dwh run");
    expect(retype(config({}), "run")).toBe("dwh run");
  });

  it("leaves room for sources that a run needs and nobody named, but not for the sample's", () => {
    expect(retype(config({ flags: { warehouse: "w.duckdb" } }), "run")).toBe(
      "dwh run --warehouse w.duckdb --source events=<path> --source songs=<path>",
    );
    expect(retype(config({ flags: { warehouse: ".dwh/sample.duckdb" } }), "run")).toBe(
      "dwh run --warehouse .dwh/sample.duckdb",
    );
  });
});

describe("the commands in a text", () => {
  const typed = config({ flags: { warehouse: "w.duckdb", sqlDir: "mine/sql" } });

  it("get the flags that reach the same warehouse, each those that it takes", () => {
    expect(retypeIn(typed, "fix it; `dwh status --errors` lists them, `dwh config` shows it")).toBe(
      "fix it; `dwh status --errors --warehouse w.duckdb --sql-dir mine/sql` lists them, `dwh config --warehouse w.duckdb --sql-dir mine/sql` shows it",
    );
  });

  it("keep the flags that they have, placeholders, and what is no command", () => {
    for (const text of ["`dwh run --help` lists the flags", "`dwh forget <url>`", "`dwh nothing`", "dwh run"])
      expect(retypeIn(typed, text)).toBe(text);
    expect(retypeIn(typed, "`dwh reset --warehouse x`")).toBe("`dwh reset --warehouse x --sql-dir mine/sql`");
    expect(retypeIn(config({}), "`dwh status`")).toBe("`dwh status`");
  });
});
